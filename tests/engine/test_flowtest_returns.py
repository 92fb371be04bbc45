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
    ],
)
@pytest.mark.parametrize("in_a_line", [False, True])
def test_what_calls_give(in_a_line: bool, returns: dict[str, Any], heard: str) -> None:
    """A list is one result after the other, the last one stays; a node is that of its flow, if the flow is named."""
    says = [{"says": "go"}, *({"expects": number} for number in heard)]
    own = {"dialogue": [{"returns": returns}, *says]} if in_a_line else {"returns": returns, "dialogue": says}
    outcome = run_test(FlowTest.model_validate({"name": "t", **own}), OUTER, FLOWS, simulate)
    assert outcome.failure is None, outcome.failure


INSIDE = [{"says": "go"}, {"expects": "0"}, {"expects": "0"}, *({"expects": "0"} for _ in "abc")]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ({"calls": {"inner/h": {"method": "GET"}, "h": {}, "inside": {}}}, None),
        ({"leaves": {"inner/h": "success", "inner/tell": "next", "each": "done"}}, None),
        (
            {"calls": {"inner/x": {}}},
            "a call of 'inner/x', found calls of 'h', 'inner/h', 'inside', 'inside', 'inside'",
        ),
        ({"leaves": {"inner/each": "done"}}, "'inner/each' to be left by 'done', found it was not left"),
        ({"leaves": {"inner/h": "timeout"}}, "'inner/h' to be left by 'timeout', found left by 'success'"),
    ],
)
def test_calls_and_ways_out_inside_another_flow(line: dict[str, Any], told: str | None) -> None:
    """A node of it is named as for what its calls give, so that it is not taken for one of the same id."""
    test = FlowTest.model_validate({"name": "t", "dialogue": [*INSIDE, line]})
    failure = run_test(test, OUTER, FLOWS, simulate).failure
    assert (failure and f"{failure.expected}, found {failure.found}") == told


def test_of_two_nodes_of_one_id_the_flow_tells_which() -> None:
    """What holds of the other one is not enough."""
    returns = {"h": n(1), "inner/h": {"error": "timeout"}}
    inner = a_flow({**CALLS_ONCE, "h": ("http_request", {**CALL, "url": "https://b.example"})}, ONCE, id="v7")
    for line in ({"calls": {"inner/h": {"url": CALL["url"]}}}, {"leaves": {"inner/h": "success"}}):
        lines = [{"says": "go"}, {"expects": "1"}, line]
        test = FlowTest.model_validate({"name": "t", "returns": returns, "dialogue": lines})
        failure = run_test(test, OUTER, FlowSet.of(OUTER, inner=inner), simulate).failure
        assert failure
        assert failure.line == 3


def test_only_calls_of_the_last_thing_that_happened_count() -> None:
    """As with ways out: what was called before is past."""
    test = FlowTest.model_validate({"name": "t", "dialogue": [*INSIDE, {"waits": "PT1M"}, {"calls": {"h": {}}}]})
    failure = run_test(test, OUTER, FLOWS, simulate).failure
    assert failure
    assert failure.found == "calls of nobody"


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


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ({"returns": {"insid": n(1)}}, "no node 'insid': did you mean 'inside'?"),
        ({"returns": {"inner/hh": n(1)}}, "no node 'inner/hh': did you mean 'inner/h'?"),
        ({"returns": {"inner/inside": n(1)}}, "no node 'inner/inside': did you mean 'inner/tell'?"),
        ({"returns": {"iner/h": n(1)}}, "no run of the flow 'iner': did you mean 'inner'?"),
        ({"returns": {"other/h": n(1)}, "missing_flows": ["inner"]}, "no run of the flow 'other'"),
        ({"returns": {"each": n(1)}}, "that the node 'each' calls nothing"),
        ({"returns": {"inner/tell": n(1)}}, "that the node 'inner/tell' calls nothing"),
        ({"ways": {"nix": "a"}}, "no node 'nix'"),
        ({"ways": {"each": "donne"}}, "no output of 'each' 'donne': did you mean 'done'?"),
        ({"inputs": {"tel": 1}}, "no input 'tel'"),
        ({"dialogue": [{"says": "go"}, {"returns": {"nix": n(1)}}]}, "no node 'nix'"),
        (
            {"dialogue": [{"says": "go"}, {"returns": {"iner/h": n(1)}}]},
            "no run of the flow 'iner': did you mean 'inner'?",
        ),
    ],
)
def test_what_a_test_names_is_there(named: dict[str, Any], told: str) -> None:
    """A name that is misspelled would say nothing, and the test would hold without it."""
    test = FlowTest.model_validate({"name": "it", "dialogue": [{"says": "nothing"}], **named})
    failure = run_test(test, OUTER, FLOWS, simulate).failure
    assert failure
    assert (failure.expected, failure.found) == ("that the flow has what the test names", told)
    assert failure.line == (2 if "dialogue" in named else 1)


@pytest.mark.parametrize("lines", [[{"says": "go"}], [{"returns": {"gone/h": n(1)}}, {"says": "go"}]])
def test_of_a_flow_that_is_missing_nothing_is_known(lines: list[dict[str, Any]]) -> None:
    """What its nodes would give may stay in a test that says it is not there."""
    flow = a_flow(
        {"start": ("keyword", {"words": ["go"]}), "run": ("run_flow", {"flow": "gone"})}, {"start.next": "run"}
    )
    test = {"name": "t", "missing_flows": ["gone"], "returns": {"gone/h": n(1)}, "dialogue": lines}
    assert run_test(FlowTest.model_validate(test), flow, FlowSet.of(flow), simulate).failure is None


def test_ways_and_inputs_that_are_there() -> None:
    """Also of nodes in a flow that this one runs."""
    flow = a_flow(CALLS_AND_RUNS, AROUND, id="draft", variables={"n": {"type": "number", "input": True}})
    given = {"ways": {"each": "done", "h": "success"}, "inputs": {"n": 7}, "returns": {"h": n(1)}}
    test = FlowTest.model_validate({"name": "it", "dialogue": [{"says": "nothing"}], **given})
    assert run_test(test, flow, FlowSet.of(flow, inner=INNER), simulate).failure is None


@pytest.mark.parametrize("way", ["left", "right"])
def test_a_split_goes_the_way_that_the_test_wants(way: str) -> None:
    """Whichever this contact would have drawn."""
    flow = a_flow(
        {
            "start": ("keyword", {"words": ["go"]}),
            "split": ("random_split", {"arms": [{"id": "left", "weight": 50}, {"id": "right", "weight": 50}]}),
            "left": ("send_message", {"text": "to the left"}),
            "right": ("send_message", {"text": "to the right"}),
        },
        {"start.next": "split", "split.left": "left", "split.right": "right"},
    )
    test = {"name": "t", "ways": {"split": way}, "dialogue": [{"says": "go"}, {"expects": f"to the {way}"}]}
    assert run_test(FlowTest.model_validate(test), flow, FlowSet.of(flow), simulate).failure is None
