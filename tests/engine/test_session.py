"""What is stored of a session."""

from typing import Any

import pytest

from engine import Session
from engine.session import Frame, Waiting

FIRST: dict[str, Any] = {
    "status": "active",
    "frames": [],
    "waiting": {
        "kind": "reply",
        "until": None,
        "call": None,
        "key": None,
        "report": None,
        "taken": False,
        "happened": None,
    },
    "input": None,
    "turn": 0,
    "result": None,
    "reason": None,
    "starts": 0,
    "depth": 0,
    "leaving": None,
}
"""As the first version stores it, of which workers may still run while new ones are rolled out."""


def test_a_session_without_anything_new_is_stored_as_before() -> None:
    """Workers of the version before refuse keys that they do not know, and their turn would be repeated until they are gone."""
    assert Session(waiting=Waiting(kind="reply")).model_dump(mode="json") == FIRST


@pytest.mark.parametrize(
    ("field", "value"), [("offered", [{"id": "a", "title": "A", "card": "", "number": 1}]), ("replied", True)]
)
def test_what_says_something_is_stored(field: str, value: Any) -> None:
    """And read again."""
    session = Session.model_validate({**FIRST, field: value})
    assert session.model_dump(mode="json") == {**FIRST, field: value}


def test_what_is_told_of_a_flow_is_stored_only_where_there_is_something() -> None:
    """A frame as it was stored before is read, and written in the same way."""
    before: dict[str, Any] = {"flow": "v1", "node": "ask", "variables": {}, "results": {}, "memory": {}, "error": None}
    now = {**before, "told": {"form": [{"asked": "Who?", "answered": "Ann"}], "pay": []}}
    for stored in (before, now):
        assert Frame.model_validate(stored).model_dump(mode="json") == stored


def test_half_an_answer_is_stored() -> None:
    """And read again."""
    begun = Waiting(kind="reply", begun=True)
    assert Waiting.model_validate(begun.model_dump(mode="json")) == begun
