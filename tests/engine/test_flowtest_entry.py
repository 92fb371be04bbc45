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
            "found nothing: the trigger 'start' takes what was said, but its conditions leave this contact out now",
        ),
        ({"audience": "contact.tags contains 'vip'"}, [{"says": "te"}, {"expects": "Tea"}], "found nothing: no trigger"),
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


ASKED: list[dict[str, Any]] = [{"starts": True}, {"expects": "Which?"}]
STAYS = "line {}: expected the trigger 'order' to take this contact now, found they are inside of a flow"


@pytest.mark.parametrize(
    ("trigger", "dialogue", "failure"),
    [
        (("api_start", {}), [*ASKED, *ASKED], STAYS.format(3)),
        (("api_start", {}), [*ASKED, {"takes_over": True}, *ASKED], STAYS.format(4)),
        (("api_start", {}), [*ASKED, {"says": "tea"}, *ASKED], ""),
        (("api_start", {"when_busy": "interrupt"}), [*ASKED, *ASKED], ""),
        (("schedule", {"cron": "0 9 * * *", "audience": "contact.name == contact.name"}), [*ASKED, *ASKED], STAYS.format(3)),
        (("keyword", {"words": ["go"], "when_busy": "ask", "ask_text": "Leave?"}), [*ASKED, *ASKED], STAYS.format(3)),
    ],
)  # fmt: skip
def test_no_program_takes_out_who_is_inside(
    trigger: tuple[str, dict[str, Any]], dialogue: list[dict[str, Any]], failure: str
) -> None:
    """As at run time: they stay where they are, unless the trigger interrupts; what asks, asks those who write."""
    flow = a_flow({"order": trigger, "which": ("ask_text", {"question": "Which?"})}, {"order.next": "which"})
    test = FlowTest.model_validate({"name": "it", "dialogue": dialogue})
    outcome = run_test(test, flow, FlowSet({flow.id: flow}, {}), lambda call: pytest.fail(f"it calls {call}"))
    assert str(outcome.failure or "").startswith(failure)
    assert bool(outcome.failure) is bool(failure)


INSIDE: dict[str, tuple[str, dict[str, Any]]] = {
    "order": ("keyword", {"words": ["order"], "match": "anywhere", "priority": 60}),
    "stop": ("keyword", {"words": ["stop"], "match": "anywhere", "when_busy": "interrupt"}),
    "which": ("ask_text", {"question": "Which?"}),
    "stopped": ("send_message", {"text": "Stopped"}),
}


def test_inside_the_flow_the_one_that_interrupts() -> None:
    """As at run time: one that would leave the contact in peace does not stand before a lower one that takes them out."""
    flow = a_flow(INSIDE, {"order.next": "which", "stop.next": "stopped"})
    dialogue = [{"says": "stop my order"}, {"expects": "Which?"}, {"says": "stop my order"}, {"expects": "Stopped"}]
    test = FlowTest.model_validate({"name": "it", "dialogue": dialogue})
    assert (
        run_test(test, flow, FlowSet({flow.id: flow}, {}), lambda call: pytest.fail(f"it calls {call}")).failure is None
    )


HANDED = [{"says": "order"}, {"expects": "Which?"}, {"says": "tea"}, {"expects": "One moment"}]
TAKEN: list[dict[str, Any]] = [{"says": "order"}, {"expects": "Which?"}, {"takes_over": True}]
TO_PEOPLE: list[dict[str, Any]] = [
    {"says": "are you there?"},
    {"expects_nothing": True},
    {"says": "order"},
    {"expects_nothing": True},
]
BACK: list[dict[str, Any]] = [{"hands_back": True}, {"expects": "Which?"}, {"says": "tea"}, {"expects": "One moment"}]


@pytest.mark.parametrize(
    "dialogue",
    [
        [*HANDED, *TO_PEOPLE, {"sends": {"phone": "+919876543210"}}, {"hands_back": True}, {"ends": "completed"}],
        [*HANDED, {"says": "ask me"}, {"expects_nothing": True}],
        [*TAKEN, *TO_PEOPLE, *BACK],
        [*TAKEN, {"says": "stop"}, {"expects": "Stopped"}, {"ends": "completed"}],
        [{"says": "order"}, {"expects": "Which?"}, {"says": "ask me"}, {"expects": {"contains": "Leave"}},
         {"takes_over": True}, {"says": "yes"}, {"expects_nothing": True}, *BACK],
    ],
)  # fmt: skip
def test_people_read_what_is_said_while_they_have_the_conversation(dialogue: list[dict[str, Any]]) -> None:
    """The bot is silent, whoever has got it to them; only a trigger that interrupts takes the contact out."""
    handed = ("hand_over", {"message": "One moment"})
    ask = ("keyword", {"words": ["ask me"], "when_busy": "ask", "ask_text": "Leave?"})
    flow = a_flow(
        {**INSIDE, "people": handed, "ask": ask},
        {"order.next": "which", "which.answered": "people", "stop.next": "stopped", "ask.next": "which"},
    )
    test = FlowTest.model_validate({"name": "it", "dialogue": dialogue})
    assert (
        run_test(test, flow, FlowSet({flow.id: flow}, {}), lambda call: pytest.fail(f"it calls {call}")).failure is None
    )


def test_what_people_read_is_not_ignored() -> None:
    """Where the bot should have said something, nothing is told of triggers: none was asked."""
    flow = a_flow(INSIDE, {"order.next": "which", "stop.next": "stopped"})
    lines = [*TAKEN, {"says": "are you there?"}, {"expects": "Which?"}]
    test = FlowTest.model_validate({"name": "it", "dialogue": lines})
    failure = run_test(test, flow, FlowSet({flow.id: flow}, {}), lambda call: pytest.fail(f"it calls {call}")).failure
    assert str(failure).endswith("found nothing")
