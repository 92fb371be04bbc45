"""Which flow is started by something that happened, and what the flow knows of it then."""

import dataclasses
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from engine import Channel, FlowSet, News, Session, Started, advance
from engine.dialogue import FlowTest
from engine.events import MessageReceived
from engine.flowtest import run_test
from engine.listeners import LONGEST_CHAIN, Known, Reach, heard, link
from engine.triggers import candidates, trigger_table
from tests.engine.test_triggers import ANY, NEW, OLD, PHONE, TYPES, WEB, Row
from tests.make import a_contact, a_flow, a_world

NOW = datetime(2027, 1, 15, 9, 30, tzinfo=UTC)
VIP = News(kind="contact.tag_added", data={"tag": "vip", "run": None})
FAILED = News(kind="message.failed", data={"code": "gave_up", "error": "no answer"})
OF_AGE = "event.tag == 'vip' and contact.fields.age >= 18"
CHAT = Reach(OLD, Channel(id=WEB, kind="webchat"), wrote=True, busy=False)
BUSY = CHAT._replace(busy=True)
CALL = Reach(NEW, Channel(id=PHONE, kind="telegram"), wrote=True, busy=False)
HERSELF = f"{OLD}/vip"
STARTED, WAITS = ("other", "started"), ("vip", "busy")


def tagged(node: str, *tags: str, audience: str = "", cool_down: str | None = None, **more: Any) -> Row:
    params = {"tags": list(tags), "audience": audience, "cool_down": cool_down}
    return Row(node=node, kind="tag_changed", params=params, **more)


