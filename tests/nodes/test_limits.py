"""Limits of texts that are too long to stand in a case: what is at the limit is taken, one character more is not."""

from typing import Any

import pytest

from engine import CallReturned, Event, Limits, MessageReceived, Step
from engine.context import Context, Place
from nodes import node_types
from nodes.fields import is_web_address
from tests.make import a_world

LONGEST_MESSAGE = 10_000


def resumed(kind: str, params: dict[str, Any], event: Event) -> Step:
    node = node_types()[kind]
    context = Context(a_world(limits=Limits()), Place("flow", "node", "en"), {"vars": {}}, {}, None)
    return node.resume(node.params.model_validate(params), context, event)


@pytest.mark.parametrize(("length", "left"), [(LONGEST_MESSAGE, "next"), (LONGEST_MESSAGE + 1, "failed")])
def test_a_translation_is_no_longer_than_a_message(length: int, left: str) -> None:
    """What could not be sent as it is has failed."""
    answer = CallReturned(call="1", result={"text": "é" * length, "model": "m"})
    assert resumed("ai_translate", {"text": "Hi", "language": "es"}, answer).leave == left


@pytest.mark.parametrize(("length", "collected"), [(4_096, True), (4_097, False)])
def test_messages_in_a_row_are_one_long_message(length: int, collected: bool) -> None:
    """They are waited for up to the length of one message."""
    step = resumed("ask_text", {"question": "?", "collect": "PT5S"}, MessageReceived(text="x" * length))
    assert ("heard" in (step.memory or {})) is collected


@pytest.mark.parametrize(("before", "collected"), [(18, True), (19, False)])
def test_twenty_messages_in_a_row_are_enough(before: int, collected: bool) -> None:
    """Whoever does not stop gets an answer all the same."""
    node = node_types()["ask_text"]
    heard = [MessageReceived(text="x").model_dump(mode="json") for _ in range(before)]
    context = Context(a_world(), Place("flow", "node", "en"), {"vars": {}}, {"heard": heard}, None)
    step = node.resume(
        node.params.model_validate({"question": "?", "collect": "PT5S"}), context, MessageReceived(text="x")
    )
    assert len((step.memory or {}).get("heard", ())) == (before + 1 if collected else 0)


@pytest.mark.parametrize(
    ("address", "is_one"),
    [
        ("https://a.example/" + "x" * 2_030, True),
        ("https://a.example/" + "x" * 2_031, False),
        ("http://a.example", True),
        ("ftp://a.example", False),
        ("https://", False),
    ],
    ids=lambda value: str(value)[:24],
)
def test_an_address_of_the_web(address: str, is_one: bool) -> None:
    """Begins as one, can be read as one, and has at most 2,048 characters."""
    assert is_web_address(address) is is_one
