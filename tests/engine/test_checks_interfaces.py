"""What a flow hands to another one, and takes back from it, against what the other one declares."""

from typing import Any

import pytest

from engine.check import Known
from engine.flow import Variable
from tests.engine.checked import START, Nodes, problems_of

SHOP = {
    "pieces": Variable(type="number", input=True),
    "colour": Variable(input=True),
    "total": Variable(type="number", output=True),
    "own": Variable(),
}
KNOWN = Known(flows={"shop": True}, variables={"shop": SHOP})


def run(flow: str = "shop", **over: Any) -> Nodes:
    return {"start": START, "x": ("run_flow", {"flow": flow, **over})}


def given(name: str, value: str = "1") -> dict[str, Any]:
    return {"inputs": [{"name": "colour", "value": "red"}, {"name": name, "value": value}]}


def taken(name: str) -> dict[str, Any]:
    return {"outputs": [{"name": name, "save_as": "kept"}]}


@pytest.mark.parametrize(
    ("code", "nodes", "field", "fix"),
    [
        ("unknown_flow_input", run(**given("piecs")), "inputs.1.name", "did you mean 'pieces'?"),
        ("unknown_flow_input", run(**given("own")), "inputs.1.name", "declare it there as an input, or leave it out"),
        ("unknown_flow_input", run(**given("total")), "inputs.1.name", "declare it there as an input, or leave it out"),
        ("unknown_flow_output", run(**taken("totl")), "outputs.0.name", "did you mean 'total'?"),
        (
            "unknown_flow_output",
            run(**taken("pieces")),
            "outputs.0.name",
            "declare it there as an output, or leave it out",
        ),
        ("unfit_flow_input", run(**given("pieces", "abc")), "inputs.1.name", "write a number"),
    ],
)
def test_what_the_other_flow_does_not_declare(code: str, nodes: Nodes, field: str, fix: str) -> None:
    """It is told at the name, with what it may have meant."""
    (problem,) = problems_of(code, nodes, {"start.next": "x"}, KNOWN)
    assert (problem.severity, problem.node, problem.field, problem.fix) == ("warning", "x", field, fix)
    assert problem.path == f"nodes.1.data.{field}"


@pytest.mark.parametrize(
    ("nodes", "known"),
    [
        (run(**given("pieces", "12"), **taken("total")), KNOWN),
        (run(**given("pieces", "{{ vars.pieces }}")), KNOWN),
        (run(**given("piecs"), **taken("totl")), Known(flows={"shop": True})),
        (run(version=2, **given("piecs"), **taken("totl")), KNOWN),
        (run("other", **given("piecs")), KNOWN),
    ],
)
def test_what_fits_or_nobody_knows(nodes: Nodes, known: Known) -> None:
    """A value that is worked out, another version and a flow that nobody has looked up are not complained about."""
    codes = ("unknown_flow_input", "unknown_flow_output", "unfit_flow_input")
    assert [problems_of(code, nodes, {"start.next": "x"}, known) for code in codes] == [[], [], []]


def test_a_flow_that_is_started_for_somebody_else_is_looked_at_too() -> None:
    """Its inputs go the same way."""
    data = {"flow": "shop", "channel": "0199d2a4-7c3e-7b1a-9f52-6d1b0a8c4e21", "address": "ann", **given("piecs")}
    nodes: Nodes = {"start": START, "x": ("start_flow", data)}
    assert len(problems_of("unknown_flow_input", nodes, {"start.next": "x"}, KNOWN)) == 1
