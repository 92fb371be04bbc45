"""Which of a few choices a reply means. A doubt is no match: asking again costs less than a wrong branch."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeAlias

from rapidfuzz.distance import OSA

from engine.replies_text import alike, fold, words

SHORTEST_FUZZY = 4  # letters: shorter words are too near to each other, as in no, now, not
LONG_WORD = 8  # letters from which two slips are forgiven instead of one
MOST_OTHER_WORDS = 5  # around a choice that is named in a sentence
MOST_WORDS_AROUND_NAME = 20  # of what is not offered somebody may say more: where they live, and what their name is
SHORTEST_SLIP_IN_SENTENCE = 6  # letters: a sentence has many short words that are nearly a name
SHORTEST_PREFIX = 3  # two letters are too often a word of their own; one is an initial
LONGEST_POSITION = 4  # digits
_COUNTER_WORDS = """
    option number no nr choice item opcion numero num opcao escolha alternativa pilihan nomor opsi angka
    विकल्प नंबर संख्या क्रमांक خيار الخيار رقم الرقم اختيار
"""
_NEGATION_WORDS = """
    not no don't dont never without nunca sin tampoco nao sem nem bukan tidak tak jangan tanpa
    नहीं नही मत न بدون لا ليس لن
    but except excepto salvo menos exceto kecuali selain सिवाय छोड़कर अलावा إلا عدا سوى
