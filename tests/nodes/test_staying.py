"""Whoever is asked whether to leave a flow, and stays, is asked again what was open, and has lost nothing of it."""

from datetime import timedelta
from typing import Any

import pytest

from engine import CallReturned, Event, FlowSet, Interrupted, SendMessage, TimedOut
from engine.simulator import Simulator
from tests.make import a_flow, a_world, says

MENU = a_flow({"start": ("keyword", {"words": ["menu"], "when_busy": "ask"})}, id="menu")
WANTED = Interrupted(flow="menu", node="start", message=says("menu"))
DRINKS = [{"id": name.lower(), "title": name} for name in ("Tea", "Milk", "Cola")]
PICKING = {"question": "Which?", "choices": DRINKS, "least": 2}
LISTED = {"question": "Which?", "items": "{{ vars.drinks }}", "most": 3, "least": 2}
REMINDED = {"reminders": [{"after": "PT1M", "text": "One"}, {"after": "PT5M", "text": "Two"}]}
NAME, DRINK = {"id": "name", "question": "Name?"}, {"id": "drink", "sort": "choices", **PICKING}
SURE = {"id": "sure", "sort": "yes_no", "question": "Sure, {{ vars.name }}?"}


def standing(kind: str, params: dict[str, Any], *events: Event) -> Simulator:
    """In a flow of this node, after these events."""
    flow = a_flow(
        {"start": ("api_start", {}), "ask": (kind, params)},
        {"start.next": "ask"},
        variables={"drinks": {"type": "list", "default": ["Tea", "Milk", "Cola"]}},
    )
    simulator = Simulator(FlowSet.of(flow, MENU), a_world(), CallReturned.model_validate)
    simulator.start(flow)
    for event in events:
        simulator.take(event)
    return simulator


def asked(message: SendMessage) -> tuple[str, list[str]]:
    return message.text, [button.title for button in message.buttons]


@pytest.mark.parametrize(
    ("kind", "params", "before", "again", "answer", "result"),
    [
        (
            "ask_form",
            {"fields": [NAME, SURE]},
            [says("Ann")],
            ("Sure, Ann?", ["Yes", "No"]),
            says("yes"),
            {"name": "Ann", "sure": True},
        ),
        (
            "ask_form",
            {"fields": [{**NAME, "optional": True}, DRINK]},
            [says("skip"), says(choice="milk")],
            ("Which?", ["Tea", "✓ Milk", "Cola"]),
            says("tea"),
            {"drink": ["Milk", "Tea"]},
        ),
        (
            "ask_form",
            {"fields": [DRINK, {**DRINK, "id": "other"}]},
            [says("tea and milk"), says("cola")],
            ("Which?", ["Tea", "Milk", "✓ Cola"]),
            says("milk"),
            {"drink": ["Tea", "Milk"], "other": ["Cola", "Milk"]},
        ),
        (
            "ask_choices",
            PICKING,
            [says(choice="milk")],
            ("Which?", ["Tea", "✓ Milk", "Cola"]),
            says("tea"),
            {"ids": ["milk", "tea"], "titles": ["Milk", "Tea"]},
        ),
        (
            "ask_from_list",
            LISTED,
            [says("milk")],
            ("Which?", ["Tea", "✓ Milk", "Cola"]),
            says("tea"),
            ["Milk", "Tea"],
        ),
    ],
)
def test_the_open_question_is_asked_again(
    kind: str, params: dict[str, Any], before: list[Event], again: tuple[str, list[str]], answer: Event, result: Any
) -> None:
    """With the ticks that it has, after the answers that were given; the session may be stored meanwhile."""
    simulator = standing(kind, params, *before, WANTED)
    simulator.session = type(simulator.session).model_validate_json(simulator.session.model_dump_json())
    (question,) = simulator.take(says("no"))
    assert asked(question) == again
    simulator.take(answer)
    assert simulator.session.frames[0].results["ask"] == result


def test_ticks_of_one_field_are_none_of_the_next() -> None:
    """Two fields of a form may offer the same choices."""
    simulator = standing("ask_form", {"fields": [DRINK, {**DRINK, "id": "other"}]}, says("tea"), says("milk"))
    assert asked(simulator.transcript[-1]) == ("Which?", ["Tea", "Milk", "Cola"])


def test_a_list_is_asked_again_as_it_was_shown() -> None:
    """What has become of it meanwhile is not what the contact has seen."""
    simulator = standing("ask_from_list", LISTED, says("milk"), WANTED)
    simulator.session.frames[0].variables["drinks"] = ["Water"]
    (question,) = simulator.take(says("no"))
    assert asked(question) == ("Which?", ["Tea", "✓ Milk", "Cola"])


def test_attempts_are_counted_on() -> None:
    """The question was not answered meanwhile, so it is not asked more often than its author wants."""
    simulator = standing(
        "ask_number", {"question": "How many?", "retries": 1}, says("hm"), WANTED, says("no"), says("hm")
    )
    assert [step.left for step in simulator.steps if step.node == "ask"][-1] == "no_match"


@pytest.mark.parametrize(("kind", "params"), [("ask_text", {"question": "What?"}), ("wait_reply", {})])
def test_reminders_begin_anew(kind: str, params: dict[str, Any]) -> None:
    """They count from the question, which has just been asked again; so they do of a type that hands on nothing."""
    simulator = standing(kind, {**params, **REMINDED}, TimedOut(), WANTED, says("no"))
    assert simulator.session.waiting
    assert simulator.session.waiting.until == simulator.world.now + timedelta(minutes=1)
    simulator.take(TimedOut())
    assert simulator.transcript[-1].text == "One"
