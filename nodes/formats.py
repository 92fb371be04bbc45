"""Values as a language writes them: numbers, money, dates, phone numbers and lists. Raises Unformattable with a reason."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal, TypeAlias
from zoneinfo import ZoneInfo

import phonenumbers
from babel import Locale
from babel.dates import format_date, format_datetime, format_time
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent

from engine.filters.locale import DEFAULT, nearest
from engine.template_compare import items_of, number_of, shown
from engine.template_dates import parse_date
from nodes.quoting import quoted

Style: TypeAlias = Literal["number", "percent", "currency", "date", "time", "datetime", "phone", "list"]
Length: TypeAlias = Literal["short", "medium", "long", "full"]
MOST_ITEMS = 100
LARGEST = 10**15  # variables hold no larger ones either
_CURRENCY = re.compile(r"[A-Z]{3}")
_ISO_DATE = len("2026-05-31")


class Unformattable(Exception):
    """The value is not of the kind that the style writes; the text says so, for people."""


@dataclass(frozen=True, slots=True)
class How:
    """What a style needs to know besides the value."""

    locale: Locale
    zone: ZoneInfo
    digits: int | None = None
    currency: str = ""
    length: Length = "medium"
    country: str = ""
    either: bool = False


def locale_of(tag: str) -> Locale:
    """The nearest that there is: ``pt-BR``, else ``pt``, else English."""
    return nearest(tag) or Locale(DEFAULT)


def formatted(style: Style, value: Any, how: How) -> str:
    return _STYLES[style](value, how)


def _number(value: Any) -> Decimal:
    number = number_of(value)
    if number is None:
        raise Unformattable(f"{quoted(shown(value))} is no number")
    if abs(number) >= LARGEST:
        raise Unformattable(f"{quoted(shown(value))} is too large a number to be written out")
    return number


def _rounded(value: Any, digits: int | None) -> Decimal:
    number = _number(value)
    return number if digits is None else round(number, digits)


def _decimal(value: Any, how: How) -> str:
    return format_decimal(_rounded(value, how.digits), locale=how.locale, decimal_quantization=how.digits is None)


def _percent(value: Any, how: How) -> str:
    """A quarter is 0.25, as spreadsheets have it."""
    number = _rounded(value, None if how.digits is None else how.digits + 2)
    return format_percent(number, locale=how.locale, decimal_quantization=how.digits is None)


def is_currency(code: str) -> bool:
    """Whether it looks like one (ISO 4217); one that no language has a sign for is written as it is."""
    return _CURRENCY.fullmatch(code) is not None


def _money(value: Any, how: How) -> str:
    if not is_currency(how.currency):
        raise Unformattable(f"{quoted(how.currency)} is no currency of three letters, such as EUR or INR")
    return format_currency(_number(value), how.currency, locale=how.locale)


def _moment(value: Any, how: How) -> datetime:
    """A date without a time is that day everywhere; a moment is told in the zone."""
    text = shown(value).strip()
    moment = parse_date(text)
    if moment is None:
        raise Unformattable(f"{quoted(text)} is no date like 2026-05-31, and no moment like 2026-05-31T09:00:00Z")
    return moment if len(text) == _ISO_DATE else moment.astimezone(how.zone)


def _phone(value: Any, how: How) -> str:
    """As one's own country dials it, where that country is known to be meant; else with + and the country code."""
    try:
        number = phonenumbers.parse(shown(value), how.country or None)
    except phonenumbers.NumberParseException:
        raise Unformattable(f"{quoted(shown(value))} is no phone number; without a country it begins with +") from None
    at_home = how.country and phonenumbers.region_code_for_number(number) == how.country
    form = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(number, form.NATIONAL if at_home else form.INTERNATIONAL)


def _list(value: Any, how: How) -> str:
    items = [shown(item) for item in items_of(value) if not isinstance(item, list | dict)]
    if len(items) > MOST_ITEMS:
        raise Unformattable(f"the list has {len(items)} items: at most {MOST_ITEMS} are written in a sentence")
    return format_list(items, style="or" if how.either else "standard", locale=how.locale)


_STYLES: Mapping[Style, Callable[[Any, How], str]] = {
    "number": _decimal,
    "percent": _percent,
    "currency": _money,
    "date": lambda value, how: format_date(_moment(value, how), how.length, locale=how.locale),
    "time": lambda value, how: format_time(_moment(value, how), how.length, locale=how.locale),
    "datetime": lambda value, how: format_datetime(_moment(value, how), how.length, locale=how.locale),
    "phone": _phone,
    "list": _list,
}
