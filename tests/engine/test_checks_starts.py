"""Triggers of one flow that stand in each other's way: only what can never start is told."""

from dataclasses import replace
from typing import Any

import pytest

from engine import FlowDocument, Limits
from engine.check import Known, check
from engine.pulls import Pull
from nodes import node_types
from nodes.keyword import Params
from tests.engine.checked import Nodes, found, problems_of, say
from tests.make import a_document

ONE, TWO = (f"0199d2a4-7c3e-7b1a-9f52-6d1b0a8c4e2{i}" for i in (1, 2))
Trigger = tuple[str, dict[str, Any]]


def words(*said: str, **more: Any) -> Trigger:
    return "keyword", {"words": list(said), **more}


def anything(**more: Any) -> Trigger:
    return "any_message", more


CASES: list[tuple[Trigger, Trigger, list[str]]] = [
    (words("go"), words("GO!"), ["b"]),
    (words("go"), words("stop"), []),
    (words("go", "हाँ"), words("हाँ"), ["b"]),
    (words("go"), words("go", "stop"), []),
    (words("go"), words("go now"), ["b"]),
    (words("go now"), words("go"), []),
    (words("go", match="exact"), words("go now", match="exact"), []),
    (words("go", match="exact"), words("go"), []),
    (words("go", match="anywhere"), words("let's go", match="anywhere"), ["b"]),
    (words("go", match="anywhere"), words("ok 👍", match="anywhere"), []),
    (words("👍", match="anywhere"), words("ok 👍", match="anywhere"), []),
    (words("👍"), words("👍👍"), ["b"]),
    (words("👍👍"), words("👍"), []),
    (words("go", match="exact"), words("Go!", match="exact"), ["b"]),
    (words("t"), words("t-shirt"), []),
    (words("order"), words("order-17"), []),
    (words("t-shirt"), words("T-Shirt"), ["b"]),
    (words("t-shirt"), words("t-shirt please"), ["b"]),
    (words("t-shirt"), words("t shirt"), []),
    (words("t-shirt"), words("tshirt"), []),
    (words("shirt", match="anywhere"), words("t-shirt", match="anywhere"), []),
    (words("订单"), words("订单号"), ["b"]),
    (words(r"\d", match="pattern"), words(r"\D", match="pattern"), []),
    (words("^go$", match="pattern"), words("go", match="pattern"), []),
    (words("^go$", match="pattern"), words("^go$", match="pattern"), ["b"]),
    (words("👍"), words("👍"), ["b"]),
    (words("go"), words("go", priority=51), ["a"]),
    (words("go"), words("go", priority=49), ["b"]),
    (words("go", audience="contact.tags contains 'vip'"), words("go"), []),
    (words("go", cool_down="PT1H"), words("go"), []),
    (words("go", channels=[ONE]), words("go"), []),
    (words("go", channels=[ONE]), words("go", channels=[TWO]), []),
    (words("go", channels=[ONE, TWO]), words("go", channels=[TWO]), ["b"]),
    (words("go"), words("go", channels=[TWO]), ["b"]),
    (words("go"), words("go", when_busy="interrupt"), []),
    (words("go", when_busy="ask"), words("go", when_busy="interrupt"), ["b"]),
    (anything(), anything(), ["b"]),
    (anything(), words("go"), []),
    (anything(priority=60), words("go"), ["b"]),
    (anything(priority=60), ("schedule", {"cron": "0 9 * * *", "audience": "true"}), []),
    (anything(priority=60), ("tag_changed", {}), []),
    (("tag_changed", {}), ("tag_changed", {}), []),
    (anything(priority=60), ("new_conversation", {}), ["b"]),
    (("new_conversation", {}), ("new_conversation", {}), []),
    (("referral", {}), ("referral", {}), []),
    (
        words("one two three four five six seven eight nine ten"),
        words("One two three four five six seven eight nine TEN"),
        ["b"],
    ),
    (words(f"go {'on ' * 20}"), words(f"go {'on ' * 20}"), ["b"]),
    (words("go"), words(f"go {'on ' * 20}"), []),
]


@pytest.mark.parametrize(("a", "b", "never"), CASES)
def test_a_trigger_that_never_starts_is_told(a: Trigger, b: Trigger, never: list[str]) -> None:
    """Where every message that fits it goes to one before it, by priority and then as drawn; else nothing is said."""
    nodes: Nodes = {"a": a, "b": b, "hi": say("hi")}
    told = found("shadowed_trigger", nodes, {"a.next": "hi", "b.next": "hi"})
    assert told == [f"{node}.None" for node in never]


def test_a_schedule_that_is_not_filled_in_is_no_schedule_yet() -> None:
    """What is lacking is told where the document is read; of when it would come nothing is known."""
    nodes: Nodes = {"a": ("schedule", {"cron": "9 in the morning", "hours": {}}), "hi": say("hi")}
    assert found("hours_never_met", nodes, {"a.next": "hi"}) == []


def told(triggers: Nodes) -> list[str]:
    nodes: Nodes = {**triggers, "hi": say("hi")}
    return [one.message for one in problems_of("shadowed_trigger", nodes, {f"{id}.next": "hi" for id in triggers})]


def test_several_together_are_not_told() -> None:
    """What one trigger takes of a third, and another one the rest, is left to whoever reads the flow: it may be meant."""
    assert told({"a": words("go"), "b": words("stop"), "c": words("go", "stop")}) == []


def test_the_one_that_stands_before_is_named() -> None:
    """Of several the one that is asked first: by priority, then as drawn."""
    low, high = words("go", priority=60), words("go", priority=70)
    messages = told({"a": words("stop"), "b": low, "c": high, "d": words("go now")})
    assert ["starts the flow at 'c'" in message for message in messages] == [True, True]
    behind = told({"a": words("stop", priority=80), "b": high, "c": low, "d": words("go now")})
    assert ["starts the flow at 'b'" in message for message in behind] == [True, True]


def test_every_trigger_is_asked_once_by_what_it_is_pulled() -> None:
    """A flow may have thousands of triggers, and is checked at every save: none is compared with each of the others."""
    asked: list[tuple[str, ...]] = []
    keyword = node_types()["keyword"]

    def pulls(params: Params) -> Pull:
        asked.append(params.words)
        return keyword.pulls(params)

    nodes: Nodes = {f"k{number}": words(f"word {number}") for number in range(50)}
    document = FlowDocument.model_validate(a_document(nodes, {}))
    check(document, {**node_types(), "keyword": replace(keyword, pulls=pulls)}, Known(), Limits())
    assert asked == [(f"word {number}",) for number in range(50)]
