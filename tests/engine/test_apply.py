"""What an effect makes of the contact, for the next node of the same turn."""

from itertools import pairwise
from typing import Any

import pytest

from engine import FlowSet, SendMessage, Session, Started, advance
from engine.apply import contact_after
from engine.effects import AddTag, ContactChange, OptIn, OptOut, RemoveTag, SetField
from tests.make import a_contact, a_flow, a_world, says

ANN = a_contact(name="Ann", language="en", tags=("vip", "new"), fields={"city": "Goa", "size": 7})


@pytest.mark.parametrize(
    ("change", "after"),
    [
        (SetField(name="name", value="Bo"), {"name": "Bo"}),
        (SetField(name="name", value=5), {"name": "5"}),
        (SetField(name="name", value=None), {"name": ""}),
        (SetField(name="language", value=None), {"language": None}),
        (SetField(name="language", value=""), {"language": None}),
        (SetField(name="language", value="pt-BR"), {"language": "pt-BR"}),
        (SetField(name="city", value="Lima"), {"fields": {"city": "Lima", "size": 7}}),
        (SetField(name="age", value=0), {"fields": {"city": "Goa", "size": 7, "age": 0}}),
        (SetField(name="city", value=None), {"fields": {"size": 7}}),
        (AddTag(tag="late"), {"tags": ("vip", "new", "late")}),
        (AddTag(tag="vip"), {}),
        (RemoveTag(tag="vip"), {"tags": ("new",)}),
        (RemoveTag(tag="late"), {}),
        (OptOut(), {"opted_out": True}),
        (OptIn(), {"opted_out": False}),
    ],
)
def test_a_contact_is_changed_in_one_place(change: ContactChange, after: dict[str, Any]) -> None:
    """Name and language are the contact's own, all else are fields; a field of nothing is gone, a tag is there once."""
    assert contact_after(ANN, change) == ANN.model_copy(update=after)


def test_whoever_has_opted_out_can_come_back() -> None:
    """Opting in takes opting out back."""
    assert contact_after(contact_after(ANN, OptOut()), OptIn()) == ANN


def test_what_is_said_after_opting_out_is_a_warning() -> None:
    """Within the same turn, and until the contact opts in again: the author is told that nobody gets it."""
    nodes: dict[str, tuple[str, dict[str, Any]]] = {
        "start": ("any_message", {}),
        "before": ("send_message", {"text": "one"}),
        "out": ("opt_out", {}),
        "unheard": ("send_message", {"text": "two"}),
        "in": ("opt_in", {}),
        "after": ("send_message", {"text": "three"}),
    }
    flow = a_flow(nodes, {f"{one}.next": other for one, other in pairwise(nodes)})
    turn = advance(FlowSet.of(flow), Session(), Started(flow=flow.id, node="start", message=says("hi")), a_world())
    assert [(one.code, one.node, one.severity) for one in turn.problems] == [("opted_out", "unheard", "warning")]
    assert [one.text for one in turn.effects if isinstance(one, SendMessage)] == ["one", "two", "three"]
