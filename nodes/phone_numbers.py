"""Phone numbers in what people write, and the countries that have their own, by their two letters."""

from typing import Annotated, TypeAlias

import phonenumbers
from pydantic import AfterValidator, Field

from nodes.phrases import plain

MOST_TRIES = 20  # pieces of one text that look like a number and are none


def _known(country: str) -> str:
    if country and country not in phonenumbers.SUPPORTED_REGIONS:
        raise ValueError(f"{country} is no country with phone numbers")
    return country


Country: TypeAlias = Annotated[str, Field(pattern=r"^([A-Z]{2})?$", examples=["IN"]), AfterValidator(_known)]


def numbers_in(text: str, country: str) -> tuple[str, ...]:
    """Every valid number in the text, each once. 00 before a country code is what many phones need instead of +."""
    written = plain(text).strip()
    international = f"+{written[2:]}" if written.startswith("00") else written
    matches = phonenumbers.PhoneNumberMatcher(international, country or None, max_tries=MOST_TRIES)
    form = phonenumbers.PhoneNumberFormat.E164
    return tuple(dict.fromkeys(phonenumbers.format_number(found.number, form) for found in matches))
