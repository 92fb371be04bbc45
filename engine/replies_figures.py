"""Numbers in a title that are only a part of a date, a price, a time or a percentage: who writes such a number alone rather
means the place in the list, which is what a channel without buttons shows.

figures_in("3 January 2027, 4.50 €")    Figures(rest=" ,  ", dated="3 january 2027,  ", whole=None, prices={4.5}, amounts={4.5})
figures_in("10:00")                     Figures(rest=" ", dated="10:00", whole=10, prices=set(), amounts=set())
figures_in("2 people")                  Figures(rest="2 people", dated="2 people", whole=None, prices=set(), amounts={2})
figures_in("1,200 m")                   Figures(rest="  m", dated="  m", whole=None, prices=set(), amounts={1200})
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from babel import Locale, UnknownLocaleError
from babel.numbers import list_currencies

from engine.amount_words import FACTORS
from engine.number_words import without_manners
from engine.replies_amount import amount, amounts, multiplied
from engine.replies_number import number, numbers_found
from engine.replies_text import alike, bare_words

SHORTEST_NAME = 3  # letters of the name of a month: shorter ones are too often words
LONGEST_TITLE = 200  # characters that are looked at
_LANGUAGES = ("en", "es", "pt", "hi", "ar", "id")
_NUMBER = r"\d+(?:[.,'\u2019\u066b\u066c ]\d+)*"
_CODES = "|".join(sorted(set(list_currencies()) - {"PLZ"}))  # which is also “please”
_NAMES = "Rs|Rp|RM|kr|Kč|zł|Ft|euros?|dollars?|dólares|pesos?|rupees?|rupiah|reais|ر\\.س|د\\.إ|ج\\.م|د\\.ك|ر\\.ق"
_SIGN = r"[^\W\d]{0,2}[$\u00a2-\u00a5\u058f\u060b\u09f2\u09f3\u0af1\u0bf9\u0e3f\u17db\u20a0-\u20c0\ufdfc]"
_MONEY = rf"(?:{_SIGN}|(?<!\w)(?:{_NAMES}|{_CODES})(?![^\W\d_])\.?)"
_AMOUNT = re.compile(
    rf"{_MONEY}[ ]?-?{_NUMBER}|{_NUMBER}[ ]?{_MONEY}(?![ ]?\d)|{_NUMBER}[ ]?[%\u066a]|[%\u066a][ ]?{_NUMBER}"
)
_UNIT = re.compile(rf"{_MONEY}|[%\u066a]", re.IGNORECASE)
_THOUSAND = "|".join(sorted(FACTORS, key=len, reverse=True))
_THOUSANDS = rf"\d+(?:[.,'\u2019\u066b\u066c]\d{{3}})+(?!\d)|\d[\d.,]*[ ]?(?:{_THOUSAND})(?!\w)"
_LARGE = re.compile(_THOUSANDS)
_NO_PLACE = re.compile(rf"{_THOUSANDS}|\d+(?:[.,\u066b]\d+)+")
_TIME = re.compile(
    r"""(?<![\d.,:])(?P<hour>\d{1,2})(?:[:.h](?P<minute>[0-5]\d)(?::[0-5]\d)?(?![\d.,:])|h(?!\w)|(?=[ ]?(?:[ap]\.?m\b|बजे)))
    (?:[ ]?(?:[ap]\.?m\b\.?|बजे))?""",
    re.VERBOSE | re.IGNORECASE,
)
_IN_DIGITS = re.compile(
    r"(?<![\d/.-])(?:\d{1,4}(?P<sign>[-/.])\d{1,2}(?P=sign)\d{1,4}|\d{1,2}/\d{1,2})(?![\d/-])|\d+[年月日년월일]"
)
_BESIDE = r"(?:[ .,\-]|(?<=\d)(?:st|nd|rd|th|o|a)\b|\b(?:de|del|do|da|of|the|من)\b)*"


class Figures(NamedTuple):
    """The title without them, and with none but dates and times; the number of a price, a percentage or an hour that is
    all it says; its prices and percentages; and all its numbers but those of dates and times."""

    rest: str
    dated: str
    whole: int | None
    prices: frozenset[int | float]
    amounts: frozenset[int | float]


@lru_cache(1_024)
def figures_in(title: str, language: str | None = None) -> Figures:
    text = _plain(title)
    dated = alike(_AMOUNT.sub(" ", text).casefold())
    rest = _dates(language).sub(" ", _IN_DIGITS.sub(" ", _TIME.sub(" ", dated)))
    whole, prices = _whole(text, language), _prices(text, language)
    return Figures(_NO_PLACE.sub(" ", rest), _LARGE.sub(" ", dated), whole, prices, prices | amounts(rest, language))


def _prices(text: str, language: str | None) -> frozenset[int | float]:
    said = ((number(price[0], language), text[price.end() :]) for price in _AMOUNT.finditer(text))
    values = (multiplied(one.value, after) for one, after in said if one)
    return frozenset(value for value in values if value is not None)


def figure(text: str, language: str | None = None) -> int | float | None:
    """The number that is all a reply says, besides its unit and “please”: ``1000`` or ``₹1k`` for ₹1,000."""
    said = _UNIT.sub(" ", _plain(text))
    found = next(numbers_found(said, language), None)
    around = bare_words(f"{found.before} {found.after}") if found else ()
    clear = found and all(word in FACTORS for word in without_manners(around))
    return amount(said, language or "") if clear else None


def has_unit(text: str) -> bool:
    """Whether it speaks of money or of a percentage."""
    return _UNIT.search(_plain(text)) is not None


def _plain(title: str) -> str:
    """With digits of any script as 0-9, and no marks of the direction of writing."""
    signs = (
        sign for sign in unicodedata.normalize("NFKC", title[:LONGEST_TITLE]) if unicodedata.category(sign) != "Cf"
    )
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in signs).strip()


def _whole(text: str, language: str | None) -> int | None:
    if at := _TIME.fullmatch(text):
        return int(at["hour"]) if int(at["minute"] or 0) == 0 else None
    said = number(text, language) if _AMOUNT.fullmatch(text) else None
    return said.value if said and isinstance(said.value, int) else None


@lru_cache(64)
def _dates(language: str | None) -> re.Pattern[str]:
    """A day beside the name of its month or before it that of the weekday, and the year."""
    months, days = ("|".join(sorted(map(re.escape, names), key=len, reverse=True)) for names in _names(language))
    return re.compile(
        rf"""(?<!\d)(?:\d{{4}}{_BESIDE})?(?:\d{{1,2}}{_BESIDE})?(?<!\w)(?:{months})(?!\w)(?:{_BESIDE}\d{{1,2}}(?!\d))?(?:{_BESIDE}\d{{4}}(?!\d))?
        | (?<!\w)(?:{days})(?!\w){_BESIDE}\d{{1,2}}(?![\d:])""",
        re.VERBOSE,
    )


def _names(language: str | None) -> tuple[set[str], set[str]]:
    """Of months and of weekdays, in the six languages and in this one."""
    locales = [Locale(known) for known in _LANGUAGES] + ([other] if (other := _locale(language)) else [])
    months = {_bare(name) for locale in locales for name in _said(locale.months)}
    days = {_bare(name) for locale in locales for name in locale.days["format"]["wide"].values()}
    return {name for name in months if len(name) >= SHORTEST_NAME}, days


def _said(months: object) -> Iterator[str]:
    for context, width in (("format", "wide"), ("format", "abbreviated"), ("stand-alone", "wide")):
        yield from months[context][width].values()  # type: ignore[index]


def _bare(name: str) -> str:
    return alike(unicodedata.normalize("NFKC", name).casefold()).strip(".॰ ")


def _locale(language: str | None) -> Locale | None:
    try:
        return Locale.parse((language or "en").replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return None
