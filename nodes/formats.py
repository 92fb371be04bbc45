"""What the styles of *Format* make of a value: what it is taken for, and in which zone. Raises Unformattable with a reason."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal, TypeAlias
from zoneinfo import ZoneInfo

import phonenumbers
from babel import Locale
from babel.dates import format_date, format_datetime, format_time

from engine.filters.locale import DEFAULT, nearest
from engine.formats import Unformattable, decimal_text, list_text, money_text, percent_text
from engine.template_compare import items_of, number_of, shown
from engine.template_dates import parse_date, parse_time
from engine.template_values import written
from nodes.quoting import quoted

Style: TypeAlias = Literal["number", "percent", "currency", "date", "time", "datetime", "phone", "list"]
Length: TypeAlias = Literal["short", "medium", "long", "full"]
_ISO_DATE = len("2026-05-31")


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
    return number


def _moment(value: Any, how: How) -> datetime:
    """A date without a time is that day everywhere; a moment is told in the zone."""
    text = shown(value).strip()
    moment = parse_date(text)
    if moment is None:
        raise Unformattable(f"{quoted(text)} is no date like 2026-05-31, and no moment like 2026-05-31T09:00:00Z")
    return moment if len(text) == _ISO_DATE else moment.astimezone(how.zone)


def _time(value: Any, how: How) -> str:
    """What *Ask time* keeps is of no zone, so none is told, however long it is written."""
    clock = parse_time(shown(value))
    if clock is None:
        return format_time(_moment(value, how), how.length, locale=how.locale)
    return format_time(clock, "short" if how.length == "short" else "medium", locale=how.locale)


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
    items = (written(item) for item in items_of(value) if not isinstance(item, list | dict))
    return list_text(items, how.locale, either=how.either)


_STYLES: Mapping[Style, Callable[[Any, How], str]] = {
    "number": lambda value, how: decimal_text(_number(value), how.locale, how.digits),
    "percent": lambda value, how: percent_text(_number(value), how.locale, how.digits),
    "currency": lambda value, how: money_text(_number(value), how.currency, how.locale),
    "date": lambda value, how: format_date(_moment(value, how), how.length, locale=how.locale),
    "time": _time,
    "datetime": lambda value, how: format_datetime(_moment(value, how), how.length, locale=how.locale),
    "phone": _phone,
    "list": _list,
}
