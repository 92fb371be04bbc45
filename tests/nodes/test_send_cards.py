"""What is pressed on a card is known by the button's id, and what was sent is expected by the cards' titles."""

from typing import Any

import pytest

from engine import CallReturned, FlowSet
from engine.check import Carries, Known
from engine.dialogue import FlowTest
from engine.flowtest import run_test
from engine.flowtest.record import heard
from engine.simulator import Simulator
from tests.engine.checked import START, Nodes, found
from tests.make import a_flow, a_world

DISHES = [{"id": "dosa", "name": "डोसा"}, {"id": "nasi", "name": "Nasi goreng"}, {"id": "kebab", "name": "كباب"}]
CARD = {"title": "{{ item.name }}", "buttons": [{"id": "add_{{ item.id }}", "title": "+ {{ item.name }}"}]}
NODES: Nodes = {
    "start": ("keyword", {"words": ["menu"]}),
    "cards": ("send_cards", {"text": "Today:", "items": "{{ globals.dishes }}", "cards": [CARD]}),
    "wait": ("wait_reply", {}),
    "which": (
        "switch",
        {"value": "{{ input.choice }}", "cases": [{"id": "nasi", "op": "equals", "value": "add_nasi"}]},
    ),
    "nasi": ("end", {"result": "nasi"}),
    "other": ("end", {"result": "{{ result.wait.choice }}"}),
}
EDGES = {
    "start.next": "cards",
    "cards.next": "wait",
    "wait.replied": "which",
    "which.nasi": "nasi",
    "which.otherwise": "other",
}
TITLES = ["डोसा", "Nasi goreng", "كباب"]


def uncalled(call: object) -> CallReturned:
    raise AssertionError(f"cards call nothing: {call}")


@pytest.mark.parametrize(
    ("lines", "failure"),
    [
        ([{"expects": {"cards": TITLES}}, {"chooses": "add_nasi"}, {"leaves": {"which": "nasi"}}], None),
        ([{"expects": {"cards": TITLES}}, {"chooses": "add_kebab"}, {"leaves": {"which": "otherwise"}}], None),
        ([{"expects": {"cards": TITLES[:2]}}], "the cards 'डोसा', 'Nasi goreng'"),
    ],
)
def test_a_press_is_matched_by_its_id(lines: list[dict[str, Any]], failure: str | None) -> None:
    """By a switch on the choice behind *Wait for a reply*, whichever card it was on."""
    flow = a_flow(NODES, EDGES)
    dialogue = [{"says": "menu"}, {"expects": "Today:"}, *lines]
    test = FlowTest.model_validate({"name": "t", "dialogue": dialogue, "globals": {"dishes": DISHES}})
    outcome = run_test(test, flow, FlowSet.of(flow), uncalled)
    assert (outcome.failure and outcome.failure.expected) == failure


def test_a_row_is_recorded_by_its_titles() -> None:
    """What was played in the terminal is a test that holds."""
    flow = a_flow(NODES, EDGES)
    simulator = Simulator(FlowSet.of(flow), a_world(globals={"dishes": DISHES}), uncalled)
    lines = [heard(one).model_dump(mode="json", exclude_unset=True) for one in simulator.start(flow)]
    assert lines == [{"expects": "Today:"}, {"expects": {"cards": TITLES}}]


@pytest.mark.parametrize(("most", "alarms"), [(0, 1), (1, 1), (2, 0), (10, 0)])
def test_the_author_is_told_where_there_are_no_rows(most: int, alarms: int) -> None:
    """That cards become messages is a warning for each channel that shows fewer in a row."""
    nodes: Nodes = {"start": START, "cards": ("send_cards", {"cards": [{"title": "A"}, {"title": "B"}]})}
    known = Known(channels={"one": Carries(title="One", text=100, cards=most)})
    assert len(found("not_carried", nodes, {"start.next": "cards"}, known)) == alarms
