"""Where a waiting session stands after a move, and why it may stay."""

from datetime import timedelta
from typing import Any

import pytest

from engine import CompiledFlow, FlowSet, Frame, HandedBack, Happened, Session, Started, TakenOver, TimedOut, advance
from engine.effects import Answered
from engine.moving import MovePlan, Stays, moved
from tests.make import NOW, a_flow, a_world, says

Nodes = dict[str, tuple[str, dict[str, Any]]]
ASK = {"question": "Name?", "save_as": "name", "timeout": "PT1H"}
OLD: Nodes = {
    "start": ("keyword", {"words": ["go"]}),
    "ask": ("ask_text", ASK),
    "bye": ("send_message", {"text": "old {{ vars.name }}"}),
}
EDGES = {"start.next": "ask", "ask.answered": "bye"}
TARGET: Nodes = {
    **OLD,
    "bye": ("send_message", {"text": "new {{ vars.name }} {{ vars.city }}"}),
    "same": ("ask_text", ASK),
    "else": ("ask_text", {**ASK, "question": "Full name?"}),
    "endless": ("ask_text", {**ASK, "timeout": None}),
    "number": ("ask_number", {"question": "?", "timeout": "PT1H"}),
    "late": ("send_message", {"text": "late"}),
}
CITY = {"city": {"type": "text", "default": "Lima"}}


def old(**over: Any) -> CompiledFlow:
    return a_flow({**OLD, **over}, EDGES, id="v1")


def target(nodes: Nodes | None = None) -> CompiledFlow:
    edges = {
        "start.next": "ask",
        "ask.answered": "bye",
        "same.answered": "bye",
        "same.timeout": "late",
        "else.answered": "bye",
    }
    return a_flow(
        nodes or TARGET, {k: to for k, to in edges.items() if to in (nodes or TARGET)}, id="v2", variables=CITY
    )


def waiting(flow: CompiledFlow, *events: Any) -> Session:
    """A session that waits at the flow's first question, and then saw these events."""
    session = Session()
    for event in (Started(flow=flow.id, node="start", message=says("go")), *events):
        session = advance(FlowSet.of(flow), session, event, a_world()).session
    return session


def after(session: Session, flow: CompiledFlow, nodes: dict[str, str], source: CompiledFlow | None) -> Session:
    return session.model_copy(update={"frames": moved(session, MovePlan(flow, {"v1": source}, nodes))})


@pytest.mark.parametrize(
    ("nodes", "event", "said"),
    [
        ({}, says("Ann"), "new Ann Lima"),
        ({"ask": "same"}, says("आन"), "new आन Lima"),
        ({"ask": "same"}, TimedOut(), "late"),
        ({"ask": "else"}, says("Ann"), "new Ann Lima"),
    ],
)
def test_a_moved_session_goes_the_new_way(nodes: dict[str, str], event: Any, said: str) -> None:
    """At the node of the same id or at the one it is mapped to; new variables have their defaults."""
    flow = old()
    session = after(waiting(flow), target(), nodes, flow)
    turn = advance(FlowSet.of(target()), session, event, a_world())
    assert [effect.text for effect in turn.effects if effect.type == "send_message"] == [said]


def test_what_it_waits_for_stays() -> None:
    """The deadline, the turn and what the node has remembered are the same after the move."""
    flow = old(ask=("ask_number", {"question": "?", "timeout": "PT1H"}))
    session = waiting(flow, says("no number"))
    there = after(session, target(), {"ask": "number"}, flow)
    assert there.waiting == session.waiting
    assert there.waiting is not None
    assert there.waiting.until == NOW + timedelta(hours=1)
    assert (there.turn, there.frames[0].memory) == (session.turn, {"retries": 1})


