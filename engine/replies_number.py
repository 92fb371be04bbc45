"""Numbers as people write them: any script's digits, and points and commas whose meaning depends on the language."""

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from engine.replies_text import LONGEST, Match

LARGEST = 10**15
LONGEST_NUMBER = 60  # characters
_COMMA_LANGUAGES = """
    az be bg bs ca cs da de el es et eu fi fr gl hr hu hy id is it ka kk lt lv mk nb nl no pl pt ro ru sk sl sq sr sv tr
    uk uz vi
"""
_POINT_COUNTRIES = (
    "CH DO GT HN LI MX NI PA PE PR SV US"  # es-MX, de-CH: a language with a comma, but written with a point
)
_COMMA_DECIMAL, _POINT_REGIONS = frozenset(_COMMA_LANGUAGES.split()), frozenset(_POINT_COUNTRIES.split())
_ALIKE = {
    "-": "\u2212\uff0d\ufe63",
    ",": "\u060c\uff0c",
    ".": "\uff0e",
    "'": "\u2019\u066c",  # the second is the Arabic sign between thousands
    " ": "\u00a0\u2009\u202f",
    "": "\u200e\u200f\u061c\u2066\u2067\u2069",  # marks of writing direction
}
_SIGNS = str.maketrans({sign: plain for plain, signs in _ALIKE.items() for sign in signs})
_ARABIC_DECIMAL = "\u066b"
_SEPARATOR = re.compile(r"[.,\u066b]")
_NUMBER = re.compile(
    r"""(?P<minus>(?<!\w)-)?
    (?: (?P<grouped>\d{1,3}(?:[ ']\d{3})+) (?!\d) (?:[.,\u066b](?P<rest>\d+))?   # 12 345,67
      | (?P<run>\d+(?:[.,\u066b]\d+)*)                                           # 1.234,5
      | (?<![\w.,])[.,\u066b](?P<bare>\d+)                                       # .5
    )""",
    re.VERBOSE,
)
_THOUSANDS = re.compile(r"\d+|\d{1,3}((,\d{3})+|(,\d\d)*,\d{3})")  # the second way is Indian: 12,34,567
_PERHAPS_THOUSANDS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")


class Found(NamedTuple):
    """A number of a text, None if it is too large; what stands before and behind it; whether it is only the first part of
    something else, as of 12.05.2026."""

    match: Match | None
    before: str
    after: str
    is_part: bool


def number(text: str, language: str | None = None) -> Match | None:
    """The first number in the text. ``language`` decides about ``1.234``: a thousand in German, in English hardly more
    than one. A value that is whole is an int."""
    return next((found.match for found in numbers_found(text, language)), None)


def numbers(text: str, language: str | None = None) -> tuple[Match, ...]:
    """All numbers in the text, in its order."""
    return tuple(found.match for found in numbers_found(text, language) if found.match)


def numbers_found(text: str, language: str | None = None) -> Iterator[Found]:
    """All of them, and what is around them."""
    sign, said = _decimal_sign(language), _with_plain_digits(text[:LONGEST].translate(_SIGNS))
    for found in _NUMBER.finditer(said):
        if found["grouped"]:
            whole, fraction = re.sub(r"\D", "", found["grouped"]), found["rest"] or ""
        else:
            whole, fraction = _read(found["run"], sign) if found["run"] else ("0", found["bare"])
        is_part = found["run"] is not None and len(whole + fraction) < sum(map(str.isdecimal, found["run"]))
        match = _match(f"{found['minus'] or ''}{whole}.{fraction or 0}")
        yield Found(match, said[: found.start()], said[found.end() :], is_part)


def _match(written: str) -> Match | None:
    value = Decimal(written) if len(written) <= LONGEST_NUMBER else None
    if value is None or abs(value) > LARGEST:
        return None
    return Match(int(value) if value == value.to_integral_value() else float(value))


def _with_plain_digits(text: str) -> str:
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)


def _decimal_sign(language: str | None) -> str:
    base, *tags = (language or "en").replace("_", "-").split("-")
    comma = base.lower() in _COMMA_DECIMAL and not _POINT_REGIONS & {tag.upper() for tag in tags}
    return "," if comma else "."


def _read(run: str, decimal_sign: str) -> tuple[str, str]:
    """Digits before and after the decimal sign; of a run that is no number, such as 1,2,3, the first part."""
    groups, signs = _SEPARATOR.split(run), _SEPARATOR.findall(run)
    fraction = groups.pop() if _has_fraction(run, signs, decimal_sign) else ""
    if len(set(signs[: len(groups) - 1])) > 1 or not _THOUSANDS.fullmatch(",".join(groups)):
        return groups[0], ""
    return "".join(groups), fraction


def _has_fraction(run: str, signs: list[str], decimal_sign: str) -> bool:
    """Whether the last sign is the decimal one. Of one sign alone before three digits, the language decides."""
    if not signs or signs.count(signs[-1]) > 1:
        return False
    return signs[0] in (_ARABIC_DECIMAL, decimal_sign) or not _PERHAPS_THOUSANDS.fullmatch(run)
