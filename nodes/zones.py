"""Time zones as a field of a node's params."""

from typing import Annotated, Any, TypeAlias

from pydantic import AfterValidator, Field

from engine.zones import LONGEST, zone_of
from ui_schema import widget

__all__ = ["LONGEST", "TODAY_CONTACT_ZONE", "TODAY_ZONE", "TimeZone", "zone_of"]


def _known(name: str) -> str:
    if zone_of(name) is None:
        raise ValueError(f"there is no time zone {name[:LONGEST]!r}; one is called Europe/Berlin or Asia/Kolkata")
    return name


TimeZone: TypeAlias = Annotated[
    str,
    AfterValidator(_known),
    Field(max_length=LONGEST, examples=["Europe/Berlin"], json_schema_extra=widget("text", role="time_zone")),
]
TODAY_ZONE: Any = Field("UTC", title="Time zone", description="In which “today” is meant: Asia/Kolkata.")
TODAY_CONTACT_ZONE: Any = Field(
    None,
    title="Contact's time zone",
    description="A contact field that holds a time zone: where it does, “today” is meant in that one.",
    json_schema_extra=widget("select", source="contact_fields"),
)
