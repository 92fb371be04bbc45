"""Contact fields that keep when something happened, for the nodes that hold over sessions."""

from typing import Annotated, TypeAlias

from pydantic import AfterValidator, Field

from engine import Context, SetField
from engine.apply import OWN
from nodes.fields import FieldName
from ui_schema import widget


def _not_the_contacts_own(name: str) -> str:
    if name in OWN:
        raise ValueError(f"the contact's {name} is not overwritten: choose another field")
    return name


MomentField: TypeAlias = Annotated[
    FieldName,
    AfterValidator(_not_the_contacts_own),
    Field(json_schema_extra=widget("select", source="contact_fields")),
]


def happened(field: str, context: Context) -> SetField:
    return SetField(name=field, value=context.now.isoformat())
