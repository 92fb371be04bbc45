"""Which choice a sentence names."""

import re
from collections.abc import Sequence
from itertools import groupby

from engine.replies_arabic import stem
from engine.replies_option import Option, Reply
from engine.replies_slight import is_meant, is_slight
from engine.replies_slips import slips
from engine.replies_text import bare_words, is_unspaced, keys, words
from engine.small_words import AND_WRITTEN_ON, JOINS, LINKS, NEGATIONS, POLITE, REFUSALS, UNSPACED_NEGATIONS, WISHES

MOST_OTHER_WORDS = 5  # around a choice that is named in a sentence
MOST_OTHER_SIGNS = 16  # the same in a script that writes without spaces
SHORTEST_UNSPACED = 2  # signs of a title that is looked for in such a sentence: one is too often a part of another word
SHORTEST_NAMING = 3  # letters of a word that names another choice among others: shorter ones are “to” and “de”
TITLE = "title0"  # stands for the title that was found
_BESIDE_A_NO = POLITE | WISHES | REFUSALS  # “no idea” and “no problem” are none
_ANSWERS = frozenset(bare_words("no não tidak nggak gak bukan नहीं nahi لا"))
_COMMA = re.compile(r"[,،;؛]")
_SEPARATORS = re.compile(r"[,،;؛、/+&|]+|(?<!\S)و(?=\w{3})")


def title_in_sentence(reply: Reply, options: Sequence[Option]) -> list[Option]:
    """``the green tea please``; of titles within each other, the longest, also with slips of the keys in it: ``gren tea``.
    With ``tea or milk`` two are named, even if only one of them is named in full."""
    named = [option for option in options if _is_named(option, reply)]
    longer = [option for option in options if any(_is_within(one, option) for one in named)]
    found = [*named, *(option for option in longer if _is_nearly_said(option, reply))]
    longest = [option for option in found if not any(_is_within(option, other) for other in found)]
    beside = (other for option in longest[:1] for other in _named_beside(option, reply, options))
    meant = list(dict.fromkeys((*longest, *beside, *_rivals(longest, longer, reply, options))))
    return [] if len(meant) == 1 and is_slight(meant[0]) and not is_meant(meant[0], reply) else meant


def _is_nearly_said(option: Option, reply: Reply) -> bool:
    """All its words in their order, each of them nearly; “the” and “of” may be left out."""
    rest = iter(reply.words)
    wanted = [word for word in option.words if word not in LINKS]
    return all(any(word == said or slips(said, word) is not None for said in rest) for word in wanted)


def _rivals(
    longest: Sequence[Option], longer: Sequence[Option], reply: Reply, options: Sequence[Option]
) -> list[Option]:
    """What may be meant as well: a longer title that the whole reply nearly says; beside a “no”, any that is said."""
    near = [option for option in longer if slips(reply.bare, option.bare) is not None]
    denied = any(_is_negation(option) for option in longest)
    return [*near, *(option for option in options if denied and _has_row(reply.words, option.words))]


def _is_named(option: Option, reply: Reply) -> bool:
    if is_unspaced(option.bare):
        return _is_named_unspaced(keys(option.bare), keys(reply.bare))
    size, others = len(option.words), set(reply.words) - set(option.words)
    if not size or len(reply.words) - size > MOST_OTHER_WORDS or not _has_row(reply.words, option.words):
        return False
    if _is_negation(option):
        return others - NEGATIONS <= _BESIDE_A_NO
    return not _negates(set(_behind_an_answer(reply)) - set(option.words))


def _behind_an_answer(reply: Reply) -> tuple[str, ...]:
    """The words without the “no” of “no, medium”: it answers, and denies nothing behind it."""
    first, *others = _COMMA.split(reply.title, maxsplit=1)
    lead = bare_words(first)
    return reply.words[1:] if others and len(lead) == 1 and _ANSWERS.issuperset(lead) else reply.words


def _is_negation(option: Option) -> bool:
    return NEGATIONS.issuperset(option.words)


def _is_named_unspaced(wanted: tuple[str, ...], said: tuple[str, ...]) -> bool:
    """``北京`` in ``我想去北京``: nothing tells where words end, so every sign is one."""
    if len(wanted) < SHORTEST_UNSPACED or len(said) - len(wanted) > MOST_OTHER_SIGNS or not _has_row(said, wanted):
        return False
    around = "".join(said).replace("".join(wanted), " ")
    return not any(word in around for word in UNSPACED_NEGATIONS)


def _is_within(option: Option, other: Option) -> bool:
    """``Tea`` in ``Green tea``, ``京都`` in ``京都市``."""
    if is_unspaced(option.bare):
        wanted, said = keys(option.bare), keys(other.bare)
        return len(wanted) < len(said) and _has_row(said, wanted)
    return set(option.words) < set(other.words)


def _has_row(said: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    size = len(wanted)
    return any(said[at : at + size] == wanted for at in range(len(said) - size + 1))


def _negates(said: set[str]) -> bool:
    return any(word in NEGATIONS or word.removeprefix(AND_WRITTEN_ON) in NEGATIONS for word in said)  # ولا: and no


def _named_beside(option: Option, reply: Reply, options: Sequence[Option]) -> list[Option]:
    """Other choices whose words stand before or behind an “or”, an “and” or a comma."""
    around = reply.bare.replace(option.bare, f" {TITLE} ")
    parts = [part for part in _parts(around) if TITLE not in part]
    return [other for other in options if other is not option and any(_hints(part, other, options) for part in parts)]


def _parts(text: str) -> list[tuple[str, ...]]:
    said = [word for part in _SEPARATORS.split(text) for word in (*part.split(), "")]
    runs = groupby(said, key=lambda word: not word or word in JOINS)
    return [tuple(map(stem, words(" ".join(run)))) for joins, run in runs if not joins]


def _hints(part: tuple[str, ...], other: Option, options: Sequence[Option]) -> bool:
    """Whether a word of it is in this title alone."""
    telling = [word for word in part if len(word) >= SHORTEST_NAMING or len(part) == 1]
    return any(word in other.words and sum(word in one.words for one in options) == 1 for word in telling)
