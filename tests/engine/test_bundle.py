"""Flows that run each other, under other keys."""

import json
from dataclasses import replace
from typing import Any

import pytest
from pydantic import Field, ValidationError

from engine import Value
from engine.bundle import NOT_HERE, Bundle, BundledFlow, free_keys, pinned, references, taken_out, unpinned, with_keys
from engine.dialogue import FlowTest, Returned
from engine.flow import FlowDocument
from nodes import node_types
from nodes.fields import FlowKey
from tests.make import a_document, a_flow
from ui_schema import widget

OUTER = FlowDocument.model_validate(
    a_document(
        {
            "start": ("api_start", {}),
            "one": ("run_flow", {"flow": "inner"}),
            "two": ("run_flow", {"flow": "inner", "inputs": "not yet a list"}),
            "three": ("run_flow", {"flow": "other"}),
            "four": ("run_flow", {}),
            "said": ("send_message", {"text": "inner"}),
            "gone": ("acme.gone", {"flow": "inner"}),
        }
    )
)


def test_what_it_runs() -> None:
    """Each flow once, of nodes with mistakes too; a text that only looks like a key is none."""
    assert references(OUTER, node_types()) == ("inner", "other")


def test_what_a_compiled_flow_runs() -> None:
    """The keys, and the versions if they are named, that are looked up before a session goes on."""
    nodes: dict[str, Any] = {
        "start": ("api_start", {}),
        "b": ("run_flow", {"flow": "b"}),
        "a": ("run_flow", {"flow": "a"}),
    }
    assert a_flow(nodes, {}).references == {("a", None), ("b", None)}
    assert a_flow({"start": ("api_start", {})}, {}).references == frozenset()


def test_it_runs_others_instead() -> None:
    """Only what names a flow is changed, and the original is left as it was."""
    changed = with_keys(OUTER, {"inner": "inner-2", "said": "x"}, node_types())
    data = {node.id: node.data for node in changed.nodes}
    flows = [data[id].get("flow") for id in ("one", "two", "three", "four", "gone")]
    assert flows == ["inner-2", "inner-2", "other", None, "inner"]
    assert data["said"] == {"text": "inner"}
    assert references(OUTER, node_types()) == ("inner", "other")
    assert with_keys(OUTER, {}, node_types()) is OUTER


def test_its_tests_speak_of_the_others_too() -> None:
    """A test in which a flow is not there, or that names nodes of one, means the one that is run now."""
    lines = [
        {"returns": {"inner/h": {"result": 2}}},
        {"calls": {"inner/h": {}}},
        {"leaves": {"h": "a", "inner/h": "b"}},
    ]
    returns = {"inner/h": {"result": 1}, "h": [{"result": 2}, {"result": 3}], "other/h": {"error": "timeout"}}
    test = {
        "name": "t",
        "missing_flows": ["inner", "other"],
        "returns": returns,
        "dialogue": [{"says": "inner/h"}, *lines],
    }
    told = OUTER.model_copy(update={"tests": (FlowTest.model_validate(test),)})
    (renamed,) = with_keys(told, {"inner": "inner-2", "h": "x"}, node_types()).tests
    again = json.dumps(test).replace('"inner"', '"inner-2"').replace('inner/h":', 'inner-2/h":')
    assert renamed == FlowTest.model_validate_json(again)
    assert renamed.returns["inner-2/h"] == Returned(result=1)
    assert with_keys(told, {"elsewhere": "x"}, node_types()) is told


@pytest.mark.parametrize(
    ("wanted", "taken", "given"),
    [
        (("a", "b"), (), {"a": "a", "b": "b"}),
        (("a", "b"), ("a", "a-2"), {"a": "a-3", "b": "b"}),
        (("a", "a-2"), ("a",), {"a": "a-3", "a-2": "a-2"}),
        (("a", "a-2"), ("a", "a-2"), {"a": "a-3", "a-2": "a-2-2"}),
        (("x" * 64,), ("x" * 64,), {"x" * 64: "x" * 58 + "-2"}),
    ],
)
def test_free_keys(wanted: tuple[str, ...], taken: tuple[str, ...], given: dict[str, str]) -> None:
    """A key that nobody has stays; one that is taken gets a number that is free in both places."""
    assert free_keys(wanted, taken) == given


