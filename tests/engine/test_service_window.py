"""A message that no platform with a service window would take is told, where it is certain that it comes too late."""

import dataclasses
from datetime import timedelta
from typing import Any

import pytest

from channels import ADAPTERS
from channels.registry import collect
from engine.check import Known
from tests.engine.checked import IS, START, Nodes, found, problems_of

DAY = timedelta(days=1)
TELEGRAM = next(adapter for adapter in ADAPTERS if adapter.kind == "telegram")
STRICT = dataclasses.replace(
    TELEGRAM,
    kind="acme.strict",
    title="Strict",
    capabilities=dataclasses.replace(TELEGRAM.capabilities, service_window=DAY, templates=True),
)
TYPES = collect((*ADAPTERS, STRICT))
ONE, TWO = "00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000002"
HI: tuple[str, dict[str, Any]] = ("send_message", {"text": "Hi"})


def delay(duration: str) -> tuple[str, dict[str, Any]]:
    return "delay", {"duration": duration}


def asking(**over: Any) -> tuple[str, dict[str, Any]]:
    return "ask_text", {"question": "?", "timeout": "P2D", **over}


def known(*kinds: str) -> Known:
    return Known(channels={id: TYPES[kind].carries for id, kind in zip((ONE, TWO), kinds, strict=False)})


CASES: dict[str, tuple[Nodes, dict[str, str], list[str]]] = {
    "a delay over the window": (
        {"wait": delay("PT25H"), "say": HI},
        {"start.next": "wait", "wait.next": "say"},
        ["say"],
    ),
    "a delay within it": ({"wait": delay("PT24H"), "say": HI}, {"start.next": "wait", "wait.next": "say"}, []),
    "delays in a row": (
        {"one": delay("PT13H"), "two": delay("PT13H"), "say": HI, "more": HI},
        {"start.next": "one", "one.next": "two", "two.next": "say", "say.next": "more"},
        ["say", "more"],
    ),
    "an answer begins it anew": (
        {"wait": delay("PT20H"), "ask": asking(), "again": delay("PT20H"), "say": HI},
        {"start.next": "wait", "wait.next": "ask", "ask.answered": "again", "again.next": "say"},
        [],
    ),
    "silence after a question": ({"ask": asking(), "say": HI}, {"start.next": "ask", "ask.timeout": "say"}, ["say"]),
    "any shorter way counts": (
        {"ask": asking(), "say": HI},
        {"start.next": "ask", "ask.timeout": "say", "ask.answered": "say"},
        [],
    ),
    "a reminder": (
        {"ask": asking(timeout="P9D", reminders=[{"after": "PT2H", "text": "a"}, {"after": "P3D", "text": "b"}])},
        {"start.next": "ask"},
        ["ask"],
    ),
    "the other system is late": (
        {"wait": ("wait_for_event", {"key": "paid", "timeout": "P2D"}), "say": HI, "paid": HI},
        {"start.next": "wait", "wait.timeout": "say", "wait.happened": "paid"},
        ["say"],
    ),
    "a template is taken": (
        {"wait": delay("P2D"), "say": ("send_template", {"template": "news", "fallback": "Hi"})},
        {"start.next": "wait", "wait.next": "say"},
        [],
    ),
    "with people anything may be said": (
        {"people": ("hand_over", {"timeout": "P2D"}), "say": HI},
        {"start.next": "people", "people.resumed": "say"},
        [],
    ),
    "a loop ends": (
        {"wait": delay("PT20H"), "say": HI},
        {"start.next": "wait", "wait.next": "say", "say.next": "wait"},
        [],
    ),
    "a moment that a template gives is not known": (
        {"wait": ("delay", {"until": "{{ vars.day }}"}), "say": HI},
        {"start.next": "wait", "wait.next": "say"},
        [],
    ),
    "the other system is not the contact": (
        {
            "wait": ("wait_for_event", {"key": "paid"}),
            "more": delay("PT25H"),
            "event": ("wait_for_event", {"key": "x"}),
            "say": HI,
        },
        {"start.next": "more", "more.next": "event", "event.happened": "say"},
        ["say"],
    ),
    "a question that something else ended has no answer": (
        {"more": delay("PT25H"), "ask": asking(event="paid"), "say": HI, "paid": HI},
        {"start.next": "more", "more.next": "ask", "ask.answered": "say", "ask.event": "paid"},
        ["ask", "paid"],
    ),
    "a choice of that name is an answer": (
        {
            "more": delay("PT25H"),
            "ask": ("ask_choice", {"question": "?", "choices": [{"id": "event", "title": "Event"}]}),
            "say": HI,
        },
        {"start.next": "more", "more.next": "ask", "ask.event": "say"},
        ["ask"],
    ),
    "nobody knows what a node does that is not understood": (
        {"is": IS, "wait": delay("P2D"), "x": ("ask_text", {}), "say": HI, "long": delay("P9D"), "late": HI},
        {
            "start.next": "is",
            "is.true": "wait",
            "wait.next": "x",
            "x.timeout": "say",
            "is.false": "long",
            "long.next": "late",
        },
        ["late"],
    ),
    "nothing is said there": (
        {
            "wait": delay("P2D"),
            "out": ("send_message", {"text": "Hi", "variants": [{"id": "acme.strict", "without": ["text"]}]}),
            "else": ("send_message", {"text": "Hi", "variants": [{"id": "webchat", "without": ["text"]}]}),
        },
        {"start.next": "wait", "wait.next": "out", "out.next": "else"},
        ["else"],
    ),
    "nothing leads there": ({"wait": delay("P2D"), "say": HI}, {"wait.next": "say"}, []),
}


