"""What an effect makes of the contact, for the next node of the same turn."""

from typing import Any

import pytest

from engine.apply import contact_after
from engine.effects import AddTag, ContactChange, RemoveTag, SetField
from tests.make import a_contact

ANN = a_contact(name="Ann", language="en", tags=("vip", "new"), fields={"city": "Goa", "size": 7})


@pytest.mark.parametrize(
    ("change", "after"),
    [
        (SetField(name="name", value="Bo"), {"name": "Bo"}),
        (SetField(name="name", value=5), {"name": "5"}),
        (SetField(name="name", value=None), {"name": None}),
        (SetField(name="language", value="pt-BR"), {"language": "pt-BR"}),
        (SetField(name="city", value="Lima"), {"fields": {"city": "Lima", "size": 7}}),
        (SetField(name="age", value=0), {"fields": {"city": "Goa", "size": 7, "age": 0}}),
        (SetField(name="city", value=None), {"fields": {"size": 7}}),
        (AddTag(tag="late"), {"tags": ("vip", "new", "late")}),
        (AddTag(tag="vip"), {}),
        (RemoveTag(tag="vip"), {"tags": ("new",)}),
        (RemoveTag(tag="late"), {}),
    ],
)
def test_a_contact_is_changed_in_one_place(change: ContactChange, after: dict[str, Any]) -> None:
    """Name and language are the contact's own, all else are fields; a field of nothing is gone, a tag is there once."""
    assert contact_after(ANN, change) == ANN.model_copy(update=after)