"""
_COUNTERS, _NEGATIONS = (frozenset(map(alike, some.split())) for some in (_COUNTER_WORDS, _NEGATION_WORDS))


class Option(NamedTuple):
    id: str
    title: str
    folded: str
    bare: str
    words: tuple[str, ...]


Reply: TypeAlias = Option
Stage: TypeAlias = Callable[[Reply, Sequence[Option]], list[Option]]


def pick(choices: Sequence[tuple[str, str]], text: str, choice_id: str | None = None) -> str | None:
    """The id of the choice that was pressed or written: its title, its id, its number in the list, part of its title,
    or nearly its title. ``choices`` are pairs of id and title."""
    if choice_id is not None and any(choice_id == id_ for id_, _ in choices):
        return choice_id
    options, reply = [_option(*choice) for choice in choices], _option("", text)
    if not reply.bare:
        return None
    for stage in _STAGES:
        if found := stage(reply, options):
            return found[0].id if len(found) == 1 else None
    return None


def names_in(names: Iterable[str], text: str) -> tuple[str, ...]:
    """Those of the names that a text may mean: it is one of them, part of one, has it in a sentence, or nearly. A number
    names nothing by its place, as nobody was shown a list."""
    options, reply = [_option(name, name) for name in names], _option("", text)
    stages = _WHOLE_NAME if len(reply.bare) < SHORTEST_PREFIX else _NAME
    return next((tuple(one.id for one in found) for stage in stages if (found := stage(reply, options))), ())


def says_name(name: str, text: str) -> bool:
    """Whether a text has all words of the name, in a row."""
    return _is_named(_option("", name), _option("", text), MOST_WORDS_AROUND_NAME)


def _option(id_: str, title: str) -> Option:
    folded = fold(title)
    bare = alike(folded)
    return Option(id_, title.strip(), folded, bare, words(bare))


def _as_written(reply: Reply, options: Sequence[Option]) -> list[Option]:
    return [option for option in options if option.title == reply.title]


def _by_title(reply: Reply, options: Sequence[Option]) -> list[Option]:
    return [option for option in options if option.folded == reply.folded]


def _alike(reply: Reply, options: Sequence[Option]) -> list[Option]:
    return [option for option in options if option.bare == reply.bare]


def _by_id(reply: Reply, options: Sequence[Option]) -> list[Option]:
    return [option for option in options if fold(option.id) == reply.folded]


def _by_position(reply: Reply, options: Sequence[Option]) -> list[Option]:
    """``2``, ``2.`` or ``option 2``; but where the titles speak of numbers, a number is part of a title."""
    *before, last = reply.words or ("",)
    if not last.isdecimal() or len(last) > LONGEST_POSITION or len(before) > 1 or not set(before) <= _COUNTERS:
        return []
    numbers = [{int(word) for word in option.words if word.isdecimal()} for option in options]
    if not before and (all(numbers) or int(last) in set().union(*numbers)):
        return []
    return list(options[int(last) - 1 : int(last)])  # of 0, from the last to before the first: none


def _part_of_title(reply: Reply, options: Sequence[Option]) -> list[Option]:
    """``green`` for Green tea."""
    return [option for option in options if reply.words and set(reply.words) <= set(option.words)]


def _title_in_sentence(reply: Reply, options: Sequence[Option]) -> list[Option]:
    """``the green tea please``; of titles within each other, the longest."""
    return _longest([option for option in options if _is_named(option, reply, MOST_OTHER_WORDS)])


def _name_in_sentence(reply: Reply, options: Sequence[Option]) -> list[Option]:
    """``I live in Kochi, with my aunt``."""
    return _longest([option for option in options if _is_named(option, reply, MOST_WORDS_AROUND_NAME)])


def _longest(found: Sequence[Option]) -> list[Option]:
    return [option for option in found if not any(set(option.words) < set(other.words) for other in found)]


def _is_named(option: Option, reply: Reply, most_others: int) -> bool:
    return any(run == option.words for run in _runs(option, reply, most_others))


def _runs(option: Option, reply: Reply, most_others: int) -> Iterable[tuple[str, ...]]:
    """So many words of the reply in a row as the option has."""
    size, others = len(option.words), len(reply.words) - len(option.words)
    if not size or others > most_others or _NEGATIONS & (set(reply.words) - set(option.words)):
        return ()
    return (reply.words[at : at + size] for at in range(others + 1))


def _by_prefix(reply: Reply, options: Sequence[Option]) -> list[Option]:
    """``n`` or ``num`` for Number."""
    if 1 < len(reply.bare) < SHORTEST_PREFIX or any(sign.isdecimal() for sign in reply.bare):
        return []
    return [option for option in options if option.bare.startswith(reply.bare)]


def _nearly(reply: Reply, options: Sequence[Option]) -> list[Option]:
    """One slip of the keys, or two in a long word, but never in the first letter or in a digit."""
    return _nearest([(_slips(reply.bare, option), option) for option in options])


def _nearly_in_sentence(reply: Reply, options: Sequence[Option]) -> list[Option]:
    """``im from Maharastra``; only in long words."""
    long = [option for option in options if _letters(option.bare) >= SHORTEST_SLIP_IN_SENTENCE]
    return _nearest([(_slips_within(reply, option), option) for option in long])


def _slips_within(reply: Reply, option: Option) -> int | None:
    said = (" ".join(run) for run in _runs(option, reply, MOST_WORDS_AROUND_NAME))
    return min((slips for run in said if (slips := _slips(run, option)) is not None), default=None)


def _nearest(distances: Sequence[tuple[int | None, Option]]) -> list[Option]:
    nearest = min((distance for distance, _ in distances if distance is not None), default=None)
    return [option for distance, option in distances if distance is not None and distance == nearest]


def _slips(said: str, option: Option) -> int | None:
    names = (option.bare, *option.words) if " " not in said else (option.bare,)
    slips = [OSA.distance(said, name) for name in names if _comparable(said, name)]
    nearest = min(slips, default=None)
    return nearest if nearest is not None and nearest <= (2 if len(said) >= LONG_WORD else 1) else None


def _comparable(said: str, name: str) -> bool:
    """The first letter comes first: it tells most names of a long table apart, and costs next to nothing."""
    same_start = said[:1] == name[:1]
    return same_start and min(_letters(said), _letters(name)) >= SHORTEST_FUZZY and _digits(said) == _digits(name)


def _letters(text: str) -> int:
    return sum(sign.isalpha() for sign in text)


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdecimal())


_STAGES: tuple[Stage, ...] = (
    _as_written,
    _by_title,
    _alike,
    _by_id,
    _by_position,
    _part_of_title,
    _title_in_sentence,
    _by_prefix,
    _nearly,
)
_WHOLE_NAME: tuple[Stage, ...] = (_as_written, _by_title, _alike)
_NAME: tuple[Stage, ...] = (
    *_WHOLE_NAME,
    _part_of_title,
    _name_in_sentence,
    _by_prefix,
    _nearly,
    _nearly_in_sentence,
)
