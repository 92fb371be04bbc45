"""The one number that a sentence says in words: “we are four”, *somos cuatro*, चार लोग. A doubt is none.

only_number(("we", "are", "four"), "en")           Spoken(at=2, size=1, number=4)
only_number(("the", "one", "i", "want"), "en")     None
"""

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from engine.amount_words import FACTORS
from engine.number_words import SAID_NUMBERS, SAID_PLACES, UNSURE, is_sure
from engine.phrase_tables import phrases, pieces
from engine.replies_text import bare_words
from engine.small_words import AND_WRITTEN_ON, JOINS, NEGATIONS

Words: TypeAlias = tuple[str, ...]
# another word elsewhere, as those that are unsure even alone: Spanish “ten” is “have”, Portuguese “dos” is “of the”
_UNSURE = {
    **UNSURE,
    "ten": "en",
    **dict.fromkeys(("dos", "doce", "quince"), "es"),
    "dua": "id",
    "nau": "hi",
}
_ARTICLES = "un una um uma एक ek"
_COUNTED_ALONE = """
    person adult guest child kid ticket seat room night day
    persona adulto adulta invitado invitada niño niña entrada boleto habitación noche día
    pessoa convidado convidada criança ingresso noite dia
    व्यक्ति आदमी मेहमान बच्चा टिकट कमरा रात दिन vyakti aadmi
    شخص ضيف طفل تذكرة مقعد غرفة ليلة يوم
    orang tamu anak tiket kursi kamar malam hari
    star estrella estrela सितारा तारा نجمة bintang
"""
_LEADS = """
    for just only we are i'm am we're it's para solo sólo solamente somos soy só apenas sou
    सिर्फ केवल sirf bas نحن أنا فقط ل untuk cuma hanya saya kami
"""
_AROUND = "there are will be we'll of us in total en total seremos vamos हम हैं"
# beside a one with nothing else around it: “just one”, *una nada más*
_NO_MORE = """
    just, only, solo, sólo, sola, solamente, nada más, nomás, só, apenas, somente
    सिर्फ, केवल, बस, ही, sirf, keval, bas, hi, فقط, بس, cuma, cuman, hanya, doang
"""
_WHICH = "the los las os as both ambos ambas"  # “the two I want” says which, and not how many
_GIVE = "दो do"  # in Hindi two, and “give”, unless what is counted follows
_COUNTED_IN_HINDI = """
    लोग लोगों व्यक्ति बच्चे मेहमान टिकट कमरे दिन रात रातें घंटे महीने साल किलो प्लेट बार जन हैं
    log logon vyakti bachche ticket kamre din raat ghante mahine saal kilo plate jan hain
"""
_FOR = ("ل", "ب")  # Arabic writes “for” and “with” onto the number
_LONGEST = max(map(len, (*SAID_NUMBERS, *SAID_PLACES)))
_ARTICLE, _ALONE, _LEAD, _THE, GIVING, _COUNTED_HINDI = (
    frozenset(bare_words(some)) for some in (_ARTICLES, _COUNTED_ALONE, _LEADS, _WHICH, _GIVE, _COUNTED_IN_HINDI)
)
_ONLY = phrases({1: _NO_MORE})
# “there are four of us”; but “one more” is more than one
AROUND_A_COUNT = (_LEAD | frozenset(bare_words(f"{_NO_MORE} {_AROUND}"))) - {"mas"}


class Spoken(NamedTuple):
    """Where it stands, in how many words; no number of how many, where it is a place or a part of another word."""

    at: int
    size: int
    number: int | None


def apart(words: Words) -> Words:
    """With Arabic words that are written onto a number as words of their own."""
    return tuple(part for word in words for part in _apart(word))


def only_number(words: Words, language: str) -> Spoken | None:
    """None where there are none or several, or where it is rather an article or another word."""
    spoken = list(_spoken(words, language))
    return spoken[0] if len(spoken) == 1 and _is_meant(words, spoken[0]) else None


def says_number(text: str, language: str) -> bool:
    """Whether there is any, in words."""
    return any(number is not None for _, _, number in _spoken(apart(bare_words(text)), language))


def joins_number(words: Words, language: str) -> bool:
    """Whether an “and” adds a number: “2 adults and one child”."""
    return any(at and words[at - 1] in JOINS and number is not None for at, _, number in _spoken(words, language))


def _apart(word: str) -> Words:
    first, rest = word[:1], word[1:]
    is_number = (rest,) in SAID_NUMBERS and word not in NEGATIONS  # لست is “I am not”
    return (first, rest) if is_number and first in {AND_WRITTEN_ON, *_FOR} else (word,)


def _spoken(words: Words, language: str) -> Iterator[Spoken]:
    at = 0
    while at < len(words):
        size = _size_at(words, at, language)
        if _counts(words, at, size):
            one = 1 if words[at] in _ARTICLE else None
            yield Spoken(at, size or 1, SAID_NUMBERS.get(words[at : at + size], one))
        at += size or 1
        while size and at < len(words) and words[at] in FACTORS:  # the hundred of “two hundred” is no second number
            at += 1


def _counts(words: Words, at: int, size: int) -> bool:
    """An article is a number only beside what is counted, or “only”; “four-year-old” says one, but not of how many."""
    if size <= 1 and words[at] in _ARTICLE:
        return _is_counted(words, at) or _is_only_one(words, at)
    return size > 0 or ("-" in words[at] and any((part,) in SAID_NUMBERS for part in words[at].split("-")))


def _size_at(words: Words, at: int, language: str) -> int:
    """Of the longest phrase there that is a number or a place."""
    parts = (words[at : at + size] for size in range(_LONGEST, 0, -1))
    return next((len(part) for part in parts if _is_said(part, language)), 0)


def _is_said(part: Words, language: str) -> bool:
    return (part in SAID_NUMBERS or part in SAID_PLACES) and is_sure(part, language, _UNSURE)


def _is_meant(words: Words, spoken: Spoken) -> bool:
    before, after = words[: spoken.at], words[spoken.at + spoken.size :]
    if spoken.number is None or not JOINS.isdisjoint((*before[-1:], *after[:1])) or not _THE.isdisjoint(before[-1:]):
        return False
    if spoken.number == 1:
        is_counted = _is_counted(words, spoken.at) and {*before, *after} <= _LEAD | _ALONE
        return is_counted or _is_only_one(words, spoken.at)
    return words[spoken.at] not in GIVING or not _COUNTED_HINDI.isdisjoint(after[:1])


def _is_counted(words: Words, at: int) -> bool:
    """“One person”; in Arabic it stands before the number."""
    return not _ALONE.isdisjoint((*words[max(at - 1, 0) : at], *words[at + 1 : at + 2]))


def _is_only_one(words: Words, at: int) -> bool:
    """“Just one”, and nothing else."""
    around = (*pieces(words[:at], _ONLY), *pieces(words[at + 1 :], _ONLY))
    return bool(around) and _ONLY.keys() >= set(around)
