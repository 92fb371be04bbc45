"""What a flow test says of the workspace around the flow: other flows that are not there, and fields that it has defined."""

from typing import Any

import pytest

from engine import FlowSet
from engine.contact_fields import ContactField
from engine.dialogue import FlowTest
from engine.flowtest import run_test
from tests.engine.test_flowtest import simulate
from tests.make import a_flow

SHOP = a_flow({"start": ("api_start", {}), "say": ("send_message", {"text": "Tea?"})}, {"start.next": "say"}, id="shop")
PINNED = {"flow": "shop", "version": 1}


def menu(data: dict[str, Any]) -> Any:
    """A flow that runs the shop."""
    nodes: dict[str, tuple[str, dict[str, Any]]] = {
        "start": ("keyword", {"words": ["go"]}),
        "run": ("run_flow", data),
        "back": ("send_message", {"text": "Back."}),
        "sorry": ("send_message", {"text": "Sorry."}),
        "other": ("run_flow", {"flow": "other"}),
    }
    edges = {"start.next": "run", "run.completed": "back", "run.failed": "sorry", "sorry.next": "other"}
    return a_flow(nodes, edges, id="menu")


@pytest.mark.parametrize(
    ("data", "missing", "heard"),
    [
        ({"flow": "shop"}, [], ["Tea?", "Back."]),
        ({"flow": "shop"}, ["other"], ["Tea?", "Back."]),
        ({"flow": "shop"}, ["other", "shop"], ["Sorry."]),
        (PINNED, [], ["Tea?", "Back."]),
        (PINNED, ["other"], ["Tea?", "Back."]),
        (PINNED, ["shop"], ["Sorry."]),
    ],
)
def test_a_flow_that_is_not_there(data: dict[str, Any], missing: list[str], heard: list[str]) -> None:
    """What runs it goes on by `failed`, as where nobody has published it, also if it is pinned to a version."""
    flow = menu(data)
    flows = FlowSet({flow.id: flow, SHOP.id: SHOP}, {"shop": SHOP.id}, pins={("shop", 1): SHOP.id})
    dialogue = [{"says": "go"}, *({"expects": text} for text in heard)]
    test = FlowTest.model_validate({"name": "t", "missing_flows": missing, "dialogue": dialogue})
    assert run_test(test, flow, flows, simulate).failure is None


@pytest.mark.parametrize(
    ("named", "found"),
    [
        ({"missing_flows": ["shopp"]}, "no mention of the flow 'shopp': did you mean 'shop'?"),
        ({"missing_flows": ["shop", "zzz"]}, "no mention of the flow 'zzz'"),
        ({"missing_flows": ["shop", "tea"]}, None),
        ({"channel": "telegramm"}, "no channel type 'telegramm': did you mean 'telegram'?"),
        ({"channel": "telegram"}, None),
        ({}, None),
    ],
)
def test_what_is_misspelled_around_the_flow(named: dict[str, Any], found: str | None) -> None:
    """A missing flow that no flow names, and a channel type that there is not, would say nothing."""
    flow, tea = menu({"flow": "shop"}), a_flow({"run": ("run_flow", {"flow": "tea"})}, id="shop")
    test = FlowTest.model_validate({"name": "t", **named, "dialogue": [{"says": "go"}, {"ends": "completed"}]})
    flows = FlowSet.of(flow, shop=tea)
    failure = run_test(test, flow, flows, simulate, channels={"telegram", "webchat"}).failure
    assert (failure.found if failure and "test names" in failure.expected else None) == found


def test_where_nobody_knows_the_channels_any_may_be_meant() -> None:
    """The engine alone knows no type of channel: it takes what the test says."""
    lines = [{"says": "go"}, {"expects": "Tea?"}, {"expects": "Back."}]
    test = FlowTest.model_validate({"name": "t", "channel": "pigeon", "dialogue": lines})
    flow = menu({"flow": "shop"})
    flows = FlowSet.of(flow, shop=SHOP)
    assert run_test(test, flow, flows, simulate).failure is None


SIZES = {"type": "text", "choices": ["S", "M"]}


@pytest.mark.parametrize(
    ("own", "workspace", "kept"),
    [
        ({}, {}, "m"),
        ({"size": SIZES}, {}, "M"),
        ({}, {"size": SIZES}, "M"),
        ({"size": SIZES}, {"size": {"type": "text"}}, "m"),
        ({"size": SIZES}, {"other": {"type": "number"}}, "M"),
    ],
)
def test_how_a_field_is_defined(own: dict[str, Any], workspace: dict[str, Any], kept: str) -> None:
    """The test says it where no workspace does; a workspace's own definition counts, as it would in production."""
    nodes: dict[str, tuple[str, dict[str, Any]]] = {
        "start": ("keyword", {"words": ["go"]}),
        "keep": ("set_contact_field", {"name": "size", "value": "m"}),
    }
    flow = a_flow(nodes, {"start.next": "keep"})
    dialogue = [{"says": "go"}, {"contact": {"size": kept}}]
    test = FlowTest.model_validate({"name": "t", "contact_fields": own, "dialogue": dialogue})
    fields = {name: ContactField.model_validate(one) for name, one in workspace.items()}
    assert run_test(test, flow, FlowSet.of(flow), simulate, fields).failure is None
