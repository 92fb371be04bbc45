"""The filters of templates that the library lacks: pure functions, metered by ``engine.template_filters``."""

from collections.abc import Mapping

from engine.filters.data import DATA
from engine.filters.lists import LISTS
from engine.filters.locale import Filter
from engine.filters.numbers import NUMBERS
from engine.filters.texts import TEXTS
from engine.filters.times import TIMES

__all__ = ["COSTS", "FILTERS", "Filter"]

FILTERS: Mapping[str, Filter] = {**TEXTS, **NUMBERS, **TIMES, **LISTS, **DATA}
_LOCALE = 100
COSTS: Mapping[str, int] = {  # work besides that of touching the value: patterns are compiled, locales looked up
    "regex_match": 2_000,
    "regex_replace": 2_000,
    "parse_date": 500,
    **dict.fromkeys(("format_number", "format_currency", "format_percent", "format_list", "plural"), _LOCALE),
    **dict.fromkeys(("format_date", "format_time", "format_datetime", "relative_time"), _LOCALE),
}
