"""Which of a few choices a reply means. A doubt is no match: asking again costs less than a wrong branch."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias

from rapidfuzz.distance import OSA

from engine.replies_text import alike, fold, words

SHORTEST_FUZZY = 4  # letters: shorter words are too near to each other, as in no, now, not
LONG_WORD = 8  # letters from which two slips are forgiven instead of one
MOST_OTHER_WORDS = 5  # around a choice that is named in a sentence
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
    isn't isnt doesn't doesnt wasn't wasnt haven't havent cannot can't cant neither nor jamas jamais nahi nahin
    gak ga nggak enggak ngga belum لست ليست مش مو لم غير
"""
COUNTERS, NEGATIONS = (frozenset(map(alike, some.split())) for some in (_COUNTER_WORDS, _NEGATION_WORDS))


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
    if not last.isdecimal() or len(last) > LONGEST_POSITION or len(before) > 1 or not set(before) <= COUNTERS:
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
    found = [option for option in options if _is_named(option, reply)]
    return [option for option in found if not any(set(option.words) < set(other.words) for other in found)]


def _is_named(option: Option, reply: Reply) -> bool:
    size, others = len(option.words), len(reply.words) - len(option.words)
    if not size or others > MOST_OTHER_WORDS or NEGATIONS & (set(reply.words) - set(option.words)):
        return False
    return any(reply.words[at : at + size] == option.words for at in range(others + 1))


def _by_prefix(reply: Reply, options: Sequence[Option]) -> list[Option]:
    """``n`` or ``num`` for Number."""
    if 1 < len(reply.bare) < SHORTEST_PREFIX or any(sign.isdecimal() for sign in reply.bare):
        return []
    return [option for option in options if option.bare.startswith(reply.bare)]


def _nearly(reply: Reply, options: Sequence[Option]) -> list[Option]:
    """One slip of the keys, or two in a long word, but never in the first letter or in a digit."""
    distances = [(_slips(reply.bare, option), option) for option in options]
    nearest = min((distance for distance, _ in distances if distance is not None), default=None)
    return [option for distance, option in distances if distance is not None and distance == nearest]


def _slips(said: str, option: Option) -> int | None:
    names = (option.bare, *option.words) if " " not in said else (option.bare,)
    slips = [OSA.distance(said, name) for name in names if _comparable(said, name)]
    nearest = min(slips, default=None)
    return nearest if nearest is not None and nearest <= (2 if len(said) >= LONG_WORD else 1) else None


def _comparable(said: str, name: str) -> bool:
    long_enough = min(_letters(said), _letters(name)) >= SHORTEST_FUZZY
    return long_enough and said[0] == name[0] and _digits(said) == _digits(name)


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
