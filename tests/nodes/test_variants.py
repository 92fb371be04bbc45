"""What a message is on channels of one type: in the checks, in other languages, and in a whole dialogue."""

from typing import Any

import pytest

from engine import CallReturned, FlowSet
from engine.check import Carries, Known
from engine.dialogue import FlowTest
from engine.flowtest import run_test
from tests.engine.checked import START, Nodes, found, problems_of
from tests.make import a_flow

SMS = Carries(title="SMS", text=20, kind="acme.sms")
CHAT = Carries(title="Chat", text=1_000, buttons=3, button_title=20, media=("image",), kind="webchat")
BOTH = Known(channels={"one": SMS, "two": CHAT})
TEA, KOPI = {"id": "tea", "title": "Tea"}, {"id": "kopi", "title": "Kopi"}
ASKED: dict[str, Any] = {"text": "Tea or kopi?", "buttons": [TEA, KOPI]}
CARDS: dict[str, Any] = {"cards": [{"title": "Tea"}]}
NO_BUTTONS = "SMS: at most 0 buttons can be shown, there are 2: they become numbered text"
TOO_LONG = "SMS: a text has at most 20 characters, here 30"


@pytest.mark.parametrize(
    ("kind", "data", "told"),
    [
        ("send_message", ASKED, [NO_BUTTONS]),
        ("send_message", {**ASKED, "variants": [{"id": "acme.sms", "without": ["buttons"]}]}, []),
        ("send_message", {**ASKED, "variants": [{"id": "acme.sms", "without": ["text", "buttons"]}]}, []),
        ("send_message", {**ASKED, "variants": [{"id": "webchat", "without": ["buttons"]}]}, [NO_BUTTONS]),
        ("send_message", {**ASKED, "variants": [{"id": "acme.sms", "text": "Which?"}]}, [NO_BUTTONS]),
        ("send_message", {"text": "x" * 30, "variants": [{"id": "acme.sms", "text": "x" * 20}]}, []),
        ("send_message", {"text": "x", "variants": [{"id": "acme.sms", "text": "x" * 30}]}, [TOO_LONG]),
        ("send_message", {"text": "x", "variants": [{"id": "telegram", "text": "x" * 30}]}, []),
        (
            "send_cards",
            CARDS,
            ["SMS, Chat: cards cannot be shown in a row: each is a message, or they are a numbered text"],
        ),
        (
            "send_cards",
            {**CARDS, "instead": [{"id": "acme.sms", "text": "Tea"}]},
            ["Chat: cards cannot be shown in a row: each is a message, or they are a numbered text"],
        ),
        ("send_cards", {**CARDS, "instead": [{"id": "acme.sms"}, {"id": "webchat", "text": "Tea"}]}, []),
    ],
)
def test_the_author_is_told_what_becomes_of_it_there(kind: str, data: dict[str, Any], told: list[str]) -> None:
    """Each type of channel is looked at with what is said there, and not with what is said elsewhere."""
    nodes: Nodes = {"start": START, "say": (kind, data)}
    assert [one.message for one in problems_of("not_carried", nodes, {"start.next": "say"}, BOTH)] == told


def test_other_languages_are_looked_at_there_too() -> None:
    """A translation of what is said on one type of channel may be too long for it."""
    nodes: Nodes = {
        "start": START,
        "say": ("send_message", {"text": "Hi", "variants": [{"id": "acme.sms", "text": "Yo"}]}),
    }
    translations = {"de": {"say": {"text": "x" * 30, "variants": {"acme.sms": {"text": "y" * 30}}}}}
    problems = problems_of("not_carried", nodes, {"start.next": "say"}, BOTH, translations=translations)
    assert [one.message for one in problems] == [TOO_LONG]


VARIED = {
    **ASKED,
    "variants": [{"id": "acme.sms", "text": "Write tea or kopi", "buttons": [{"id": "tea", "title": "Teh"}]}],
}
WHOLE = {"text": "Tee?", "buttons": {"tea": {"title": "Tee"}, "kopi": {"title": "Kaffee"}}}


@pytest.mark.parametrize(
    ("variants", "lacking"),
    [
        (None, ["say.variants.0.text"]),
        ({"acme.sms": {"text": "Schreib"}}, ["say.variants.0.buttons.0.title"]),
        ({"acme.sms": {"text": "Schreib", "buttons": {"tea": {"title": "Tee"}}}}, []),
    ],
)
def test_what_is_said_there_is_translated_by_ids(variants: dict[str, Any] | None, lacking: list[str]) -> None:
    """Of the channel type, and of its buttons; a text that a language lacks is told."""
    nodes: Nodes = {"start": START, "say": ("send_message", VARIED)}
    translations = {"de": {"say": {**WHOLE, **({"variants": variants} if variants else {})}}}
    assert found("missing_translation", nodes, {"start.next": "say"}, translations=translations) == lacking


@pytest.mark.parametrize(
    ("data", "fields"),
    [
        ({"text": "Hi", "variants": [{"id": "acme.sms", "text": "Hi {{ vars.name }}"}]}, ["say.variants.0.text"]),
        (
            {"text": "Hi", "variants": [{"id": "acme.sms", "buttons": [{"id": "a", "title": "{{ vars.name }}"}]}]},
            ["say.variants.0.buttons.0.title"],
        ),
        ({**CARDS, "instead": [{"id": "acme.sms", "text": "{{ vars.name }}"}]}, ["say.instead.0.text"]),
    ],
)
def test_the_texts_there_are_checked(data: dict[str, Any], fields: list[str]) -> None:
    """Like all texts of the node: a variable that nothing sets is told at its place."""
    kind = "send_cards" if "cards" in data else "send_message"
    nodes: Nodes = {"start": START, "say": (kind, data)}
    assert found("unknown_variable", nodes, {"start.next": "say"}) == fields


@pytest.mark.parametrize(
    ("channel", "language", "heard"),
    [
        ("webchat", None, {"text": "Tea or kopi?", "buttons": ["Tea", "Kopi"]}),
        ("acme.sms", None, {"text": "Write tea or kopi", "buttons": ["Teh"]}),
        ("acme.sms", "de", {"text": "Schreib", "buttons": ["Tee"]}),
        ("webchat", "de", {"text": "Tee?", "buttons": ["Tee", "Kaffee"]}),
    ],
)
def test_one_id_is_one_answer_everywhere(channel: str, language: str | None, heard: dict[str, Any]) -> None:
    """The button is called otherwise there, and in another language; the flow goes on in the same way."""
    nodes: Nodes = {
        "start": START,
        "say": ("send_message", VARIED),
        "wait": ("wait_reply", {}),
        "which": (
            "switch",
            {"value": "{{ input.choice }}", "cases": [{"id": "tea", "op": "equals", "value": "tea"}]},
        ),
    }
    edges = {"start.next": "say", "say.next": "wait", "wait.replied": "which"}
    there = {"acme.sms": {"text": "Schreib", "buttons": {"tea": {"title": "Tee"}}}}
    flow = a_flow(nodes, edges, translations={"de": {"say": {**WHOLE, "variants": there}}})
    dialogue = [{"says": "go"}, {"expects": heard}, {"chooses": "tea"}, {"leaves": {"which": "tea"}}]
    test = {"name": "t", "channel": channel, "contact": {"language": language}, "dialogue": dialogue}
    assert run_test(FlowTest.model_validate(test), flow, FlowSet.of(flow), uncalled).failure is None


def uncalled(call: object) -> CallReturned:
    raise AssertionError(f"a message calls nothing: {call}")
