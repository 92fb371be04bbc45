"""Limits of texts that are too long to stand in a case: what is at the limit is taken, one character more is not."""

import json
from typing import Any

import pytest

from engine import CallReturned, Event, Limits, MessageReceived, SendMessage, Step
from engine.context import Context, Place
from nodes import node_types
from nodes.fields import is_web_address
from nodes.testing import a_context
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


@pytest.mark.parametrize(("before", "collected"), [(98, True), (99, False)])
def test_a_hundred_messages_in_a_row_are_enough(before: int, collected: bool) -> None:
    """Whoever does not stop gets an answer all the same."""
    node = node_types()["ask_text"]
    heard = [MessageReceived(text="x").model_dump(mode="json") for _ in range(before)]
    context = Context(a_world(), Place("flow", "node", "en"), {"vars": {}}, {"heard": heard}, None)
    step = node.resume(
        node.params.model_validate({"question": "?", "collect": "PT5S"}), context, MessageReceived(text="x")
    )
    assert len((step.memory or {}).get("heard", ())) == (before + 1 if collected else 0)


@pytest.mark.parametrize(("length", "kept"), [(2_000, 2_000), (2_001, 2_000)])
def test_a_fact_is_cut(length: int, kept: int) -> None:
    """What a model finds is kept up to the length that a variable of text is meant for."""
    answer = CallReturned(call="1", result={"text": json.dumps({"wish": "ñ" * length}), "model": "m"})
    step = resumed("ai_extract", {"facts": [{"name": "wish"}]}, answer)
    assert step.variables == {"wish": "ñ" * kept}


@pytest.mark.parametrize(("length", "told"), [(6, True), (7, False)])
def test_an_event_carries_as_much_as_a_result(length: int, told: bool) -> None:
    """The limit is that of the JSON that is told, braces and quotes included."""
    world = a_world(limits=Limits(result_bytes=len('{"a": "aaaaaa"}')))
    context = Context(world, Place("flow", "node", "en"), {"vars": {}}, {}, None)
    params = {"name": "x", "data": [{"name": "a", "value": "a" * length}]}
    node = node_types()["emit_event"]
    assert bool(node.enter(node.params.model_validate(params), context).effects) is told


@pytest.mark.parametrize(("length", "shown"), [(200, 200), (201, 200)])
def test_a_title_is_cut(length: int, shown: int) -> None:
    """What a shop calls its things is shown as far as an author's own titles may go."""
    node, given = node_types()["ask_from_list"], a_context({"vars": {"items": ["क" * length]}})
    (sent,) = node.enter(node.params.model_validate({"question": "?", "items": "{{ vars.items }}"}), given).effects
    assert isinstance(sent, SendMessage)
    assert [len(button.title) for button in sent.buttons] == [shown]


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
