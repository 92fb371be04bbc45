"""What a changed flow would have done with conversations that happened on the flow as it was."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

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
from engine.impact import Divergence, Heard, Recording, Replayed, replay, report
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


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_the_same_flow_does_the_same(name: str) -> None:
    """Whatever happened, by messages, calls, time or people: the version itself differs nowhere."""
    found = played(flow(), name)
    assert (found.divergence, found.unlike) == (None, None)
    assert "ask" in found.visited or name == "lost"


def test_whoever_has_opted_out_stays_so() -> None:
    """What a turn did to the contact is known to the next one, as when it happened."""
    out = flow(
        {"mark": None, "leave": ("opt_out", {}), "is": ("condition", {"expression": "contact.opted_out"})},
        {"look.success": "leave", "leave.next": "keep", "ask.no": "is", "is.true": "end", "is.false": "gone"},
    )
    found = played(out, "no", out)
    assert (found.divergence, found.unlike) == (None, None)


DIFFERENCES: dict[str, tuple[CompiledFlow, str, dict[str, Any]]] = {
    "a text that is sent": (
        flow({"gone": {"text": "Done, {{ contact.name }}."}}),
        "yes",
        {"turn": 3, "event": "message", "node": "gone", "what": "message"}
        | {
            "expected": {"type": "send_message", "text": "Cancelled, Ann."},
            "got": {"type": "send_message", "text": "Done, Ann."},
        },
    ),
    "a request": (
        flow({"look": {"url": "https://other.example"}}),
        "yes",
        {"turn": 1, "event": "started", "node": "look", "what": "effect"},
    ),
    "a tag": (flow({"mark": {"tag": "seen"}}), "waits", {"turn": 2, "node": "mark", "what": "effect"}),
    "a variable": (
        flow({"keep": {"assignments": [{"name": "total", "value": "{{ vars.n | times: 3 }}"}]}}),
        "waits",
        {"turn": 2, "node": "keep", "what": "variable", "expected": {"total": 6}, "got": {"total": 9}},
    ),
    "a deadline": (
        flow({"ask": {"timeout": "PT2H"}}),
        "waits",
        {"turn": 2, "node": "ask", "what": "wait"}
        | {"expected": {"kind": "reply", "until": "2026-01-05T10:20:00Z"}}
        | {"got": {"kind": "reply", "until": "2026-01-05T11:20:00Z"}},
    ),
    "an edge": (
        flow(edges={"ask.no": "gone"}),
        "no",
        {"turn": 3, "node": "ask", "what": "way", "expected": "end", "got": "gone"},
    ),
    "an edge that is missing": (
        flow(edges={"ask.yes": None}),
        "yes",
        {"node": "ask", "what": "way", "expected": "gone", "got": "the end of the flow"},
    ),
    "a node that is gone": (
        flow({"mark": None}, {"look.success": "keep"}),
        "yes",
        {"turn": 2, "node": "mark", "what": "gone", "got": "keep"},
    ),
    "a trigger that is gone": (
        replace(flow(), nodes={id: node for id, node in flow().nodes.items() if id != "start"}),
        "yes",
        {"turn": 1, "node": "start", "what": "gone"},
    ),
    "an output": (
        flow({"ask": {"cancel_words": ["no"]}}),
        "no",
        {"turn": 3, "node": "ask", "what": "output", "expected": "no", "got": "cancelled"},
    ),
    "a result": (flow({"end": {"result": "other"}}), "no", {"turn": 3, "node": "end", "what": "end"}),
    "no way to time out": (flow({"ask": {"timeout": None}}), "late", {"turn": 2, "node": "ask", "what": "wait"}),
    "a node that is gone, and nothing in its place": (
        flow({"mark": None}),
        "yes",
        {"turn": 2, "node": "mark", "what": "gone", "expected": "mark", "got": "the end of the flow"},
    ),
    "a text that came out empty": (
        flow({"gone": {"text": "{{ vars.nothing }}"}}),
        "yes",
        {"what": "message", "expected": {"type": "send_message", "text": "Cancelled, Ann."}, "got": None},
    ),
    "a node that does not start": (
        replace(flow(), nodes={id: node for id, node in flow().nodes.items() if id != "gone"}),
        "yes",
        {"turn": 3, "node": "ask", "what": "refused", "expected": "that the flow takes it"},
    ),
    "a node in between": (
        flow({"new": ("send_message", {"text": "Wait…"})}, {"look.success": "new", "new.next": "mark"}),
        "yes",
        {"turn": 2, "node": "look", "what": "way", "expected": "mark", "got": "new"},
    ),
}


@pytest.mark.parametrize("name", DIFFERENCES)
def test_where_it_parts_ways(name: str) -> None:
    """The first thing that is otherwise is named: turn, node, what it is, what was, what would be."""
    candidate, conversation, expected = DIFFERENCES[name]
    found = played(candidate, conversation).divergence
    assert found is not None
    assert {**found.model_dump(), **expected} == found.model_dump()
    assert found.at == NOW + timedelta(minutes=10 * found.turn)


@pytest.mark.parametrize(
    ("before", "after", "what", "expected", "got"),
    [
        (flow(edges={"ask.yes": None}), flow(), "way", "the end of the flow", "gone"),
        (flow({"gone": {"text": "{{ vars.nothing }}"}}), flow(), "message", None, "Cancelled, Ann."),
    ],
)
def test_what_is_new(before: CompiledFlow, after: CompiledFlow, what: str, expected: Any, got: str) -> None:
    """A way that goes on, and a message that was none: what was is told as it was."""
    found = played(after, "yes", before).divergence
    assert found is not None
    assert (found.what, found.expected) == (what, expected)
    assert (found.got["text"] if what == "message" else found.got) == got


@pytest.mark.parametrize(
    ("candidate", "conversation"),
    [
        (flow({"late": {"text": "Bye!"}}), "yes"),
        (flow(edges={"ask.timeout": None}), "no"),
        (flow({"new": ("send_message", {"text": "nobody comes here"})}), "yes"),
        (a_flow(NODES, EDGES, variables={"more": {"type": "text", "default": "x"}}), "late"),
    ],
)
def test_what_nobody_met_makes_no_difference(candidate: CompiledFlow, conversation: str) -> None:
    """A change where the conversation did not come through, and a variable that is new, change nothing for it."""
    assert played(candidate, conversation).divergence is None


def test_the_rest_is_played_while_both_stand_at_the_same_node() -> None:
    """A changed question does not end the replay: what comes after it is touched, too."""
    found = played(flow({"ask": {"question": "Cancel?"}}), "yes")
    assert found.divergence is not None
    assert (found.divergence.node, found.divergence.turn) == ("ask", 2)
    assert "gone" in found.visited


def test_the_rest_is_not_played_where_both_stand_elsewhere() -> None:
    """An answer to one question is no answer to another: nothing is known of what would have come after it."""
    found = played(flow({"new": ("ask_yes_no", {"question": "?"})}, {"keep.next": "new", "new.yes": "gone"}), "yes")
    assert found.divergence is not None
    assert (found.divergence.node, found.divergence.turn) == ("keep", 2)
    assert "gone" not in found.visited


def test_draws_are_the_same() -> None:
    """A split sends the same contact the same way on the candidate, which has another id but takes the version's place."""
    arms = [{"id": name, "weight": 1} for name in ("a", "b", "c")]
    split: Nodes = {"start": ("keyword", {"words": ["order"]}), "split": ("random_split", {"arms": arms})}
    was = a_flow(split, {"start.next": "split"})
    for number in range(20):
        one = recording(FlowSet.of(was), (BEGINS,), number)
        someone = one.model_copy(update={"contact": a_contact(id=UUID(int=number))})
        found = replay(someone, FlowSet.of(was), FlowSet.of(a_flow(split, {"start.next": "split"})))
        assert found.divergence is None


