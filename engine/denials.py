"""What a title denies, so that a part of it is not taken for its opposite.

denials_in("Not interested", "en")          Denials(lead="", parts=(Denial(signs={"not"}, denied={"interested"}),))
denials_in("No, change the time", "en")     Denials(lead="no", parts=())
denials_in("Cola (sugar free)", "en")       Denials(lead="", parts=(Denial(signs={"free"}, denied={"sugar"}),))
"""

import re
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from engine.languages import base_of
from engine.replies_arabic import stem
from engine.replies_text import alike, bare_words, fold, words
from engine.small_words import BEHIND_IT, NEGATIONS

Words: TypeAlias = tuple[str, ...]
_LEAD = re.compile(r"\W*(\w+)(?:\s*[,،:;.!\u2013\u2014]|\s+-)\s*(?=\w)")
_PARTS = re.compile(r"[,،;:.!?()\[\]\u2013\u2014/]|\s-\s")
_FREE_OF = frozenset({("free", "of"), ("free", "from"), ("libre", "de"), ("livre", "de"), bare_words("خالي من")})
_FREE_BEHIND, _FREE_BEFORE = frozenset(bare_words("free फ्री मुक्त")), frozenset({"bebas"})
_WITHOUT = frozenset(bare_words("के ke"))  # के बिना stands behind what is not wanted
# “I do” says nothing of “I do not agree”
SUBJECTS = frozenset(
    bare_words(
        "i i'm am is are was we you he she it they do does did have has had will would can could be the a an my this that"
        " yo lo la le les me te se es eu o um uma ele ela se é saya aku kami ini itu أنا نحن هو هي मैं हम यह वह है हूँ"
    )
)


class Denial(NamedTuple):
    """Of one part of a title: ``signs`` are the words that deny, ``denied`` what they do."""

    signs: frozenset[str]
    denied: frozenset[str]


class Denials(NamedTuple):
    """``lead`` is a “no” that answers, and denies nothing behind it."""

    lead: str
    parts: tuple[Denial, ...]

    def deny(self, some: frozenset[str]) -> bool:
        """Whether these words of the title, alone, say the opposite of it, or nothing."""
        if not self.parts or self.lead in some:
            return False
        return some <= SUBJECTS or any(not (one.signs <= some or one.denied.isdisjoint(some)) for one in self.parts)


@lru_cache(1_024)
def denials_in(title: str, language: str | None) -> Denials:
    led = _LEAD.match(title)
    lead = alike(fold(led[1])) if led else ""
    is_answer = led is not None and lead in NEGATIONS
    rest = title[led.end() :] if led and is_answer else title
    parts = (tuple(map(stem, words(alike(fold(part))))) for part in _PARTS.split(rest))
    return Denials(lead if is_answer else "", tuple(one for part in parts if (one := _denial(part, language))))


def _denial(said: Words, language: str | None) -> Denial | None:
    signs = _signs(said, language)
    return Denial(frozenset(said[at] for at in signs), frozenset(_denied(said, signs[0]))) if signs else None


def _signs(said: Words, language: str | None) -> list[int]:
    """Where it is denied; but “room no 5” is a number, and in Portuguese *no* is “on the”."""
    on_the = base_of(language or "") == "pt"
    pairs = list(enumerate(pairwise((*said, ""))))
    denying = [
        at for at, (word, after) in pairs if word in NEGATIONS and not (word == "no" and (on_the or after.isdecimal()))
    ]
    return denying or [at for at, pair in pairs if _frees(at, pair, len(said))]


def _frees(at: int, pair: tuple[str, str], size: int) -> bool:
    last, first = at == size - 1 and size > 1, at == 0 and size > 1
    return pair in _FREE_OF or (last and pair[0] in _FREE_BEHIND) or (first and pair[0] in _FREE_BEFORE)


def _denied(said: Words, at: int) -> Words:
    """What stands behind it; in Hindi, and beside “free”, before it."""
    is_behind = said[at] in BEHIND_IT | _FREE_BEHIND or said[at - 1 : at] in {(word,) for word in _WITHOUT}
    return (*said[:at], *said[at + 1 :]) if is_behind else said[at + 1 :]
