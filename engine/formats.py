"""Numbers, money and lists as a language writes them: the one way, for the filters of templates and for nodes."""

import re
from collections.abc import Iterable
from copy import copy
from decimal import Decimal

from babel import Locale
from babel.lists import format_list
from babel.numbers import NumberPattern, format_currency

from engine.large_numbers import is_too_large

MOST_IN_A_SENTENCE = 100
_CURRENCY = re.compile(r"[A-Z]{3}")


class Unformattable(Exception):
    """The value cannot be written so; the text says why, for people."""


def decimal_text(value: Decimal, locale: Locale, decimals: int | None = None) -> str:
    """As many decimals as there are, up to three, unless told how many."""
    pattern: NumberPattern = locale.decimal_formats[None]
    return _applied(pattern, value, locale, decimals)


def percent_text(value: Decimal, locale: Locale, decimals: int | None = None) -> str:
    """A quarter is 0.25, as spreadsheets have it; without decimals, unless told how many."""
    pattern: NumberPattern = locale.percent_formats[None]
    return _applied(pattern, value, locale, decimals or 0)


def money_text(value: Decimal, currency: str, locale: Locale) -> str:
    if not is_currency(currency):
        raise Unformattable(f"{currency[:10]!r} is no currency; one is written EUR, INR or BRL")
    return format_currency(_not_too_large(value), currency, locale=locale)


def list_text(items: Iterable[str], locale: Locale, *, either: bool = False) -> str:
    """``tea, coffee and milk``, with the commas and the word of the language; what is blank is left out."""
    said = [item.strip() for item in items if item.strip()]
    if len(said) > MOST_IN_A_SENTENCE:
        raise Unformattable(
            f"a sentence of {len(said)} items is too long: a list has at most {MOST_IN_A_SENTENCE} items"
        )
    return format_list(said, style="or" if either else "standard", locale=locale)


def is_currency(code: str) -> bool:
    """Whether it looks like one (ISO 4217); one that no language has a sign for is written as it is."""
    return _CURRENCY.fullmatch(code) is not None


def _applied(pattern: NumberPattern, value: Decimal, locale: Locale, decimals: int | None) -> str:
    if decimals is not None:
        pattern = copy(pattern)  # the locale's own is everybody's
        pattern.frac_prec = (decimals, decimals)
    text: str = pattern.apply(_not_too_large(value), locale)
    return text


def _not_too_large(value: Decimal) -> Decimal:
    if is_too_large(value):
        raise Unformattable(f"{value:.3g} is too large a number to be written out")
    return value