WITHOUT = {id: node for id, node in TARGET.items() if id != "ask"}
STAYS: list[tuple[str, Nodes, dict[str, str], str]] = [
    ("its node is gone", WITHOUT, {}, "no_node"),
    ("it is mapped to a node that is not there", TARGET, {"ask": "nowhere"}, "no_node"),
    ("it would wait at another type", TARGET, {"ask": "number"}, "other_kind"),
    ("it is not known what it waits at", WITHOUT, {"ask": "bye"}, "other_kind"),
    ("its time would run out with nowhere to go", TARGET, {"ask": "endless"}, "no_timeout"),
]


@pytest.mark.parametrize(("nodes", "plan", "why"), [case[1:] for case in STAYS], ids=[case[0] for case in STAYS])
def test_it_stays(nodes: Nodes, plan: dict[str, str], why: str) -> None:
    """With a reason that says where it stands."""
    flow = old()
    with pytest.raises(Stays) as stays:
        after(waiting(flow), target(nodes), plan, flow)
    assert (stays.value.why, stays.value.node) == (why, "ask")


def test_it_stays_during_a_call_after_its_end_and_when_it_cannot_be_read() -> None:
    """A result belongs to the node that asked for it; what has ended is no matter of moves."""
    flow = old(ask=("http_request", {"url": "https://a.example"}))
    cases = [(waiting(flow), flow, "in_a_call"), (Session(status="completed"), flow, "ended")]
    cases.append((waiting(old()), None, "unreadable"))  # type: ignore[arg-type]
    for session, source, why in cases:
        with pytest.raises(Stays) as stays:
            after(session, target(), {}, source)
        assert stays.value.why == why


@pytest.mark.parametrize(("place", "steps"), [("number", ["number"]), ("late", ["late"]), ("pay", ["pay"])])
def test_what_people_have_interrupted_may_go_anywhere(place: str, steps: list[str]) -> None:
    """Where nothing was said or has happened before, the node is entered anew when they hand back, so it may be of any type."""
    flow, there = old(), target({**TARGET, "pay": ("wait_for_event", {"key": "paid"})})
    session = after(waiting(flow, TakenOver()), there, {"ask": place}, flow)
    turn = advance(FlowSet.of(there), session, HandedBack(), a_world())
    assert [step.node for step in turn.steps] == steps


BURST = {"question": "Name?", "save_as": "name", "collect": "PT5S"}
OTHERS: Nodes = {
    "send_message": ("send_message", {"text": "bye"}),
    "delay": ("delay", {"duration": "PT1H"}),
    "wait_for_event": ("wait_for_event", {"key": "paid"}),
    "ask_form": ("ask_form", {"fields": [{"id": "q", "sort": "text", "question": "q?"}]}),
    "ask_number": ("ask_number", {"question": "?"}),
    "http_request": ("http_request", {"url": "https://a.example"}),
}


@pytest.mark.parametrize("kind", OTHERS)
def test_what_was_said_before_people_came_is_taken_where_it_was_asked(kind: str) -> None:
    """The contact had begun to answer: only a node of the same type can take that, which nothing asks for again."""
    flow = old(ask=("ask_text", BURST))
    session = waiting(flow, says("Ann"), TakenOver(idle=timedelta(minutes=20)))
    with pytest.raises(Stays) as stays:
        after(session, target({**TARGET, "ask": OTHERS[kind]}), {}, flow)
    assert (stays.value.why, stays.value.node) == ("other_kind", "ask")
    turn = advance(FlowSet.of(target()), after(session, target(), {"ask": "else"}, flow), HandedBack(), a_world())
    assert [effect.text for effect in turn.effects if effect.type == "send_message"] == ["new Ann Lima"]
    endless = after(session, target(), {"ask": "endless"}, flow)
    assert endless.frames[0].node == "endless", "the limit is the people's, and none of the node's"


HAND_OVER = {"timeout": "PT1H"}


