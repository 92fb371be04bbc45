"""Whether 3/4 is 3 April or 4 March, as a language and a country write it."""

from functools import lru_cache

from babel import Locale, UnknownLocaleError

from engine import Context
from nodes.dates import Order

DAY_FIRST_ALONE = "en"  # English of no country: most of them write the day first


@lru_cache(1_024)
def order_in(language: str) -> Order:
    if language.lower() == DAY_FIRST_ALONE:
        return "day_first"
    try:
        pattern = Locale.parse(language.replace("_", "-"), sep="-").date_formats["short"].pattern
    except (ValueError, UnknownLocaleError):
        return "day_first"
    return "month_first" if pattern.find("M") < pattern.find("d") else "day_first"


def order_of(context: Context) -> Order:
    """As the contact's own language and country write it; the flow's, where nobody knows theirs."""
    return order_in(context.language)
