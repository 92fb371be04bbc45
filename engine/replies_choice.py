"""Which of a few choices a reply means. A doubt is no match: asking again costs less than a wrong branch."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeAlias

from engine.number_words import LAST, MANNERS, Said, said, said_in_digits, trimmed, values_in
from engine.replies_amount import amount
from engine.replies_counted import counted, is_a_count, numbers_of, title_in_digits
from engine.replies_figures import figure, has_unit
from engine.replies_option import Option, Reply, option_of
from engine.replies_sentence import title_in_sentence
from engine.replies_slips import slips
from engine.replies_text import fold
from engine.small_words import SLIGHT

SHORTEST_PREFIX = 3  # two letters are too often a word of their own; one is an initial
_SIGNED = re.compile(r"(?<![\w.])[-+\u2212\u2010-\u2015]\d")
_BESIDE_A_PART = MANNERS | frozenset(["the", "one", "el", "la", "los", "las", "o", "a", "os", "as"])
Stage: TypeAlias = Callable[[Reply, Sequence[Option]], list[Option]]


def pick(
    choices: Sequence[tuple[str, str]], text: str, choice_id: str | None = None, language: str | None = None
) -> str | None:
    """The id of the choice that was pressed or written: its title, its id, its number in the list, part of its title,
    or nearly its title. ``choices`` are pairs of id and title. In the ``language`` some words are numbers, as *lima*."""
    if choice_id is not None and any(choice_id == id_ for id_, _ in choices):
        return choice_id
    options, reply = [option_of(*choice, language) for choice in choices], option_of("", text, language)
    if not reply.bare:
        return None
    in_words: Stage = partial(_by_word, said(text, language), language)
    for stage in (*_STAGES, in_words, *_LAST_STAGES):
        if found := stage(reply, options):
            return found[0].id if len(found) == 1 else None
    return None


def titled(choices: Sequence[tuple[str, str]], text: str) -> list[str]:
    """The ids of the choices whose title was written, and nothing besides it: as it stands there; else but for case and signs at
    its ends; else but for accents and spellings, too."""
    options, reply = [option_of(*choice) for choice in choices], option_of("", text)
    return next(([one.id for one in found] for stage in _TITLES if (found := stage(reply, options))), [])


def _as_written(reply: Reply, options: Sequence[Option]) -> list[Option]:
    return [option for option in options if option.title == reply.title]


def _by_title(reply: Reply, options: Sequence[Option]) -> list[Option]:
    return [option for option in options if option.folded == reply.folded]


def _alike(reply: Reply, options: Sequence[Option]) -> list[Option]:
    return [option for option in options if option.bare == reply.bare]


def _same_words(reply: Reply, options: Sequence[Option]) -> list[Option]:
    """``الشاي`` for ``شاي``, also where another title has this word."""
    return [option for option in options if option.words and option.words == reply.words]


def _by_id(reply: Reply, options: Sequence[Option]) -> list[Option]:
    """The contact sees the number of the place, not an id that is a number."""
    return [option for option in options if (id_ := fold(option.id)) == reply.folded and not id_.isdecimal()]


def _by_price(reply: Reply, options: Sequence[Option]) -> list[Option]:
    """``2 €`` for Basic 2 €, whatever is the second."""
    price = _price(reply, options)
    return [] if price is None else [option for option in options if price in option.figures.prices]


def _price(reply: Reply, options: Sequence[Option]) -> int | float | None:
    """The number with a money sign or a %, where titles have such things, too."""
    if not _has_digit(reply) or not has_unit(reply.title) or not any(option.figures.prices for option in options):
        return None
    said = said_in_digits(reply.words)
    if said is None:
        return figure(reply.title, reply.language)
    return None if said.is_counted else said.number


def _has_digit(reply: Reply) -> bool:
    return any(sign.isdecimal() for sign in reply.bare)


def _place_or_figure(reply: Reply, options: Sequence[Option]) -> list[Option]:
    """``9`` for 9:00 where another choice has the ninth place: both, and nobody knows which."""
    place, said = _by_position(reply, options), said_in_digits(reply.words)
    if said is None or said.is_counted:
        return []
    figures = [option for option in options if option.figures.whole == said.number]
    return [*place, *figures] if place and figures and place != figures else []


def _by_position(reply: Reply, options: Sequence[Option]) -> list[Option]:
    """``2``, ``2.`` or ``option number 2``; but where the titles speak of numbers, a number is part of a title."""
    said = said_in_digits(reply.words)
    if said is None or (not said.is_counted and _is_an_amount(reply)) or _price(reply, options) is not None:
        return []
    owners = [option for option in options if said.number in option.numbers]
    if not said.is_counted and (owners or all(option.numbers for option in options)):
        return owners
    beside = {(word,) for word in reply.words if word in MANNERS}
    named = [option for option in options if option.words in beside]  # “ok 2” where one is called OK
    return list(dict.fromkeys((*options[max(said.number - 1, 0) : said.number], *named)))


def _is_an_amount(reply: Reply) -> bool:
    """``$2``, ``five %`` and ``-1`` are no places."""
    return has_unit(reply.title) or _SIGNED.search(reply.title) is not None


def _by_figure(reply: Reply, options: Sequence[Option]) -> list[Option]:
    """``1000`` for ₹1,000 and ``11`` for 11am, where there is no such place; but not beside a title with such a day."""
    said = figure(reply.title, reply.language) if _has_digit(reply) else None
    if said is None:
        return []
    found = [option for option in options if said in option.figures.amounts or said == option.figures.whole]
    return list(dict.fromkeys((*found, *_part_of_title(reply, options)))) if found else []


def _by_word(number: Said | None, language: str | None, reply: Reply, options: Sequence[Option]) -> list[Option]:
    """``the second``, ``option two``, ``last``; but where the titles speak of numbers, a number is part of a title."""
    if number is None or (not number.is_counted and _is_an_amount(reply)):
        return []
    place = len(options) if number.number == LAST else number.number
    values = [values_in(option.figures.rest, language) for option in options]
    titled = [option for option, numbers in zip(options, values, strict=True) if number.number in numbers]
    if not number.is_counted and (titled or all(values)):
        return titled
    begun = [] if number.is_counted else _by_prefix(reply, options)  # dos: two, or Dosa
    begun += _of_the_day(number, language, options)
    return list(dict.fromkeys((*options[max(place - 1, 0) : place], *begun)))


def _of_the_day(number: Said, language: str | None, options: Sequence[Option]) -> list[Option]:
    """“The third” may also be the third of January."""
    if number.is_counted or not number.is_place:
        return []
    return [option for option in options if number.number in values_in(option.figures.dated, language)]


def _by_count(reply: Reply, options: Sequence[Option]) -> list[Option]:
    """``four people`` for 4 people, ``just one`` for 1 ticket: as if the number were written in digits."""
    numbers = {option: numbers_of(option.title, option.language) for option in options}
    if not any(numbers.values()) or _is_an_amount(reply):
        return []
    said = counted(reply.title, reply.language)
    if same := [option for option in options if title_in_digits(option.title, option.language) == said]:
        return same
    number = amount(reply.title, reply.language or "") if any(map(str.isdecimal, said)) else None
    owners = [option for option in options if number in numbers[option]]
    if said == (str(number),):
        return [option for option in owners if is_a_count(str(number), option.title, option.language)]
    alone = [option for option in owners if title_in_digits(option.title, option.language) == (str(number),)]
    if alone and not _has_digit(reply):
        return alone  # One for “one person”
    return _as_in_digits(said, owners, options) if owners else []


def _as_in_digits(said: tuple[str, ...], owners: Sequence[Option], options: Sequence[Option]) -> list[Option]:
    """What is named with the number in digits, if the number is its own."""
    meant = option_of("", " ".join(said), owners[0].language)
    found = next((found for stage in _IN_DIGITS if (found := stage(meant, options))), [])
    return found if set(owners).issuperset(found[:1]) else []


def _row_of_title(reply: Reply, options: Sequence[Option]) -> list[Option]:
    """``January 3`` for January 3 at 10:00, though another title has a 3, too."""
    said, found = f" {' '.join(reply.words)} ", options if len(reply.words) > 1 else ()
    rows = [option for option in found if said in f" {' '.join(option.words)} "]
    return [option for option in rows if option.means(frozenset(reply.words))]


def _part_of_title(reply: Reply, options: Sequence[Option]) -> list[Option]:
    """``green`` for Green tea; but ``interested`` is not Not interested."""
    said = frozenset(reply.words)
    return [option for option in options if said and said <= option.parts and option.means(said)]


def _part_beside_manners(reply: Reply, options: Sequence[Option]) -> list[Option]:
    """``green please`` and ``the green one`` for Green tea."""
    meant = trimmed(reply.words, _BESIDE_A_PART)
    if meant == reply.words or SLIGHT.issuperset(meant):
        return []
    return _part_of_title(reply._replace(words=meant), options)


def _opposite(reply: Reply, options: Sequence[Option]) -> list[Option]:
    """What a title denies is a doubt, and no slip of the keys in another title: each of them twice is never one choice."""
    said = frozenset(reply.words)
    denied = [option for option in options if said and said <= option.parts and not option.means(said)]
    return denied * 2


def _by_prefix(reply: Reply, options: Sequence[Option]) -> list[Option]:
    """``n`` or ``num`` for Number."""
    if 1 < len(reply.bare) < SHORTEST_PREFIX or _has_digit(reply):
        return []
    begun = [option for option in options if option.bare.startswith(reply.bare)]
    return [option for option in begun if option.means(frozenset(reply.words))]


def _nearly(reply: Reply, options: Sequence[Option]) -> list[Option]:
    """One slip of the keys, or two in a long word, but never in the first letter or in a digit."""
    distances = [(_slips(reply, option), option) for option in options]
    nearest = min((distance for distance, _ in distances if distance is not None), default=None)
    return [option for distance, option in distances if distance is not None and distance == nearest]


def _slips(reply: Reply, option: Option) -> int | None:
    """A word alone may also be one of the title's."""
    pairs = [(reply.bare, option.bare)]
    if len(reply.words) == 1:
        pairs += [(reply.words[0], word) for word in option.words if option.means(frozenset({word}))]
    return min((count for pair in pairs if (count := slips(*pair)) is not None), default=None)


_TITLES: tuple[Stage, ...] = (_as_written, _by_title, _alike)
_STAGES: tuple[Stage, ...] = (
    _as_written,
    _by_price,
    _place_or_figure,
    _by_title,
    _alike,
    _same_words,
    _by_id,
    _by_position,
    _by_figure,
    _row_of_title,
    _part_of_title,
    title_in_sentence,
    _opposite,
)
_IN_DIGITS: tuple[Stage, ...] = (_row_of_title, _part_of_title, title_in_sentence, _nearly)
_LAST_STAGES: tuple[Stage, ...] = (_part_beside_manners, _by_count, _by_prefix, _nearly)
