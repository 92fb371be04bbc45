"""What a form can ask for: any of the fields, told apart by their sort."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, TypeAlias

from pydantic import BeforeValidator, Field

from nodes.form_field import FormField
from nodes.form_fields import (
    ChoiceField,
    ChoicesField,
    DateField,
    EmailField,
    ListField,
    LocationField,
    MediaField,
    NumberField,
    PhoneField,
    RatingField,
    TextField,
    TimeField,
    YesNoField,
)
from nodes.quoting import quoted

PLAIN = "text"  # what a field asks for that does not say
SORTS: Mapping[str, type[FormField]] = {
    PLAIN: TextField,
    "number": NumberField,
    "email": EmailField,
    "phone": PhoneField,
    "date": DateField,
    "time": TimeField,
    "yes_no": YesNoField,
    "choice": ChoiceField,
    "choices": ChoicesField,
    "list": ListField,
    "rating": RatingField,
    "location": LocationField,
    "media": MediaField,
}


def _of_its_sort(value: Any) -> Any:
    """A limit of another sort is told as what it is, and would else only be an unknown key. Empty it means nothing: every
    field had `choices` and a `country` once, and versions with them go on.
    """
    if not isinstance(value, dict):
        return value
    sort = value.get("sort", PLAIN)
    if not isinstance(sort, str) or sort not in SORTS:
        raise ValueError(f"{quoted(str(sort))} is nothing to ask for; a field's sort is one of {_listed(SORTS)}")
    own = SORTS[sort].model_fields
    given = {name: one for name, one in value.items() if name in own or one not in ("", [], ())}
    for name in sorted(given.keys() - own.keys()):
        if others := [other for other, field in SORTS.items() if name in field.model_fields]:
            raise ValueError(f"{name!r} is not of the sort {sort!r}, only of {_listed(others)}")
    return {"sort": sort, **given}


def _listed(sorts: Iterable[str]) -> str:
    return ", ".join(map(repr, sorts))


_Fields: TypeAlias = (
    TextField
    | NumberField
    | EmailField
    | PhoneField
    | DateField
    | TimeField
    | YesNoField
    | ChoiceField
    | ChoicesField
    | ListField
    | RatingField
    | LocationField
    | MediaField
)
AnyField: TypeAlias = Annotated[
    _Fields,
    Field(discriminator="sort", json_schema_extra={"properties": {"sort": {"enum": [*SORTS]}}}),
    BeforeValidator(_of_its_sort),
]
