"""Flows that run a version of another flow by its number."""

from typing import Any

import pytest

from engine import CompiledFlow, FlowDocument, FlowSet, SendMessage, Session, Started, Turn, advance
from engine.bundle import ANOTHER, NOT_HERE, pinned, taken_out, unpinned
from engine.check import Known
from nodes import node_types
from tests.engine.checked import problems_of
from tests.make import a_document, a_flow, a_world

START: tuple[str, dict[str, Any]] = ("api_start", {})


def greeter(id: str, text: str) -> CompiledFlow:
    return a_flow({"start": START, "hi": ("send_message", {"text": text})}, {"start.next": "hi"}, id=id)


def pinning(version: int | None) -> dict[str, tuple[str, dict[str, Any]]]:
    pin = {} if version is None else {"version": version}
    return {"start": START, "run": ("run_flow", {"flow": "greet", **pin})}


def begun(version: int | None) -> Turn:
    outer = a_flow(pinning(version), {"start.next": "run"}, id="outer")
    flows = FlowSet(
        {flow.id: flow for flow in (outer, greeter("v1", "first"), greeter("v2", "second"))},
        {"greet": "v2"},
        pins={("greet", 1): "v1"},
    )
    return advance(flows, Session(), Started(flow="outer", node="start"), a_world())


@pytest.mark.parametrize(("version", "said"), [(None, "second"), (1, "first")])
def test_the_pinned_version_runs(version: int | None, said: str) -> None:
    """With a number that version, without one what is published."""
    assert [effect.text for effect in begun(version).effects if isinstance(effect, SendMessage)] == [said]


def test_a_version_that_is_not_there() -> None:
    """The node leaves by its failure output, and the run says why."""
    turn = begun(9)
    assert turn.steps[-1].left == "failed"
    assert turn.problems[0].message == "no version 9 of a flow has the key 'greet'"


def test_what_a_flow_refers_to() -> None:
    """The key with the number, so that just this version is read beforehand."""
    assert a_flow(pinning(3)).references == {("greet", 3)}
    assert a_flow(pinning(None)).references == {("greet", None)}


@pytest.mark.parametrize(
    ("version", "latest", "told"),
    [
        (3, {"greet": 3}, None),
        (4, {"greet": 3}, "the flow 'greet' has no version 4: its newest one is 3"),
        (1, {}, "the flow 'greet' has no version 1: it has none yet"),
        (9, None, None),
        (None, {}, None),
    ],
)
def test_check(version: int | None, latest: dict[str, int] | None, told: str | None) -> None:
    """A number that no version has is an error, as far as it is known which there are."""
    known = Known(flows={"greet": True}, latest=latest)
    found = problems_of("unknown_version", pinning(version), {"start.next": "run"}, known)
    assert [one.message for one in found] == ([told] if told else [])
    assert all((one.node, one.field) == ("run", "version") for one in found)


@pytest.mark.parametrize(("version", "count"), [(None, 1), (1, 0)])
def test_a_pinned_version_needs_nothing_published(version: int | None, count: int) -> None:
    """That the other flow is not published matters only where it is the published version that runs."""
    known = Known(flows={"greet": False}, latest={"greet": 1})
    assert len(problems_of("unpublished_flow", pinning(version), {"start.next": "run"}, known)) == count


def test_pins_of_elsewhere_are_taken_out() -> None:
    """A copy runs what is published in their place; the other pins, what is no number, and the original stay."""
    more: dict[str, Any] = {
        "two": ("run_flow", {"flow": "x", "version": 1}),
        "bad": ("run_flow", {"flow": "greet", "version": "2"}),
    }
    document = FlowDocument.model_validate(a_document({**pinning(2), **more}))
    assert pinned(document, node_types()) == {("greet", 2), ("x", 1)}
    elsewhere = {("greet", 2): NOT_HERE, ("x", 2): ANOTHER}
    changed = unpinned(document, elsewhere, node_types())
    told = "version 2 of 'greet' is not here: what is published of it is run"
    assert [(one.node, one.field, one.message) for one in taken_out(document, elsewhere, node_types())] == [
        ("run", "version", told)
    ]
    assert taken_out(changed, elsewhere, node_types()) == ()
    assert [node.data for node in changed.nodes[1:]] == [
        {"flow": "greet"},
        {"flow": "x", "version": 1},
        {"flow": "greet", "version": "2"},
    ]
    assert document.nodes[1].data["version"] == 2
    assert unpinned(document, set(), node_types()) is document