@pytest.mark.parametrize(
    ("kind", "data", "events"),
    [
        ("ask_text", BURST, [says("Ann")]),
        ("hand_over", HAND_OVER, [TakenOver(idle=timedelta(minutes=5))]),
    ],
)
def test_a_time_that_leads_back_into_the_node_needs_no_way_out(
    kind: str, data: dict[str, Any], events: list[Any]
) -> None:
    """The end of a burst is an answer, and who took it from the queue and is idle gives it back: neither is a timeout."""
    flow = old(ask=(kind, data))
    session = waiting(flow, *events)
    assert session.waiting is not None
    assert session.waiting.until is not None
    there = after(session, target({**TARGET, "ask": (kind, {**data, "timeout": None})}), {}, flow)
    assert (there.frames[0].node, there.waiting) == ("ask", session.waiting)


def test_whoever_people_talk_to_moves_out_of_a_version_that_cannot_be_read() -> None:
    """Its node is entered anew, so nothing of the old version is needed; what the flow has found so far stays."""
    session = waiting(old(), TakenOver())
    frames = tuple(frame.model_copy(update={"results": {"found": 1}}) for frame in session.frames)
    (frame,) = moved(session.model_copy(update={"frames": frames}), MovePlan(target(), {"v1": None}, {"ask": "else"}))
    assert (frame.flow, frame.node, frame.results) == ("v2", "else", {"found": 1})


def test_what_is_told_to_people_moves_with_its_node() -> None:
    """What a form has asked that was not filled in to the end is told under the form's new id."""
    session = waiting(old(), TakenOver())
    told = (Answered(asked="Who?", answered="Ann"),)
    frames = tuple(frame.model_copy(update={"told": {"ask": told, "gone": told}}) for frame in session.frames)
    (frame,) = moved(session.model_copy(update={"frames": frames}), MovePlan(target(), {"v1": old()}, {"ask": "else"}))
    assert frame.told == {"else": told, "gone": told}


def test_only_frames_of_the_flow_move() -> None:
    """A session inside a sub-flow moves where the sub-flow is, and returns to the caller it had; and the other way round."""
    inner = old()
    outer = a_flow(
        {"start": ("api_start", {}), "sub": ("run_flow", {"flow": "inner"})}, {"start.next": "sub"}, id="outer"
    )
    flows = FlowSet.of(outer, inner=inner)
    session = advance(flows, Session(), Started(flow="outer", node="start"), a_world()).session
    inside = moved(session, MovePlan(target(), {"v1": inner}, {}))
    assert [frame.flow for frame in inside] == ["outer", "v2"]
    outer2 = a_flow({"start": ("api_start", {}), "other": ("run_flow", {"flow": "inner"})}, id="outer2")
    around = moved(session, MovePlan(outer2, {"outer": outer}, {"sub": "other"}))
    assert [(frame.flow, frame.node) for frame in around] == [("outer2", "other"), ("v1", "ask")]
    with pytest.raises(Stays, match="run_flow"):
        moved(session, MovePlan(outer2, {"outer": outer}, {"sub": "start"}))


def test_a_session_that_never_began_keeps_its_inputs_alone() -> None:
    """Blocked at its start, it gets the new defaults when it begins."""
    frame = Frame(flow="v1", node="start", variables={"who": "Ann"})
    (there,) = moved(Session(status="blocked", frames=(frame,)), MovePlan(target(), {"v1": old()}, {}))
    assert (there.flow, there.variables) == ("v2", {"who": "Ann"})


FIELDS: dict[str, dict[str, Any]] = {id: {"id": id, "question": f"{id}?"} for id in "abcd"}


def form(fields: str, id: str, **over: Any) -> CompiledFlow:
    """A form that asks these fields; ``over`` is what one of them has otherwise."""
    data = {"fields": [{**FIELDS[one], **over.get(one, {})} for one in fields], "save_as": "all"}
    return a_flow({"start": OLD["start"], "ask": ("ask_form", data)}, {"start.next": "ask"}, id=id)


