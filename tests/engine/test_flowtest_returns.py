"""What a flow test says of calls: of one node several in a row, and of nodes of other flows that have the same id."""

from typing import Any, TypeAlias

import pytest

from engine import FlowSet
from engine.dialogue import FlowTest
from engine.flowtest import run_test
from tests.engine.test_flowtest import simulate
from tests.make import a_flow

CALL = {"url": "https://a.example", "sample": '{"n": 0}', "save": [{"path": "n", "save_as": "n"}]}
TELL = {"text": "{{ vars.n }}"}
Nodes: TypeAlias = dict[str, tuple[str, dict[str, Any]]]
CALLS_ONCE: Nodes = {"start": ("api_start", {}), "h": ("http_request", CALL), "tell": ("send_message", TELL)}
ONCE = {"start.next": "h", "h.success": "tell"}
CALLS_AND_RUNS: Nodes = {
    "start": ("keyword", {"words": ["go"]}),
    "h": ("http_request", CALL),
    "tell": ("send_message", TELL),
    "run": ("run_flow", {"flow": "inner"}),
    "each": ("loop", {"items": "{{ 'a,b,c' | split: ',' }}", "save_as": "it"}),
    "inside": ("http_request", CALL),
    "told": ("send_message", TELL),
}
AROUND = {
    "start.next": "h",
    "h.success": "tell",
    "tell.next": "run",
    "run.completed": "each",
    "each.each": "inside",
    "inside.success": "told",
    "told.next": "each",
}
INNER = a_flow(CALLS_ONCE, ONCE, id="v7")
OUTER = a_flow(CALLS_AND_RUNS, AROUND, id="draft")
FLOWS = FlowSet.of(OUTER, inner=INNER)


def n(value: int) -> dict[str, Any]:
    return {"result": {"status": 200, "body": {"n": value}}}


@pytest.mark.parametrize(
    ("returns", "heard"),
    [
        ({}, "00000"),
        ({"h": n(1)}, "11000"),
        ({"h": n(1), "inner/h": n(2)}, "12000"),
        ({"inner/h": n(2)}, "02000"),
        ({"h": [n(1), n(2)]}, "12000"),
        ({"inside": n(3)}, "00333"),
        ({"inside": [n(3), n(4), n(5)]}, "00345"),
        ({"inside": [n(3), n(4)]}, "00344"),
        ({"other/inside": n(3)}, "00000"),
    ],
)
@pytest.mark.parametrize("in_a_line", [False, True])
def test_what_calls_give(in_a_line: bool, returns: dict[str, Any], heard: str) -> None:
    """A list is one result after the other, the last one stays; a node is that of its flow, if the flow is named."""
    says = [{"says": "go"}, *({"expects": number} for number in heard)]
    own = {"dialogue": [{"returns": returns}, *says]} if in_a_line else {"returns": returns, "dialogue": says}
    outcome = run_test(FlowTest.model_validate({"name": "t", **own}), OUTER, FLOWS, simulate)
    assert outcome.failure is None, outcome.failure


def test_a_pinned_flow_is_named_by_its_key() -> None:
    """Whatever version of it is run."""
    outer = a_flow(
        {"start": ("keyword", {"words": ["go"]}), "run": ("run_flow", {"flow": "inner", "version": 3})},
        {"start.next": "run"},
    )
    flows = FlowSet({"flow": outer, "v7": INNER}, {"inner": "v9"}, pins={("inner", 3): "v7"})
    test = {"name": "t", "returns": {"inner/h": n(2)}, "dialogue": [{"says": "go"}, {"expects": "2"}]}
    assert run_test(FlowTest.model_validate(test), outer, flows, simulate).failure is None


def test_from_a_line_on_a_row_begins_anew() -> None:
    """What was left of the row before is forgotten."""
    test = {
        "name": "t",
        "returns": {"inside": [n(1), n(2), n(3), n(4)]},
        "dialogue": [{"returns": {"inside": [n(7), n(8)]}}, {"says": "go"}, *({"expects": one} for one in "00788")],
    }
    assert run_test(FlowTest.model_validate(test), OUTER, FLOWS, simulate).failure is None
