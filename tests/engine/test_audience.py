"""Who belongs to an audience."""

from typing import Any

import pytest

from engine.audience import Audience
from tests.make import NOW, a_contact, a_world

CITY = {"left": "contact.fields.city", "op": "equals", "right": "Lisbon"}
CHAT = {"left": "channel.kind", "op": "equals", "right": "webchat"}


@pytest.mark.parametrize(
    ("audience", "belongs"),
    [
        ({}, True),
        ({"tag": "vip"}, True),
        ({"tag": "VIP"}, False),
        ({"condition": CITY}, True),
        ({"condition": {"all": [CITY, CHAT]}}, True),
        ({"condition": {"not": CITY}}, False),
        ({"tag": "vip", "condition": {"not": CITY}}, False),
        ({"condition": "contact.fields.city == 'Lisbon' and contact.tags contains 'vip'"}, True),
        ({"condition": "contact.fields.age > 18"}, False),
        ({"condition": "contact.name |"}, False),
        ({"condition": {"left": "contact.name", "op": "matches", "right": "{{ '(' }}"}}, False),
        ({"condition": "true"}, True),
        ({"condition": {"left": "contact.fields.since", "op": "lt", "right": "{{ now }}"}}, True),
    ],
)
def test_belongs(audience: dict[str, Any], belongs: bool) -> None:
    """Tag and condition have both to hold; what cannot be decided does not. It is stored and read again as it is."""
    contact = a_contact(tags=("vip",), fields={"city": "Lisbon", "since": "2025-12-31"})
    read = Audience.model_validate(audience)
    again = Audience.model_validate(read.model_dump(mode="json", by_alias=True))
    assert [one.has(contact, a_world().channel, NOW) for one in (read, again)] == [belongs, belongs]