@pytest.mark.parametrize("case", CASES)
def test_what_comes_too_late(case: str) -> None:
    """On the shortest way there the contact has been silent for longer than the platform takes ordinary messages."""
    nodes, edges, alarms = CASES[case]
    assert [
        one.split(".")[0]
        for one in found("outside_service_window", {"start": START, **nodes}, edges, known("acme.strict"))
    ] == alarms


@pytest.mark.parametrize(
    ("kinds", "channels", "alarms"),
    [
        (("acme.strict",), [], 1),
        (("webchat", "telegram"), [], 0),
        (("webchat", "acme.strict"), [], 1),
        (("webchat", "acme.strict"), [ONE], 0),
        (("webchat", "acme.strict"), [TWO], 1),
        ((), [], 0),
    ],
)
def test_only_channels_that_the_flow_meets(kinds: tuple[str, ...], channels: list[str], alarms: int) -> None:
    """A window of a channel on which the flow cannot start is none of its business."""
    nodes: Nodes = {"start": ("keyword", {"words": ["go"], "channels": channels}), "wait": delay("P2D"), "say": HI}
    edges = {"start.next": "wait", "wait.next": "say"}
    assert len(found("outside_service_window", nodes, edges, known(*kinds))) == alarms


def test_the_finding_says_what_to_do() -> None:
    """Which channel, how late, and the way out."""
    nodes: Nodes = {"start": START, "wait": delay("P2D"), "say": HI}
    (problem,) = problems_of(
        "outside_service_window", nodes, {"start.next": "wait", "wait.next": "say"}, known("acme.strict")
    )
    assert problem.message.startswith("Strict: it is said P2D or more after the contact last wrote")
    assert (problem.fix, problem.severity, problem.path) == ("send a template here", "warning", "nodes.2")


def test_a_reminder_is_told_at_its_place() -> None:
    """A node that reminds is right where it asks: the finding is about the one reminder."""
    reminders = [{"after": "PT2H", "text": "a"}, {"after": "P3D", "text": "b"}]
    nodes: Nodes = {"start": START, "ask": asking(timeout="P9D", reminders=reminders)}
    (problem,) = problems_of("outside_service_window", nodes, {"start.next": "ask"}, known("acme.strict"))
    assert (problem.field, problem.path) == ("reminders.1.after", "nodes.1.data.reminders.1.after")
