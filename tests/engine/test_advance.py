"""``advance``: what moves a session, table by table."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from engine import (
    CallReturned,
    EventRefused,
    FlowMissing,
    FlowSet,
    HandedBack,
    Limits,
    NodeBroken,
    SendMessage,
    Session,
    Started,
    Step,
    TimedOut,
    Turn,
    advance,
)
from nodes import node_types
from tests.make import NOW, a_contact, a_flow, a_world, says

START: tuple[str, dict[str, Any]] = ("api_start", {})
ASK = ("ask_text", {"question": "Your name?", "save_as": "name", "timeout": "PT1H"})
SAY = ("send_message", {"text": "Hello {{ vars.name }}"})


def started(flow: Any, **over: Any) -> Turn:
    return advance(FlowSet.of(flow), Session(), Started(flow=flow.id, node="start"), a_world(**over))


def texts(turn: Turn) -> list[str]:
    return [effect.text for effect in turn.effects if isinstance(effect, SendMessage)]


ASKING = a_flow({"start": START, "ask": ASK, "say": SAY}, {"start.next": "ask", "ask.answered": "say"})


def test_asks_waits_and_goes_on() -> None:
    """A question stops the turn with a deadline; the answer goes on from the same node and reaches the end."""
    first = started(ASKING)
    assert texts(first) == ["Your name?"]
    assert first.session.waiting is not None
    assert first.session.waiting.until == NOW + timedelta(hours=1)
    second = advance(FlowSet.of(ASKING), first.session, says("Bo"), a_world())
    assert texts(second) == ["Hello Bo"]
    assert second.session.status == "completed"
    assert [(s.node, s.entered, s.left) for s in second.steps] == [
        ("ask", "message", "answered"),
        ("say", "edge", "next"),
    ]


def test_turns_are_counted_and_the_last_message_is_kept() -> None:
    """A session knows how many turns it has taken and what was said last, whatever answered since."""
    first = started(ASKING)
    second = advance(FlowSet.of(ASKING), first.session, says("  "), a_world())
    third = advance(FlowSet.of(ASKING), second.session, TimedOut(), a_world())
    assert [turn.session.turn for turn in (first, second, third)] == [1, 2, 3]
    assert [turn.session.input for turn in (first, second, third)] == [None, says("  "), says("  ")]
    assert [(step.entered, step.left) for step in second.steps + third.steps] == [
        ("message", None),
        ("timed_out", "timeout"),
    ]


def test_nothing_is_changed_in_place() -> None:
    """Deciding leaves the session it was given as it was, so that a turn can be decided again."""
    first = started(ASKING)
    before = first.session.model_dump_json()
    again = [advance(FlowSet.of(ASKING), first.session, says("Bo"), a_world()) for _ in range(2)]
    assert first.session.model_dump_json() == before
    assert again[0] == again[1]


@pytest.mark.parametrize(
    ("session", "event", "words"),
    [
        (Session(status="completed"), says("x"), "has ended"),
        (Session(), says("x"), "has not started"),
        (started(ASKING).session, Started(flow="flow", node="start"), "has started already"),
        (started(ASKING).session, CallReturned(call="7"), "does not wait for call"),
        (started(ASKING).session, HandedBack(), "not with people"),
        (
            started(a_flow({"start": START, "ask": ("wait_reply", {})}, {"start.next": "ask"})).session,
            TimedOut(),
            "nothing that can time out",
        ),
    ],
)
def test_refuses_what_it_does_not_wait_for(session: Session, event: Any, words: str) -> None:
    """An event that does not fit is refused in words, before anything has changed."""
    with pytest.raises(EventRefused, match=words):
        advance(FlowSet.of(ASKING), session, event, a_world())


def test_a_loop_without_a_wait_ends_with_its_cause() -> None:
    """A loop that never waits fails the session, says what usually causes it, and keeps what was said before."""
    flow = a_flow(
        {"start": START, "say": ("send_message", {"text": "round"}), "set": ("add_tag", {"tag": "x"})},
        {"start.next": "say", "say.next": "set", "set.next": "set"},
    )
    turn = started(flow)
    assert turn.session.status == "failed"
    assert "is there a loop" in (turn.session.reason or "")
    assert texts(turn) == ["round"]
    assert len(turn.steps) == Limits().steps_per_turn


def test_messages_of_a_turn_are_bounded() -> None:
    """A loop that says something each time stops at the limit of messages, which it names."""
    flow = a_flow(
        {"start": START, "say": ("send_message", {"text": "round"})}, {"start.next": "say", "say.next": "say"}
    )
    turn = started(flow, limits=Limits(messages_per_turn=7))
    assert texts(turn) == ["round"] * 7
    assert "more than 7 messages" in (turn.session.reason or "")


def test_a_bad_template_is_a_problem_not_an_end() -> None:
    """A template that fails at run time is a problem with node and field; the flow goes on by its declared output."""
    flow = a_flow(
        {
            "start": START,
            "bad": ("send_message", {"text": "{{ 'x' | divided_by: 0 }}"}),
            "good": ("send_message", {"text": "still here"}),
        },
        {"start.next": "bad", "bad.next": "good"},
    )
    turn = started(flow)
    assert texts(turn) == ["still here"]
    assert ("bad", "text") in {(p.node, p.field) for p in turn.problems}
    assert turn.session.status == "completed"


CHILD = a_flow(
    {
        "start": START,
        "ask": ("ask_number", {"question": "How many?", "save_as": "count"}),
        "say": ("send_message", {"text": "{{ vars.what }}: {{ vars.count }} for {{ parent.vars.who }}"}),
    },
    {"start.next": "ask", "ask.answered": "say"},
    id="child-v1",
    variables={"what": {"input": True}, "count": {"type": "number", "output": True}},
)
PARENT = a_flow(
    {
        "start": START,
        "set": ("set_variable", {"assignments": [{"name": "who", "value": "Ann"}]}),
        "run": (
            "run_flow",
            {
                "flow": "child",
                "inputs": [{"name": "what", "value": "tea"}],
                "outputs": [{"name": "count", "save_as": "cups"}],
            },
        ),
        "say": ("send_message", {"text": "{{ vars.cups | plus: 1 }} cups"}),
        "no": ("send_message", {"text": "not now"}),
    },
    {"start.next": "set", "set.next": "run", "run.completed": "say", "run.failed": "no"},
    id="parent-v1",
)


def test_a_sub_flow_takes_inputs_and_gives_outputs() -> None:
    """A sub-flow runs in its own frame, sees its inputs and its parent, and hands typed outputs back to its caller."""
    flows = FlowSet.of(PARENT, child=CHILD)
    first = advance(flows, Session(), Started(flow="parent-v1", node="start"), a_world())
    assert [frame.node for frame in first.session.frames] == ["run", "ask"]
    second = advance(flows, first.session, says("4"), a_world())
    assert texts(second) == ["tea: 4 for Ann", "5 cups"]
    depths = [(step.node, step.depth) for step in first.steps + second.steps]
    assert depths == [(n, 0) for n in ("start", "set", "run")] + [
        *((n, 1) for n in ("start", "ask", "ask", "say")),
        *((n, 0) for n in ("run", "say")),
    ]
    assert second.session.status == "completed"


def test_a_missing_sub_flow_leaves_by_failed() -> None:
    """A flow that is not published is a problem of the author, and the caller goes on by its failed output."""
    turn = advance(FlowSet.of(PARENT), Session(), Started(flow="parent-v1", node="start"), a_world())
    assert texts(turn) == ["not now"]
    assert [(p.code, p.message) for p in turn.problems] == [("unknown_flow", "no published flow has the key 'child'")]


def test_a_flow_that_cannot_begin_is_not_run() -> None:
    """One without a trigger has no first node: for its caller it is not there."""
    flows = FlowSet.of(PARENT, child=a_flow({"say": SAY}, {}, id="child-v1"))
    turn = advance(flows, Session(), Started(flow="parent-v1", node="start"), a_world())
    assert (texts(turn), [p.code for p in turn.problems]) == (["not now"], ["unknown_flow"])


def test_a_node_that_looks_ahead_may_be_the_last() -> None:
    """A pause that is as long as the next message takes to type is the shortest one where nothing follows."""
    turn = started(a_flow({"start": START, "typing": ("typing", {})}, {"start.next": "typing"}))
    assert turn.session.waiting is not None
    assert turn.session.waiting.until == a_world().now + timedelta(seconds=1)


def test_flows_that_run_themselves_stop() -> None:
    """A flow that runs itself stops at the depth limit instead of filling the memory."""
    self = a_flow(
        {"start": START, "run": ("run_flow", {"flow": "self"}), "end": ("send_message", {"text": "up"})},
        {"start.next": "run", "run.failed": "end", "run.completed": "end"},
        id="self-v1",
    )
    flows = FlowSet.of(self=self)
    turn = advance(
        flows, Session(), Started(flow="self-v1", node="start"), a_world(limits=Limits(frames_per_session=4))
    )
    assert [p.code for p in turn.problems] == ["too_deep"]
    assert max(step.depth for step in turn.steps) == 3
    assert turn.session.status == "completed"


def test_the_next_node_sees_a_changed_contact() -> None:
    """A field and a tag that one node sets are read by the next node of the same turn."""
    flow = a_flow(
        {
            "start": START,
            "set": ("set_contact_field", {"name": "city", "value": "Lima"}),
            "tag": ("add_tag", {"tag": "vip"}),
            "say": ("send_message", {"text": "{{ contact.fields.city }} {{ contact.tags | join: ',' }}"}),
        },
        {"start.next": "set", "set.next": "tag", "tag.next": "say"},
    )
    assert texts(started(flow)) == ["Lima vip"]


def test_speaks_the_contacts_language_with_fallback() -> None:
    """Texts come in the contact's language, fall back from pt-BR to pt, and then to the flow's own language."""
    flow = a_flow(
        {"start": START, "say": ("send_message", {"text": "Hello"})},
        {"start.next": "say"},
        translations={"pt": {"say": {"text": "Olá"}}},
    )
    for language, text in [("pt-BR", "Olá"), ("pt", "Olá"), ("de", "Hello"), (None, "Hello")]:
        assert texts(started(flow, contact=a_contact(language=language))) == [text]


def does(step: Step, params: Any, context: Any) -> Step:
    return step


def test_a_node_that_breaks_its_contract_is_named() -> None:
    """A node type that leaves by an undeclared output, or gives no answer at all, is reported with its name."""
    for step, words in [(Step(leave="elsewhere"), "not among its outputs"), (Step(), "neither leaves")]:
        flow = a_flow({"start": START, "say": SAY}, {"start.next": "say"})
        behaviour = replace(node_types()["send_message"], kind="acme.broken", enter=partial(does, step))
        broken = replace(flow.nodes["say"], behaviour=behaviour)
        flow = replace(flow, nodes={**flow.nodes, "say": broken})
        with pytest.raises(NodeBroken, match=words):
            started(flow)


def test_an_unknown_version_is_the_operators_problem() -> None:
    """A session of a version that is not there raises, and is not taken for an end."""
    with pytest.raises(FlowMissing, match="gone"):
        advance(FlowSet.of(ASKING), Session(), Started(flow="gone", node="start"), a_world())
