"""Triggers of one flow that stand in each other's way: only what can never start is told."""

from typing import Any

import pytest

from tests.engine.checked import Nodes, found, say

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
]


@pytest.mark.parametrize(("a", "b", "never"), CASES)
def test_a_trigger_that_never_starts_is_told(a: Trigger, b: Trigger, never: list[str]) -> None:
    """Where every message that fits it goes to one before it, by priority and then as drawn; else nothing is said."""
    nodes: Nodes = {"a": a, "b": b, "hi": say("hi")}
    told = found("shadowed_trigger", nodes, {"a.next": "hi", "b.next": "hi"})
    assert told == [f"{node}.None" for node in never]
