"""The fields of contacts that a workspace has defined, and how a value is made to fit one."""

from collections.abc import Mapping
from typing import Any

from engine.field_types import ContactField, FieldType
from engine.languages import well_formed
from engine.template_compare import folded
from engine.variables import Unfit, fit

__all__ = ["CHOOSABLE", "NO_FIELDS", "ContactField", "FieldType", "fitted", "kept"]

CHOOSABLE = frozenset({"text", "list"})
NO_FIELDS: Mapping[str, ContactField] = {}


def kept(known: Mapping[str, ContactField], name: str, value: Any) -> Any:
    """As ``fitted``, of what a contact has besides: a language that is none would be read and written in by everything."""
    if name != "language" or value in (None, ""):
        return fitted(known, name, value)
    tag = well_formed(str(value))
    if tag is None:
        told = str(value).strip()[:60]
        raise Unfit(f"the contact's language: {told!r} is no language tag; one looks like en, pt-BR or zh-Hant")
    return tag


def fitted(known: Mapping[str, ContactField], name: str, value: Any) -> Any:
    """The value as the field keeps it; raises Unfit. A field that nobody has defined takes any value, None empties each."""
    if name not in known or value is None:
        return value
    field = known[name]
    try:
        return _chosen(field, fit(field.type, value))
    except Unfit as error:
        raise Unfit(f"the contact field {name!r}: {error}") from error


def _chosen(field: ContactField, value: Any) -> Any:
    if not field.choices:
        return value
    return [_choice(field, item) for item in value] if field.type == "list" else _choice(field, value)


def _choice(field: ContactField, value: Any) -> str:
    """As it is written in the definition: how somebody typed it makes no other value."""
    for choice in field.choices:
        if folded(choice) == folded(value):
            return choice
    raise Unfit(f"{str(value)[:60]!r} is none of its choices ({', '.join(field.choices)[:200]})")
