"""Which flow a message starts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from engine import Channel, Contact, Occasion
from engine.compiled import compile_flow
from engine.events import MessageReceived
from engine.flow import Edge, FlowDocument, Node
from engine.triggers import (
    Chosen,
    CompiledTrigger,
    candidates,
    choose,
    elsewhere,
    keeps_out,
    trigger_table,
    triggers_of,
)
from nodes import node_types

TYPES = node_types()
OLD, NEW = UUID(int=1), UUID(int=2)  # ids of flows are ordered by time
WEB, PHONE, VERSION = UUID(int=10), UUID(int=11), UUID(int=12)


@dataclass(frozen=True, kw_only=True)
class Row:
    """A trigger as a store gives it."""

    node: str
    kind: str = "keyword"
    flow_id: UUID = OLD
    params: Mapping[str, Any] = field(default_factory=dict)
    priority: int = 50
    when_busy: str = "ignore"
    channels: tuple[UUID, ...] = ()
    version_id: UUID = VERSION


def word(node: str, *words: str, **more: Any) -> Row:
    return Row(node=node, params={"words": list(words)}, **more)


ANY = Row(node="any", kind="any_message", priority=10)
MENU = word("menu", "menu")
STOP = word("stop", "stop", when_busy="interrupt", priority=90)


def first(asked: Iterable[CompiledTrigger[MessageReceived]]) -> CompiledTrigger[MessageReceived] | None:
    return next(iter(asked), None)


@pytest.mark.parametrize(
    ("rows", "text", "chosen"),
    [
        ([], "menu", None),
        ([MENU], "hello", None),
        ([MENU], "menu", "menu"),
        ([ANY, MENU], "menu", "menu"),
        ([ANY, MENU], "hello", "any"),
        ([word("low", "menu", priority=1), word("high", "menu", priority=2)], "menu", "high"),
        ([word("new", "menu", flow_id=NEW), word("old", "menu", flow_id=OLD)], "menu", "old"),
        ([word("new", "menu", flow_id=NEW, priority=60), word("old", "menu", flow_id=OLD)], "menu", "new"),
        ([word("first", "menu"), word("second", "menu")], "menu", "first"),
        ([Row(node="api", kind="api_start"), ANY], "hello", "any"),
        ([word("phone", "menu", channels=(PHONE,)), ANY], "menu", "any"),
        ([word("both", "menu", channels=(PHONE, WEB)), ANY], "menu", "both"),
    ],
)
def test_choose(rows: list[Row], text: str, chosen: str | None) -> None:
    """The highest priority that listens to this channel takes it; then the oldest flow; then the first in its flow."""
    triggers, problems, _ = trigger_table(rows, TYPES)
    found = first(candidates(triggers, MessageReceived(text=text), WEB))
    assert (found.node if found else None) == chosen
    assert problems == ()


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (Row(node="gone", kind="acme.sticker"), "there is no node type 'acme.sticker'"),
        (Row(node="old", params={"wrods": ["menu"]}), f"trigger 'old' of flow {OLD} is left out: Field required"),
    ],
)
def test_a_stale_trigger_is_left_out(row: Row, reason: str) -> None:
    """A stored trigger that its type no longer takes must not keep the other flows from being started."""
    triggers, problems, _ = trigger_table([row, MENU], TYPES)
    assert [trigger.node for trigger in triggers] == ["menu"]
    assert [(problem.code, problem.node) for problem in problems] == [("stale_trigger", row.node)]
    assert reason in problems[0].message


def test_triggers_of_a_flow() -> None:
    """Publishing stores every trigger with what the choice needs; one without channels listens on all."""
    document = FlowDocument(
        name="x",
        nodes=(
            Node(
                id="k",
                type="keyword",
                data={"words": ["hi"], "priority": 70, "when_busy": "interrupt", "channels": [str(WEB)]},
            ),
            Node(id="api", type="api_start"),
            Node(id="end", type="end"),
        ),
        edges=(Edge(id="e1", source="k", target="end"), Edge(id="e2", source="api", target="end")),
    )
    keyword, api = triggers_of(compile_flow("v1", document, TYPES))
    assert (keyword.node, keyword.kind, keyword.priority, keyword.when_busy) == ("k", "keyword", 70, "interrupt")
    assert keyword.channels == (str(WEB),)
    assert keyword.params["words"] == ["hi"]
    assert (api.node, api.kind, api.priority, api.when_busy, api.channels) == ("api", "api_start", 50, "ignore", ())


def test_what_publishing_stores_can_be_asked() -> None:
    """The params of a published trigger come back from JSON as they were."""
    document = FlowDocument(name="x", nodes=(Node(id="k", type="keyword", data={"words": ["hi"]}),))
    (drawn,) = triggers_of(compile_flow("v1", document, TYPES))
    triggers, *_ = trigger_table([Row(node=drawn.node, kind=drawn.kind, params=drawn.params)], TYPES)
    found = first(candidates(triggers, MessageReceived(text="hi"), WEB))
    assert found is not None
    assert found.node == "k"


NOW = datetime(2027, 1, 15, 9, 30, tzinfo=UTC)
VIP = "contact.tags contains 'vip'"
HELLO = MessageReceived(text="hello")


def an_occasion(**over: Any) -> Occasion:
    contact = Contact(id=OLD, name="Ann", tags=over.pop("tags", ()))
    return Occasion(now=NOW, contact=contact, channel=Channel(id=WEB, kind="webchat"), message=HELLO, **over)


def for_vips(node: str, **more: Any) -> Row:
    return Row(node=node, kind="any_message", params={"audience": VIP}, **more)


@pytest.mark.parametrize(
    ("rows", "asked"),
    [
        ([ANY], ["any"]),
        ([for_vips("vip"), ANY], ["vip", "any"]),
        ([for_vips("vip"), ANY, Row(node="never", kind="any_message", priority=1)], ["vip", "any"]),
        ([for_vips("a"), for_vips("b", priority=60)], ["b", "a"]),
        ([for_vips("vip", when_busy="interrupt", priority=60), ANY], ["vip", "any"]),
        ([STOP, word("late", "stop", when_busy="ask")], ["stop"]),
        (
            [ANY, Row(node="asks", kind="any_message", priority=2, when_busy="ask"), for_vips("last", priority=1)],
            ["any", "asks"],
        ),
        ([ANY, for_vips("asks", priority=2, when_busy="ask"), for_vips("peace", priority=1)], ["any", "asks"]),
    ],
)
def test_candidates_end_with_those_that_can_be_chosen(rows: list[Row], asked: list[str]) -> None:
    """What comes after one that takes everybody can never be chosen, but for those inside a flow."""
    triggers, *_ = trigger_table(rows, TYPES)
    message = MessageReceived(text="stop") if STOP in rows else HELLO
    assert [one.node for one in candidates(triggers, message, WEB)] == asked


@pytest.mark.parametrize(
    ("over", "chosen"),
    [({"tags": ("vip",)}, "vip"), ({}, "any"), ({"tags": ("vip2",)}, "any")],
)
def test_the_first_whose_condition_holds_is_chosen(over: dict[str, Any], chosen: str) -> None:
    """The contact decides among those that take the message."""
    triggers, *_ = trigger_table([for_vips("vip"), ANY], TYPES)
    found = choose(candidates(triggers, HELLO, WEB), lambda _: an_occasion(**over)).idle
    assert found is not None
    assert found.node == chosen


def test_nobody_is_chosen_if_no_condition_holds() -> None:
    """A message that only others may start something with goes to the inbox."""
    triggers, *_ = trigger_table([for_vips("vip")], TYPES)
    assert choose(candidates(triggers, HELLO, WEB), lambda _: an_occasion()) == Chosen()


ASKS = word("asks", "menu", when_busy="ask", priority=40)
LATE = word("late", "menu", when_busy="interrupt", priority=30)


@pytest.mark.parametrize(
    ("rows", "text", "idle", "inside"),
    [
        ([ANY, MENU, STOP], "stop", "stop", "stop"),
        ([ANY, MENU, STOP], "menu", "menu", None),
        ([MENU, ASKS], "menu", "menu", "asks"),
        ([MENU, ASKS, LATE], "menu", "menu", "asks"),
        ([MENU, LATE], "menu", "menu", "late"),
        ([ASKS, LATE], "menu", "asks", "asks"),
        ([LATE, ANY], "menu", "late", "late"),
        (
            [MENU, for_vips("vip", when_busy="interrupt", priority=1)],
            "menu",
            "menu",
            None,
        ),
        ([], "menu", None, None),
    ],
)
def test_what_a_message_starts_inside_a_flow(rows: list[Row], text: str, idle: str | None, inside: str | None) -> None:
    """Of those who are in the middle of a flow the highest that interrupts or asks takes it: one that would leave them in
    peace does not stand before it."""
    triggers, *_ = trigger_table(rows, TYPES)
    found = choose(candidates(triggers, MessageReceived(text=text), WEB), lambda _: an_occasion())
    assert (found.idle and found.idle.node, found.inside and found.inside.node) == (idle, inside)


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("contact.name == 'Ann'", True),
        ("channel.kind == 'telegram'", False),
        ("input.text contains 'ell'", True),
        ("contact.fields.age > 3", False),
        ("contact.name ==", False),
        ("nobody.knows", False),
    ],
)
def test_conditions_on_an_occasion(condition: str, holds: bool) -> None:
    """They read contact, channel and input; what cannot be decided does not hold."""
    assert an_occasion().holds(condition) is holds


@pytest.mark.parametrize(
    ("ago", "rested"),
    [
        (None, True),
        (timedelta(hours=1), True),
        (timedelta(minutes=59, seconds=59), False),
        (-timedelta(seconds=1), False),
    ],
)
def test_a_flow_rests_for_a_contact(ago: timedelta | None, rested: bool) -> None:
    """Counted from when it was last started for them."""
    occasion = an_occasion(started=None if ago is None else NOW - ago)
    assert occasion.rested(timedelta(hours=1)) is rested


@pytest.mark.parametrize(
    ("kind", "data", "tags", "out"),
    [
        ("api_start", {"audience": VIP}, (), True),
        ("api_start", {"audience": VIP}, ("vip",), False),
        ("api_start", {}, (), False),
        ("webhook", {"channel": str(WEB), "address_path": "phone", "audience": VIP}, (), True),
        ("schedule", {"cron": "0 9 * * *", "audience": VIP}, (), True),
        ("keyword", {"words": ["menu"], "audience": VIP}, (), False),
        ("tag_changed", {"audience": VIP}, (), False),
        ("send_message", {"text": "no trigger"}, (), False),
    ],
)
def test_who_is_left_out_of_an_order(kind: str, data: dict[str, Any], tags: tuple[str, ...], out: bool) -> None:
    """An order is held to the conditions of a trigger that orders alone pull; at any other it is meant as it is."""
    flow = compile_flow("v1", FlowDocument(name="x", nodes=(Node(id="a", type=kind, data=data),)), TYPES)
    assert keeps_out(flow, "a", lambda: an_occasion(tags=tags)) is out
    assert not keeps_out(flow, "nowhere", an_occasion)


@pytest.mark.parametrize(
    ("kind", "data", "out"),
    [
        ("api_start", {"channels": [str(WEB)]}, False),
        ("api_start", {"channels": [str(PHONE), str(WEB)]}, False),
        ("api_start", {"channels": [str(PHONE)]}, True),
        ("api_start", {}, False),
        ("schedule", {"cron": "0 9 * * *", "audience": "true", "channels": [str(PHONE)]}, True),
        ("webhook", {"channel": str(PHONE), "address_path": "phone"}, False),
        ("keyword", {"words": ["menu"], "channels": [str(PHONE)]}, False),
    ],
)
def test_an_order_on_another_channel(kind: str, data: dict[str, Any], out: bool) -> None:
    """The channels of a trigger that orders alone pull hold for orders; whoever starts a flow at any other means it."""
    flow = compile_flow("v1", FlowDocument(name="x", nodes=(Node(id="a", type=kind, data=data),)), TYPES)
    assert elsewhere(flow, "a", WEB) is out
    assert not elsewhere(flow, "nowhere", WEB)
