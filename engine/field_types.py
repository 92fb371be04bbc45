"""What a field of a contact may hold: its definition alone, so that a flow test can carry it."""

from typing import Literal, TypeAlias

from engine.model import Value

FieldType: TypeAlias = Literal["text", "number", "boolean", "date", "datetime", "list"]


class ContactField(Value):
    """Where there are ``choices``, a text is one of them, and a list has no others."""

    type: FieldType = "text"
    choices: tuple[str, ...] = ()
