"""Contact fields that keep when something happened, for the nodes that hold over sessions."""

from typing import Annotated, TypeAlias

from pydantic import AfterValidator, Field

from engine import Context, SetField
from engine.apply import OWN
from engine.kinds import Holds
from nodes.fields import FieldName
from ui_schema import widget


def _not_the_contacts_own(name: str) -> str:
    if name in OWN:
        raise ValueError(f"the contact's {name} is not overwritten: choose another field")
    return name


MomentField: TypeAlias = Annotated[
    FieldName,
    AfterValidator(_not_the_contacts_own),
    Holds("datetime", "boolean"),
    Field(json_schema_extra=widget("select", source="contact_fields")),
]


def happened(field: str, context: Context) -> SetField:
    """A field of yes and no keeps that it happened, any other one when."""
    defined = context.contact_fields.get(field)
    yes_or_no = defined is not None and defined.type == "boolean"
    return SetField(name=field, value=yes_or_no or context.now.isoformat())
