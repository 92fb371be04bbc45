"""Countries with phone numbers of their own, by their two letters."""

from typing import Annotated, TypeAlias

import phonenumbers
from pydantic import AfterValidator, Field


def _known(country: str) -> str:
    if country and country not in phonenumbers.SUPPORTED_REGIONS:
        raise ValueError(f"{country} is no country with phone numbers")
    return country


Country: TypeAlias = Annotated[str, Field(pattern=r"^([A-Z]{2})?$"), AfterValidator(_known)]