@pytest.mark.parametrize(
    ("over", "told"),
    [
        ({"root": "b"}, "not among the flows"),
        ({"flows": [{"key": "a", "document": {}}] * 2}, "there twice"),
        ({"flows": []}, "at least 1"),
        ({"dialoom_bundle": 2}, "should be 1"),
    ],
)
def test_what_is_no_bundle(over: dict[str, Any], told: str) -> None:
    """Refused in words."""
    with pytest.raises(ValueError, match=told):
        Bundle.model_validate({"dialoom_bundle": 1, "root": "a", "flows": [{"key": "a", "document": {}}], **over})


@pytest.mark.parametrize(
    ("count", "version", "fits"), [(1, 0, False), (1, 1, True), (1_000, 1, True), (1_001, 1, False)]
)
def test_the_versions_that_a_bundle_tells_of(count: int, version: int, fits: bool) -> None:
    """Up to a thousand, and the first of a flow is number 1."""
    pins = [{"flow": "inner", "version": version, "hash": "x"}] * count
    body = {"root": "a", "flows": [{"key": "a", "document": {}}], "pinned": pins}
    if fits:
        assert len(Bundle.model_validate(body).pinned) == count
        return
    with pytest.raises(ValidationError, match=r"greater than or equal to 1|at most 1000 items"):
        Bundle.model_validate(body)


class Way(Value):
    flow: FlowKey = Field(title="Flow", description="One of them.")
    version: int | None = Field(None, title="Version", description="Which one.", json_schema_extra=widget("number"))


class Ways(Value):
    ways: tuple[Way, ...] = Field(
        title="Ways", description="Flows to choose from.", json_schema_extra=widget("key_values")
    )


def test_a_flow_that_is_named_deep_inside() -> None:
    """A type of somebody else may name flows in a list: they are found and renamed where they stand."""
    picks = replace(node_types()["end"], kind="acme.pick", params=Ways)
    ways = [{"flow": "inner"}, {"flow": "other"}]
    flow = FlowDocument.model_validate(a_document({"n": ("acme.pick", {"ways": ways})}))
    assert references(flow, {"acme.pick": picks}) == ("inner", "other")
    (node,) = with_keys(flow, {"other": "new"}, {"acme.pick": picks}).nodes
    assert node.data == {"ways": [{"flow": "inner"}, {"flow": "new"}]}


def test_a_version_that_is_named_deep_inside() -> None:
    """It is taken out where it stands, and told there; the flow beside it keeps its own."""
    kinds = {"acme.pick": replace(node_types()["end"], kind="acme.pick", params=Ways)}
    ways = [{"flow": "inner", "version": 1}, {"flow": "other", "version": 2}]
    flow = FlowDocument.model_validate(a_document({"n": ("acme.pick", {"ways": ways})}))
    assert pinned(flow, kinds) == {("inner", 1), ("other", 2)}
    pins = {("other", 2): NOT_HERE}
    assert [one.field for one in taken_out(flow, pins, kinds)] == ["ways.1.version"]
    (node,) = unpinned(flow, pins, kinds).nodes
    assert node.data == {"ways": [ways[0], {"flow": "other"}]}


def test_a_bundle_is_read_as_it_was_written() -> None:
    """What goes out as JSON comes in as the same."""
    bundle = Bundle(root="a", flows=[BundledFlow(key="a", document=OUTER.model_dump(mode="json"))])
    assert Bundle.model_validate_json(bundle.model_dump_json()) == bundle


@pytest.mark.parametrize(("count", "fits"), [(0, False), (1, True), (100, True), (101, False)])
def test_a_bundle_has_up_to_a_hundred_flows(count: int, fits: bool) -> None:
    """One at least: the flow that was asked for."""
    body = {"dialoom_bundle": 1, "root": "f0", "flows": [{"key": f"f{i}", "document": {}} for i in range(count)]}
    if fits:
        assert len(Bundle.model_validate(body).flows) == count
        return
    with pytest.raises(ValidationError, match=r"at least 1 item|at most 100 items"):
        Bundle.model_validate(body)
