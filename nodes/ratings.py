"""The rating that an answer gives, in digits, in words or in stars. A doubt is none, as it is of any number.

rated("four out of five", 5, "en")    4
rated("★★★★☆ 4/5", 5, "en")           4
rated("less than 4", 5, "en")         None
"""

import re

from engine.number_words import SAID_NUMBERS, number_in_words
from engine.numbers_in_sentences import says_number
from engine.replies_amount import amount
from engine.replies_text import alike, bare_words
from engine.small_words import BEHIND_IT, NEGATIONS, WISHES
from nodes.phrases import plain

_STARS = frozenset("⭐★🌟🌠✨✭✮✯")
_SCALE = """
    star stars point points rating score estrella estrellas punto puntos calificación nota estrela estrelas ponto pontos
    सितारा सितारे तारा तारे अंक نجمة نجوم نجمات نقطة نقاط bintang nilai poin
"""
# between a denial and a number: “not more than 4”, “I would not give it a 4”
_NUMBERED = """
    a an the than more less even give gives giving it you this that worth deserve deserves get gets rate rating of to
    un una el la le les lo más menos que de doy daría dar pongo merece llega llego ni um uma o mais do dou daria
    kasih beri dapat layak lebih dari kurang sampai nilai से कम ज़्यादा अधिक अंक أكثر أقل من أعطي تستحق يستحق
"""
_OF_A_NUMBER = frozenset(bare_words(f"{_NUMBERED} {_SCALE}")) | WISHES
_SPOKEN = {" ".join(phrase): number for phrase, number in SAID_NUMBERS.items() if number}
_ONE = rf"(?<!\w)(?:\d+|{'|'.join(sorted(_SPOKEN, key=len, reverse=True))})(?!\w)"
_STARRED = rf"(?P<rating>{_ONE})(?:\s+(?:{'|'.join(bare_words(_SCALE))}))?"
_OUT_OF = (
    re.compile(r"(?<!\d)(?P<rating>\d+)\s*/\s*(?P<best>\d+)"),
    re.compile(rf"{_STARRED}\s*(?:(?:out )?of|de|sobre|em|dari|من)\s*(?P<best>{_ONE})"),
    re.compile(rf"(?P<best>{_ONE})\s*(?:में से|mein se|me se)\s*{_STARRED}"),
)
_SCALES = frozenset(bare_words(_SCALE))


def rated(text: str, highest: int, language: str) -> int | None:
    number = _number(text, highest, language)
    return next((rating for rating in range(1, highest + 1) if rating == number), None)


def _number(text: str, highest: int, language: str) -> float | None:
    """The stars are counted where no number is said besides."""
    said, stars = _without_best(text, highest), sum(sign in _STARS for sign in text)
    if re.search(r"\d", said):
        number = amount(_beside_reasons(said), language)
        return number if stars in {0, 1, number} else None
    return stars if stars > 1 or (stars and not says_number(said, language)) else _in_words(said, text, language)


def _beside_reasons(said: str) -> str:
    """“Not bad 4”: another word is denied, and says why. Of “not a 4” nobody knows which number is meant."""
    before, number, _ = re.split(r"(\d.*)", said, flags=re.DOTALL)
    words = bare_words(before)
    denied = max((at for at, word in enumerate(words) if word in NEGATIONS), default=None)
    if denied is None:
        return said
    between = words[:denied] if words[denied] in BEHIND_IT and denied == len(words) - 1 else words[denied + 1 :]
    return said if _OF_A_NUMBER.issuperset(between[-1:]) else number


def _in_words(said: str, text: str, language: str) -> float | None:
    """In a sentence where it speaks of stars or of the best: “two thumbs up” is no two."""
    is_scaled = said != _compared(text) or not _SCALES.isdisjoint(bare_words(said))
    return amount(said, language) if is_scaled else number_in_words(said, language)


def _without_best(text: str, highest: int) -> str:
    """“4/5” and “four out of five” are four, if five is the best."""
    said = _compared(text)
    for out_of in _OUT_OF:
        said = out_of.sub(lambda found: found["rating"] if _is_number(found["best"], highest) else found[0], said)
    return said


def _compared(text: str) -> str:
    return alike(plain(text).casefold())


def _is_number(said: str, number: int) -> bool:
    return _SPOKEN.get(said) == number or said == str(number)
