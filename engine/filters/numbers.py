"""Numbers: out of texts, over lists, and as the contact's language writes them."""

import re
from collections.abc import Mapping
from copy import copy
from decimal import Decimal
from typing import Any

from babel import Locale
from babel.numbers import NumberPattern, format_currency
from liquid.exceptions import LiquidError
from liquid.filter import sequence_filter, with_context

from engine.filters.locale import Filter, language_of, locale_of
from engine.filters.values import as_number, given, number_in, whole_in
from engine.replies_number import number as number_said
from engine.template_compare import number_of
from engine.template_context import Meter

MOST_DECIMALS = 10
_CURRENCY = re.compile(r"[A-Z]{3}")
_FORMS = frozenset({"zero", "one", "two", "few", "many", "other"})


@with_context
def number(value: Any, language: Any = None, *, context: Meter) -> int | float | None:
    """The first number that a text has in it, written as in the contact's language."""
    if (known := number_of(value)) is not None and not isinstance(value, str):
        return as_number(known)
    match = number_said(str(value), str(given(language) or language_of(context))) if isinstance(value, str) else None
    found: int | float | None = match.value if match else None
    return found


def _numbers(items: Any) -> list[Decimal]:
    return [found for item in items if (found := number_of(item)) is not None]


@sequence_filter
def smallest(items: Any) -> int | float | None:
    return as_number(min(found)) if (found := _numbers(items)) else None


@sequence_filter
def largest(items: Any) -> int | float | None:
    return as_number(max(found)) if (found := _numbers(items)) else None


@sequence_filter
def mean(items: Any) -> int | float | None:
    return as_number(sum(found, Decimal()) / len(found)) if (found := _numbers(items)) else None


@with_context
def number_shown(value: Any, decimals: Any = None, language: Any = None, *, context: Meter) -> str:
    """As many decimals as there are, up to three, unless told how many."""
    locale, digits = locale_of(given(language), context), _digits(given(decimals), "format_number")
    pattern: NumberPattern = locale.decimal_formats[None]
    return _applied(pattern, number_in(value, "format_number"), digits, locale)


@with_context
def percent_shown(value: Any, decimals: Any = 0, language: Any = None, *, context: Meter) -> str:
    locale, digits = locale_of(given(language), context), _digits(given(decimals), "format_percent") or (0, 0)
    pattern: NumberPattern = locale.percent_formats[None]
    return _applied(pattern, number_in(value, "format_percent"), digits, locale)


def _applied(pattern: NumberPattern, value: Decimal, digits: tuple[int, int] | None, locale: Locale) -> str:
    if digits is not None:
        pattern = copy(pattern)  # the locale's own is everybody's
        pattern.frac_prec = digits
    shown: str = pattern.apply(value, locale)
    return shown


def _digits(decimals: Any, name: str) -> tuple[int, int] | None:
    size = None if decimals is None else whole_in(decimals, name, 0, MOST_DECIMALS)
    return None if size is None else (size, size)


@with_context
def currency_shown(value: Any, currency: Any, language: Any = None, *, context: Meter) -> str:
    code = str(given(currency) or "")
    if not _CURRENCY.fullmatch(code):
        raise LiquidError(f"{code[:10]!r} is no currency; one is written EUR, INR or BRL", token=None)
    return format_currency(number_in(value, "format_currency"), code, locale=locale_of(given(language), context))


@with_context
def plural(value: Any, language: Any = None, *, context: Meter, **forms: Any) -> str:
    """The form that the language wants for this number: ``one: 'day', other: 'days'``."""
    if unknown := next((name for name in forms if name not in _FORMS), None):
        raise LiquidError(f"plural has no form {unknown!r}: zero, one, two, few, many and other are forms", token=None)
    form = locale_of(given(language), context).plural_form(number_in(value, "plural"))
    chosen = given(forms.get(form, forms.get("other")))
    return "" if chosen is None else str(chosen)


NUMBERS: Mapping[str, Filter] = {
    "number": number,
    "min": smallest,
    "max": largest,
    "mean": mean,
    "format_number": number_shown,
    "format_percent": percent_shown,
    "format_currency": currency_shown,
    "plural": plural,
}
