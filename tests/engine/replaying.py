"""A flow, conversations on it, and what they are when they are recorded: for the tests of impact reports."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from engine import (
    CallReturned,
    CompiledFlow,
    Event,
    FlowSet,
    HandedBack,
    MessageReceived,
    Session,
    Started,
    TakenOver,
    TimedOut,
    World,
    advance,
)
from engine.apply import contact_after
from engine.effects import ContactChange
from engine.impact import Heard, Recording, Replayed, replay
from tests.make import NOW, a_contact, a_flow, a_world

Nodes = Mapping[str, tuple[str, dict[str, Any]]]
NODES: Nodes = {
    "start": ("keyword", {"words": ["order"]}),
    "look": (
        "http_request",
        {"url": "https://shop.example/{{ contact.name }}", "save": [{"path": "n", "save_as": "n"}]},
    ),
    "mark": ("add_tag", {"tag": "asked"}),
    "keep": ("set_variable", {"assignments": [{"name": "total", "value": "{{ vars.n | times: 2 }}"}]}),
    "ask": ("ask_yes_no", {"question": "{{ vars.n }} orders. Cancel?", "timeout": "PT1H"}),
    "gone": ("send_message", {"text": "Cancelled, {{ contact.name }}."}),
    "late": ("send_message", {"text": "Bye at {{ now | date: '%H:%M' }}"}),
    "end": ("end", {"result": "kept"}),
}
EDGES = {
    "start.next": "look",
    "look.success": "mark",
    "mark.next": "keep",
    "keep.next": "ask",
    "ask.yes": "gone",
    "ask.no": "end",
    "ask.timeout": "late",
}
CALLED = CallReturned(call="", result={"status": 200, "headers": {}, "body": {"n": 3}})
BEGINS = Started(flow="flow", node="start", message=MessageReceived(text="order"))
YES, NO = (MessageReceived(text=text) for text in ("yes", "no"))
CONVERSATIONS: dict[str, Sequence[Event]] = {
    "yes": (BEGINS, CALLED, YES),
    "no": (BEGINS, CALLED, NO),
    "late": (BEGINS, CALLED, TimedOut()),
    "lost": (BEGINS, CallReturned(call="", error="timeout")),
    "people": (BEGINS, CALLED, TakenOver(), HandedBack(node=None), YES),
    "waits": (BEGINS, CALLED),
}


def flow(nodes: Mapping[str, Any] | None = None, edges: Mapping[str, str | None] | None = None) -> CompiledFlow:
    """The flow, with some nodes' data or some edges changed; None takes them away."""
    changed = {id: (kind, {**data, **((nodes or {}).get(id) or {})}) for id, (kind, data) in NODES.items()}
    kept = {id: node for id, node in changed.items() if (nodes or {}).get(id, ()) is not None}
    new = {id: node for id, node in (nodes or {}).items() if id not in NODES}
    ways = {**EDGES, **(edges or {})}
    return a_flow({**kept, **new}, {at: to for at, to in ways.items() if to and to in {**kept, **new}})


def recording(flows: FlowSet, events: Sequence[Event], number: int = 0) -> Recording:
    """What the events led to, ten minutes apart, on the flow as it was."""
    session, contact, heard = Session(), a_contact(), []
    for turn, event in enumerate(events, start=1):
        now = NOW + timedelta(minutes=10 * turn)
        call = session.waiting.call if session.waiting else None
        one = event.model_copy(update={"call": call}) if isinstance(event, CallReturned) else event
        taken = advance(flows, session, one, a_world(now=now, contact=contact))
        session = taken.session
        for effect in taken.effects:
            if isinstance(effect, ContactChange):
                contact = contact_after(contact, effect)
        path = tuple((step.node, step.left) for step in taken.steps)
        heard.append(Heard(number=turn, at=now, event=event, path=path))
    world: World = a_world()
    known = {"contact": a_contact(), "channel": world.channel, "conversation": world.conversation}
    return Recording(session=UUID(int=number), flow="flow", heard=tuple(heard), **known)


def played(candidate: CompiledFlow, name: str, before: CompiledFlow | None = None) -> Replayed:
    was = FlowSet.of(before or flow())
    return replay(recording(was, CONVERSATIONS[name]), was, FlowSet.of(candidate))