def told(rows: list[Row], news: News, *reaches: Reach, chain: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    known = Known(a_contact(fields={"age": 20}), reaches, {OLD: NOW - timedelta(hours=2)})
    return [(one.trigger.node, one.outcome) for one in heard(_listeners(rows), news, known, chain, NOW)]


def _listeners(rows: list[Row]) -> Any:
    table = trigger_table(rows, TYPES)
    assert table.problems == ()
    return table.listeners


@pytest.mark.parametrize(
    ("rows", "news", "reaches", "outcomes"),
    [
        ([], VIP, [CHAT], []),
        ([ANY], VIP, [CHAT], []),
        ([tagged("new", "new")], VIP, [CHAT], []),
        ([tagged("vip", "vip"), ANY], VIP, [CHAT], [("vip", "started")]),
        ([tagged("any"), tagged("vip", "vip", priority=60)], VIP, [CHAT], [("vip", "started")]),
        ([tagged("any"), tagged("old", audience="contact.fields.age > 60", priority=60)], VIP, [CHAT], [("any", "started")]),
        ([tagged("any"), tagged("age", audience=OF_AGE, priority=60)], VIP, [CHAT], [("age", "started")]),
        ([tagged("a", flow_id=NEW), tagged("b", flow_id=OLD)], VIP, [CHAT], [("b", "started")]),
        ([tagged("vip"), Row(node="failed", kind="delivery_failed")], FAILED, [CHAT], [("failed", "started")]),
        ([tagged("rests", cool_down="PT3H")], VIP, [CHAT], []),
        ([tagged("rested", cool_down="PT1H")], VIP, [CHAT], [("rested", "started")]),
        ([tagged("web", audience="channel.kind == 'webchat'")], VIP, [CHAT], [("web", "started")]),
        ([tagged("web", audience="channel.kind == 'webchat'")], VIP, [CALL, CHAT], []),
        ([tagged("vip")], VIP, [], [("vip", "nowhere")]),
        ([tagged("phone", channels=(PHONE,))], VIP, [CHAT], [("phone", "nowhere")]),
        ([tagged("none", audience="contact.fields.age > 60")], VIP, [], []),
        ([tagged("phone", channels=(PHONE,)), tagged("other", priority=1)], VIP, [CHAT], [("phone", "nowhere"), STARTED]),
        ([tagged("vip")], VIP, [BUSY], [WAITS]),
        ([tagged("vip", when_busy="interrupt")], VIP, [BUSY], [("vip", "started")]),
        ([tagged("vip"), tagged("other", when_busy="interrupt", priority=1)], VIP, [BUSY], [WAITS, STARTED]),
    ],
)  # fmt: skip
def test_who_hears_it(rows: list[Row], news: News, reaches: list[Reach], outcomes: list[tuple[str, str]]) -> None:
    """The highest priority whose conditions hold is started; what had to be passed over says why."""
    assert told(rows, news, *reaches) == outcomes


@pytest.mark.parametrize(
    ("row", "reaches", "place"),
    [
        (tagged("vip"), [CALL, CHAT], CALL),
        (tagged("vip"), [CHAT, CALL], CHAT),
        (tagged("vip", channels=(WEB,)), [CALL, CHAT], CHAT),
        (tagged("vip"), [BUSY, CALL], BUSY),
    ],
)
def test_where_it_is_started(row: Row, reaches: list[Reach], place: Reach) -> None:
    """In the conversation that was active last, among those on the trigger's channels."""
    [found] = heard(_listeners([row]), VIP, Known(a_contact(), tuple(reaches), {}), (), NOW)
    assert found.reach == place


@pytest.mark.parametrize(
    ("chain", "outcome"),
    [
        ((), "started"),
        ((f"{OLD}/other", f"{NEW}/vip"), "started"),
        ((HERSELF,), "circle"),
        ((HERSELF, f"{NEW}/vip"), "circle"),
        (tuple(map(str, range(LONGEST_CHAIN))), "circle"),
    ],
)
def test_no_trigger_leads_to_itself(chain: tuple[str, ...], outcome: str) -> None:
    """Not directly, not by way of another flow, and no chain grows without end."""
    assert told([tagged("vip")], VIP, CHAT, chain=chain) == [("vip", outcome)]
    assert link(_listeners([tagged("vip")])[0]) == HERSELF


@pytest.mark.parametrize(("reaches", "first"), [([CHAT], False), ([CHAT._replace(wrote=False)], True), ([], True)])
def test_whether_the_contact_ever_wrote_is_known(reaches: list[Reach], first: bool) -> None:
    """In the conversation in which the flow would be started; who has none never wrote there."""
    [listener] = _listeners([tagged("vip")])
    newcomers = dataclasses.replace(listener, admit=lambda occasion: occasion.first)
    started = list(heard([newcomers], VIP, Known(a_contact(), tuple(reaches), {}), (), NOW))
    assert bool(started) is first


def test_news_pulls_no_trigger_for_messages() -> None:
    """What listens for news never takes a message, and the other way round."""
    table = trigger_table([tagged("vip"), ANY], TYPES)
    assert [one.node for one in candidates(table.triggers, MessageReceived(text="vip"), WEB)] == ["any"]
    assert [one.node for one in table.listeners] == ["vip"]


NODES: dict[str, tuple[str, dict[str, Any]]] = {
    "vip": ("tag_changed", {"tags": ["vip"], "save_as": "tag", "audience": "contact.tags contains 'vip'"}),
    "moved": ("field_changed", {"field": "city", "when_busy": "interrupt"}),
    "ask": ("ask_text", {"question": "Welcome, {{ vars.tag }}. Your name?"}),
    "city": ("send_message", {"text": "{{ result.moved.before }} to {{ result.moved.after }}"}),
    "end": ("send_message", {"text": "bye"}),
}
EDGES = {"vip.next": "ask", "moved.next": "city", "ask.answered": "end"}
MOVED = {"starts": {"kind": "contact.field_changed", "data": {"name": "city", "before": "Lisbon", "after": "Porto"}}}
TAGGED = {"starts": {"kind": "contact.tag_added", "data": {"tag": "vip"}}}
ASKED = {"expects": "Welcome, vip. Your name?"}
DEAF = "line {}: expected a trigger that hears '{}'"


@pytest.mark.parametrize(
    ("tags", "dialogue", "failure"),
    [
        (["vip"], [TAGGED, ASKED, {"says": "Ann"}, {"expects": "bye"}], ""),
        ([], [TAGGED, ASKED], DEAF.format(1, "contact.tag_added")),
        (["vip"], [TAGGED, ASKED, TAGGED], DEAF.format(3, "contact.tag_added")),
        (["vip"], [TAGGED, ASKED, MOVED, {"expects": "Lisbon to Porto"}, {"ends": "completed"}], ""),
        ([], [MOVED, {"expects": "Lisbon to Porto"}], ""),
        ([], [{"starts": {"kind": "message.failed"}}], DEAF.format(1, "message.failed")),
    ],
)
def test_in_a_flow_test(tags: list[str], dialogue: list[dict[str, Any]], failure: str) -> None:
    """A line tells what happened; it starts the flow as it would for real, or the test says that nothing hears it."""
    flow = a_flow(NODES, EDGES)
    test = FlowTest.model_validate({"name": "it", "contact": {"tags": tags}, "dialogue": dialogue})
    outcome = run_test(test, flow, FlowSet({flow.id: flow}, {}), lambda call: pytest.fail(f"it calls {call}"))
    assert str(outcome.failure or "").startswith(failure)
    assert bool(outcome.failure) == bool(failure)


def test_what_a_trigger_heard() -> None:
    """The trigger finds it; the node behind it has its result, and nothing in memory."""
    flow = a_flow(NODES, EDGES)
    turn = advance(FlowSet.of(flow), Session(), Started(flow=flow.id, node="vip", news=VIP), a_world())
    [frame] = turn.session.frames
    assert (frame.variables, frame.results["vip"], frame.memory.get("news")) == ({"tag": "vip"}, {"tag": "vip"}, None)
