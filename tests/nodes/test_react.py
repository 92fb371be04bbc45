"""A reaction stands where it is said, in flow tests and on channels that have few of them or none."""

from typing import Any

import pytest

from channels import ADAPTERS
from engine import CallReturned, FlowSet, MessageReceived
from engine.check import Carries, Known
from engine.dialogue import FlowTest
from engine.flowtest import run_test
from engine.flowtest.record import heard, said
from engine.simulator import Simulator
from nodes import node_types
from tests.engine.checked import Nodes, found
from tests.make import a_flow, a_world

START: tuple[str, dict[str, Any]] = ("any_message", {})


def uncalled(call: object) -> CallReturned:
    raise AssertionError(f"a reaction calls nothing: {call}")


def reacting(**params: Any) -> FlowSet:
    nodes: Nodes = {
        "start": START,
        "react": ("react", {"emoji": "🎉", **params}),
        "say": ("send_message", {"text": "!"}),
    }
    return FlowSet.of(a_flow(nodes, {"start.next": "react", "react.next": "say"}))


@pytest.mark.parametrize(
    ("wanted", "failure"),
    [
        ({"reaction": "🎉"}, None),
        ({"reaction": "👍"}, "the reaction 👍"),
        ({"text": "hooray"}, "'hooray'"),
    ],
)
def test_flow_tests_expect_it(wanted: dict[str, Any], failure: str | None) -> None:
    """A test names the emoji; another one does not hold, and the transcript says what was shown."""
    flows = reacting()
    dialogue = [{"says": "done"}, {"expects": wanted}, {"expects": "!"}]
    outcome = run_test(
        FlowTest.model_validate({"name": "t", "dialogue": dialogue}), flows.version("flow"), flows, uncalled
    )
    assert (outcome.failure and outcome.failure.expected) == failure
    assert any(line.text == "(🎉 on what was written)" for line in outcome.transcript)


def test_it_is_recorded() -> None:
    """What was played is a test of the emoji; what the platform called the message is no part of it."""
    flows = reacting()
    simulator = Simulator(flows, a_world(), uncalled)
    spoken = simulator.start(flows.version("flow"), message=MessageReceived(text="done"))
    assert [heard(one).model_dump(exclude_unset=True) for one in spoken] == [
        {"expects": {"reaction": "🎉"}},
        {"expects": "!"},
    ]
    assert said(MessageReceived(text="done", message_id="7")).model_dump(exclude_unset=True) == {"says": "done"}


@pytest.mark.parametrize(
    ("reactions", "emoji", "alarms"),
    [(None, "🦖", 0), ((), "👍", 1), (("👍", "❤"), "👍", 0), (("👍", "❤"), "❤️", 0), (("👍", "❤"), "🦖", 1)],
)
def test_the_author_is_told(reactions: tuple[str, ...] | None, emoji: str, alarms: int) -> None:
    """An emoji that a bound channel does not offer is a warning before anybody meets it."""
    nodes: Nodes = {"start": START, "react": ("react", {"emoji": emoji})}
    known = Known(channels={"one": Carries(title="One", text=100, reactions=reactions)})
    assert len(found("not_carried", nodes, {"start.next": "react"}, known)) == alarms


def test_the_menu_of_telegram() -> None:
    """It has the hearts and hands that people use most, without marks for colour, and none of them twice."""
    menu = {adapter.kind: adapter.capabilities.reactions for adapter in ADAPTERS}["telegram"] or ()
    assert {"👍", "❤", "🔥", "🎉", "❤\u200d🔥", "🤷\u200d♀"} <= set(menu)
    assert len(set(menu)) == len(menu) == 73
    assert not [emoji for emoji in menu if "\ufe0f" in emoji]


@pytest.mark.parametrize(
    ("otherwise", "outputs"), [("nothing", {"next"}), ("say", {"next"}), ("output", {"next", "impossible"})]
)
def test_the_way_for_what_cannot_be_put_there(otherwise: str, outputs: set[str]) -> None:
    """Only who asks for it has another output, which wants to be drawn."""
    node = node_types()["react"]
    params = {"emoji": "👍", "otherwise": otherwise}
    assert set(node.outputs(node.params.model_validate(params))) == outputs