@pytest.mark.parametrize(
    ("fields", "asked", "kept"),
    [
        ("abc", [], {"a": "1", "b": "2", "c": "3"}),
        ("ac", [], {"a": "1", "b": "2", "c": "3"}),
        ("cba", [], {"a": "1", "b": "2", "c": "3"}),
        ("acdb", ["d?"], {"a": "1", "b": "2", "c": "3"}),
        ("adbc", ["d?"], {"a": "1", "b": "2", "c": "3"}),
    ],
)
def test_an_answer_inside_a_form_is_for_the_question_that_was_asked(
    fields: str, asked: list[str], kept: dict[str, str]
) -> None:
    """Wherever it stands in the new version; what was answered is not asked again."""
    flow, there = form("abc", "v1"), form(fields, "v2")
    session = after(waiting(flow, says("1"), says("2")), there, {}, flow)
    turn = advance(FlowSet.of(there), session, says("3"), a_world())
    assert [effect.text for effect in turn.effects if effect.type == "send_message"] == asked
    (frame,) = turn.session.frames
    assert (frame.results.get("ask") or frame.memory["answers"]) == kept


@pytest.mark.parametrize(
    "there", [form("ab", "v2"), form("abd", "v2"), form("abc", "v2", c={"sort": "number"})], ids=["ab", "abd", "c"]
)
def test_it_stays_where_the_form_does_not_ask_that_any_more(there: CompiledFlow) -> None:
    """Its answer would be one to another question."""
    flow = form("abc", "v1")
    with pytest.raises(Stays, match=r"it waits at the field 'c' \(text\) in it, which 'ask' does not have") as stays:
        after(waiting(flow, says("1"), says("2")), there, {}, flow)
    assert (stays.value.why, stays.value.node) == ("no_part", "ask")


def test_what_a_new_version_asks_before_the_open_question_is_asked_after_it() -> None:
    """A form is not answered before all that it asks for was asked; and what was skipped stays so, wherever it stands."""
    flow = form("abc", "v1", a={"optional": True})
    there = form("acdb", "v2", a={"optional": True})
    session = after(waiting(flow, says(choice=":skip:0")), there, {}, flow)
    asked = []
    for said in ("2", "3", "4"):
        turn = advance(FlowSet.of(there), session, says(said), a_world())
        session = turn.session
        asked += [effect.text for effect in turn.effects if effect.type == "send_message"]
    assert asked == ["c?", "d?"]
    assert session.frames[0].results["ask"] == {"b": "2", "c": "3", "d": "4"}


def test_a_form_of_before_moves_where_its_number_means_the_same() -> None:
    """What a session has kept before forms remembered names: the number of the question."""
    flow = form("abc", "v1")
    session = waiting(flow, says("1"))
    (frame,) = session.frames
    memory = {"field": 1, "answers": {"a": "1"}}
    session = session.model_copy(update={"frames": (frame.model_copy(update={"memory": memory}),)})
    assert after(session, form("abd", "v2"), {}, flow).frames[0].flow == "v2"
    with pytest.raises(Stays):
        after(session, form("bac", "v2"), {}, flow)


def test_what_has_happened_meanwhile_is_taken_where_it_was_waited_for() -> None:
    """An agent has the conversation and the flow has got what it waits for: only a node of the same type can take that."""
    flow = old(ask=("wait_for_event", {"key": "paid", "timeout": "PT1H"}))
    session = waiting(flow, TakenOver(), Happened(key="paid"))
    with pytest.raises(Stays) as stays:
        after(session, target(), {"ask": "number"}, flow)
    assert stays.value.why == "other_kind"
    there = a_flow(dict(flow_nodes(flow)), {"start.next": "ask", "ask.happened": "bye"}, id="v2")
    turn = advance(FlowSet.of(there), after(session, there, {}, flow), HandedBack(), a_world())
    assert [step.node for step in turn.steps] == ["ask", "bye"]


def flow_nodes(flow: CompiledFlow) -> Nodes:
    """The same nodes again, for another version."""
    return {id: (node.kind, node.params.model_dump(mode="json")) for id, node in flow.nodes.items()}
