"""In a flow test a message pulls the trigger that it would pull for real, conditions included."""

from typing import Any

import pytest

from engine.compiled import FlowSet
from engine.dialogue import FlowTest
from engine.flowtest import run_test
from tests.make import a_flow

NODES: dict[str, tuple[str, dict[str, Any]]] = {
    "vip": ("keyword", {"words": ["menu"], "audience": "contact.tags contains 'vip'"}),
    "rare": ("keyword", {"words": ["sale"], "cool_down": "P1D"}),
    "new": ("new_conversation", {}),
    "other": ("any_message", {}),
    "champagne": ("send_message", {"text": "Champagne"}),
    "offer": ("send_message", {"text": "Ten per cent"}),
    "welcome": ("send_message", {"text": "Welcome"}),
    "tea": ("send_message", {"text": "Tea"}),
}
EDGES = {"vip.next": "champagne", "rare.next": "offer", "new.next": "welcome", "other.next": "tea"}


@pytest.mark.parametrize(
    ("tags", "lines"),
    [
        (["vip"], [("menu", "Champagne")]),
        ([], [("menu", "Welcome"), ("menu", "Tea")]),
        ([], [("sale", "Ten per cent"), ("sale", "Tea"), ("P1D", ""), ("sale", "Ten per cent")]),
    ],
)
def test_conditions_are_asked(tags: list[str], lines: list[tuple[str, str]]) -> None:
    """Of the contact as the test has it, by its clock, and of what was started before."""
    flow = a_flow(NODES, EDGES)
    dialogue = [
        line for said, heard in lines for line in ([{"says": said}, {"expects": heard}] if heard else [{"waits": said}])
    ]
    test = FlowTest.model_validate({"name": "it", "contact": {"tags": tags}, "dialogue": dialogue})
    outcome = run_test(test, flow, FlowSet({flow.id: flow}, {}), lambda call: pytest.fail(f"it calls {call}"))
    assert outcome.failure is None


RANKED: dict[str, tuple[str, dict[str, Any]]] = {
    "new": ("new_conversation", {"when_busy": "interrupt"}),
    "low": ("keyword", {"words": ["order"], "priority": 30, "when_busy": "interrupt"}),
    "high": ("keyword", {"words": ["order"], "when_busy": "interrupt"}),
    "welcome": ("send_message", {"text": "Welcome"}),
    "second": ("send_message", {"text": "Second"}),
    "wait": ("ask_text", {"question": "Which?", "save_as": "which"}),
}
RANKED_EDGES = {"new.next": "welcome", "low.next": "second", "high.next": "wait"}


@pytest.mark.parametrize(
    ("dialogue", "failure"),
    [
        ([{"says": "order"}, {"expects": "Which?"}], ""),
        ([{"says": "hello"}, {"expects": "Welcome"}, {"says": "order"}, {"expects": "Which?"}], ""),
        ([{"says": "order"}, {"expects": "Which?"}, {"says": "order"}, {"expects": "Which?"}], ""),
        (
            [{"says": "hello"}, {"expects": "Welcome"}, {"says": "hello"}, {"expects_nothing": True}],
            "",
        ),
    ],
)
def test_the_highest_priority_takes_it(dialogue: list[dict[str, Any]], failure: str) -> None:
    """As in production, wherever the triggers are drawn; also from within the flow."""
    flow = a_flow(RANKED, RANKED_EDGES, variables={"which": {"type": "text"}})
    test = FlowTest.model_validate({"name": "it", "dialogue": dialogue})
    outcome = run_test(test, flow, FlowSet({flow.id: flow}, {}), lambda call: pytest.fail(f"it calls {call}"))
    assert str(outcome.failure or "") == failure


@pytest.mark.parametrize(
    ("trigger", "dialogue", "told"),
    [
        ({}, [{"says": "hello"}, {"expects": "Tea"}], "found nothing: no trigger of the flow takes what was said"),
        ({}, [{"says": "hello"}, {"expects_nothing": True}, {"says": "tea"}, {"expects": "Tea"}], "None"),
        ({}, [{"says": "tea"}, {"expects": "Tea"}, {"says": "hello"}, {"expects": "Tea"}], "found nothing: no trigger"),
        ({}, [{"says": "tea"}, {"expects": "Tea"}, {"expects": "Tea"}], "found nothing$"),
        ({}, [{"says": "hello"}, {"waits": "PT1H"}, {"expects": "Tea"}], "found nothing$"),
        ({"audience": "contact.tags contains 'vip'"}, [{"says": "tea"}, {"expects_nothing": True}], "None"),
        (
            {"hours": [{"day": "sunday", "opens": "08:00", "closes": "09:00"}]},
            [{"says": "tea"}, {"expects": "Tea"}],
            "no trigger",
        ),
    ],
)  # fmt: skip
def test_what_no_trigger_takes_starts_nothing(
    trigger: dict[str, Any], dialogue: list[dict[str, Any]], told: str
) -> None:
    """A word that is spelled wrong, an audience or hours that leave the contact out pass no test that fails for real."""
    nodes: dict[str, Any] = {
        "start": ("keyword", {"words": ["tea"], **trigger}),
        "tea": ("send_message", {"text": "Tea"}),
    }
    flow = a_flow(nodes, {"start.next": "tea"})
    test = FlowTest.model_validate({"name": "it", "dialogue": dialogue})
    outcome = run_test(test, flow, FlowSet({flow.id: flow}, {}), lambda call: pytest.fail(f"it calls {call}"))
    assert told in f"{outcome.failure}$"


@pytest.mark.parametrize(
    ("tags", "dialogue", "failure"),
    [
        (["vip"], [{"starts": True}, {"expects": "Your order"}], ""),
        ([], [{"starts": True}], "expected the trigger 'order' to take this contact now, found its conditions leave them out"),
        (["vip"], [{"starts": True}, {"expects": "Your order"}, {"waits": "PT59M"}, {"starts": True}], "line 4"),
        (["vip"], [{"starts": True}, {"expects": "Your order"}, {"waits": "PT1H"}, {"starts": True},
                   {"expects": "Your order"}], ""),
    ],
)  # fmt: skip
def test_orders_are_held_to_conditions(tags: list[str], dialogue: list[dict[str, Any]], failure: str) -> None:
    """Whom a trigger for programs leaves out, no program can start the flow for, nor a test."""
    data = {"audience": "contact.tags contains 'vip'", "cool_down": "PT1H"}
    flow = a_flow(
        {"order": ("api_start", data), "say": ("send_message", {"text": "Your order"})}, {"order.next": "say"}
    )
    test = FlowTest.model_validate({"name": "it", "contact": {"tags": tags}, "dialogue": dialogue})
    outcome = run_test(test, flow, FlowSet({flow.id: flow}, {}), lambda call: pytest.fail(f"it calls {call}"))
    assert failure in str(outcome.failure or "")
    assert bool(outcome.failure) is bool(failure)