def test_what_its_own_version_does_not_repeat_tells_nothing() -> None:
    """A contact who was changed from outside, or a version that cannot be read, is said and counts for nothing."""
    flows = FlowSet.of(flow())
    one = recording(flows, CONVERSATIONS["yes"])
    last = one.heard[2].path
    for path, node in (((("ask", "no"),), "ask"), (last[:1], "gone"), ((*last, ("late", None)), "late")):
        other = one.model_copy(update={"heard": (*one.heard[:2], one.heard[2].model_copy(update={"path": path}))})
        found = replay(other, flows, flows)
        why = f"turn 3 goes another way now, at '{node}': the contact, a setting or a node type has changed"
        assert found.unlike == why
    missing = replay(one, FlowSet({}, {}), flows)
    assert missing.unlike is not None
    assert missing.unlike.startswith("turn 1 cannot be repeated:")


def test_report() -> None:
    """How many stay the same, at which nodes the others part ways, and which nodes nobody has come through."""
    flows, candidate = (
        FlowSet.of(flow()),
        flow({"gone": {"text": "Done."}, "lost": ("send_message", {"text": "Sorry"})}),
    )
    names = ("yes", "no", "yes", "late")
    some = [recording(flows, CONVERSATIONS[name], number) for number, name in enumerate(names)]
    all = [*(replay(one, flows, FlowSet.of(candidate)) for one in some), replay(some[0], FlowSet({}, {}), flows)]
    found = report(all, candidate)
    assert (found.sessions, found.same, len(found.unlike)) == (5, 2, 1)
    (node,) = found.nodes
    assert (node.node, node.what, node.count, node.example) == ("gone", "message", 2, UUID(int=0))
    assert [session.int for session, _ in found.divergences] == [0, 2]
    assert all_of(found.divergences) == {"gone"}
    assert found.untouched == ("lost",)


def test_the_node_that_matters_most_comes_first() -> None:
    """Nodes are told by how many sessions part ways at them, whichever of them came first."""
    flows, candidate = FlowSet.of(flow()), flow({"end": {"result": "other"}, "gone": {"text": "Done."}})
    some = [recording(flows, CONVERSATIONS[name], at) for at, name in enumerate(("no", "yes", "yes"))]
    found = report([replay(one, flows, FlowSet.of(candidate)) for one in some], candidate)
    assert [(node.node, node.count) for node in found.nodes] == [("gone", 2), ("end", 1)]


def all_of(divergences: Sequence[tuple[UUID, Divergence]]) -> set[str]:
    return {one.node for _, one in divergences}
