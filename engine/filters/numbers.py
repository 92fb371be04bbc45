"""Numbers: out of texts, over lists, and as the contact's language writes them."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from liquid.exceptions import LiquidError
from liquid.filter import sequence_filter, with_context

from engine.filters.locale import Filter, language_of, locale_of
from engine.filters.values import as_number, formatted, given, number_shown_by, whole_in
from engine.formats import decimal_text, money_text, percent_text
from engine.replies_number import number as number_said
from engine.template_compare import number_of
from engine.template_context import Meter

MOST_DECIMALS = 10
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


def rounded(value: Any, decimals: Any = 0) -> int | float:
    """Replaces the library's filter, which rounds halves to the even side: 2.5 to 2."""
    size = whole_in(0 if given(decimals) is None else decimals, "round", -MOST_DECIMALS, MOST_DECIMALS)
    known = number_of(given(value)) or Decimal()
    shown = known.scaleb(size).to_integral_value(ROUND_HALF_UP).scaleb(-size)
    return float(shown) if size > 0 and isinstance(value, float) else as_number(shown)


@with_context
def number_shown(value: Any, decimals: Any = None, language: Any = None, *, context: Meter) -> str:
    locale, size = locale_of(given(language), context), _decimals(decimals, "format_number")
    known = number_shown_by(value, "format_number")
    return "" if known is None else formatted(decimal_text, known, locale, size)


@with_context
def percent_shown(value: Any, decimals: Any = None, language: Any = None, *, context: Meter) -> str:
    locale, size = locale_of(given(language), context), _decimals(decimals, "format_percent")
    known = number_shown_by(value, "format_percent")
    return "" if known is None else formatted(percent_text, known, locale, size)


def _decimals(told: Any, name: str) -> int | None:
    return None if given(told) is None else whole_in(told, name, 0, MOST_DECIMALS)


@with_context
def currency_shown(value: Any, currency: Any, language: Any = None, *, context: Meter) -> str:
    locale, known = locale_of(given(language), context), number_shown_by(value, "format_currency")
    return "" if known is None else formatted(money_text, known, str(given(currency) or ""), locale)


@with_context
def plural(value: Any, language: Any = None, *, context: Meter, **forms: Any) -> str:
    """The form that the language wants for this number: ``one: 'day', other: 'days'``."""
    if unknown := next((name for name in forms if name not in _FORMS), None):
        raise LiquidError(f"plural has no form {unknown!r}: zero, one, two, few, many and other are forms", token=None)
    locale, count = locale_of(given(language), context), number_shown_by(value, "plural")
    if count is None:
        return ""
    whole = count.to_integral_value()  # 1.0 is one day, as it is shown
    form = locale.plural_form(whole if whole == count else count)
    chosen = given(forms.get(form, forms.get("other")))
    return "" if chosen is None else str(chosen)


NUMBERS: Mapping[str, Filter] = {
    "number": number,
    "min": smallest,
    "max": largest,
    "mean": mean,
    "round": rounded,
    "format_number": number_shown,
    "format_percent": percent_shown,
    "format_currency": currency_shown,
    "plural": plural,
}
