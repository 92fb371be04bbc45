"""What goes wrong is caught: by the flow's own handler, by the flow that runs it, or by nobody."""

from typing import Any

import pytest
from hypothesis import given, settings

from engine import CallReturned, CompiledFlow, Event, FlowSet, Session, Started, Turn, advance
from engine.check import Known
from tests.engine.checked import found
from tests.engine.random_events import Happening, play
from tests.engine.random_flows import flows
from tests.engine.test_properties import EVENT_LISTS, LIMITS, SLOW
from tests.make import a_flow, a_world, says

Nodes = dict[str, tuple[str, dict[str, Any]]]
START: Nodes = {"start": ("api_start", {})}
VARIABLES = {"n": {"type": "number", "default": 7}}
CAUGHT = {"caught.next": "sorry"}
SORRY: Nodes = {
    "caught": ("on_error", {}),
    "sorry": ("send_message", {"text": "{{ error.code }} at {{ error.node }}, n = {{ vars.n }}"}),
}
LOOP: Nodes = {"tag": ("add_tag", {"tag": "x"})}
TALK: Nodes = {"talk": ("send_message", {"text": "and"})}
LOST: Nodes = {"lost": ("jump", {"node": "gone"})}
CALL: Nodes = {"call": ("http_request", {"url": "https://shop.example"})}
RUN: Nodes = {"run": ("run_flow", {"flow": "sub"}), "on": ("send_message", {"text": "went on"})}
TO = {"loop": {"start.next": "tag", "tag.next": "tag"}, "talk": {"start.next": "talk", "talk.next": "talk"}}


def flow(nodes: Nodes, edges: dict[str, str], id: str = "main") -> CompiledFlow:
    return a_flow({**START, **nodes}, edges, id=id, variables=VARIABLES)


def run(main: CompiledFlow, sub: CompiledFlow | None = None, *events: Event) -> Turn:
    """The last turn of these."""
    index = FlowSet.of(main, **({"sub": sub} if sub else {}))
    turn = advance(index, Session(), Started(flow=main.id, node="start"), a_world())
    for event in events:
        turn = advance(index, turn.session, event, a_world())
    return turn


def last(turn: Turn) -> str:
    said: str = [effect.text for effect in turn.effects if effect.type == "send_message"][-1]
    return said


FAILED = CallReturned(call="1", error="failed")


@pytest.mark.parametrize(
    ("nodes", "edges", "events", "said"),
    [
        (LOOP, TO["loop"], [], "too_many_steps at tag, n = 7"),
        (TALK, TO["talk"], [], "too_many_messages at talk, n = 7"),
        (LOST, {"start.next": "lost"}, [], "unknown_node at lost, n = 7"),
        (CALL, {"start.next": "call"}, [FAILED], "unhandled_failure at call, n = 7"),
        ({"run": RUN["run"]}, {"start.next": "run"}, [], "unhandled_failure at run, n = 7"),
    ],
    ids=["a loop without a wait", "too many messages", "a step that is gone", "a call that failed", "a missing flow"],
)
def test_the_flow_goes_on_where_it_catches(nodes: Nodes, edges: dict[str, str], events: list[Event], said: str) -> None:
    """The handler is entered with everything as it was, knows what happened, and the log and the problems say so."""
    turn = run(flow({**nodes, **SORRY}, {**edges, **CAUGHT}), None, *events)
    assert (last(turn), turn.session.status) == (said, "completed")
    assert [step.entered for step in turn.steps if step.node == "caught"] == ["failed"]
    assert said.split(maxsplit=1)[0] in {problem.code for problem in turn.problems}


@pytest.mark.parametrize(
    ("nodes", "edges", "events", "status", "reason"),
    [
        (LOOP, TO["loop"], [], "failed", "is there a loop without"),
        (TALK, TO["talk"], [], "failed", "messages in one turn"),
        (LOST, {"start.next": "lost"}, [], "failed", "'gone', which is not in the flow"),
        (
            CALL,
            {"start.next": "call"},
            [FAILED],
            "failed",
            "no answer that could be read (nothing is connected to output",
        ),
        (
            {"run": RUN["run"]},
            {"start.next": "run"},
            [],
            "failed",
            "has the key 'sub' (nothing is connected to output 'failed'",
        ),
    ],
)
def test_without_a_handler_it_fails_with_the_reason(
    nodes: Nodes, edges: dict[str, str], events: list[Event], status: str, reason: str
) -> None:
    """Whatever nobody has thought of: who runs the flow, and who counts what becomes of it, is told that it failed."""
    turn = run(flow(nodes, edges), None, *events)
    assert turn.session.status == status
    assert reason in (turn.session.reason or "")


def test_a_failure_that_leads_somewhere_is_not_caught() -> None:
    """The author has drawn what to do then."""
    turn = run(
        flow({**CALL, **SORRY, "on": RUN["on"]}, {"start.next": "call", "call.error": "on", **CAUGHT}), None, FAILED
    )
    assert last(turn) == "went on"


@pytest.mark.parametrize("end", [{"sorry.next": "lost"}, {"sorry.next": "tag", "tag.next": "tag"}])
def test_it_catches_once(end: dict[str, str]) -> None:
    """What goes wrong after that ends the session, with the later reason; what was said stays said."""
    turn = run(flow({**LOST, **LOOP, **SORRY}, {"start.next": "lost", **CAUGHT, **end}))
    assert (turn.session.status, last(turn)) == ("failed", "unknown_node at lost, n = 7")
    assert ("gone" in (turn.session.reason or "")) is ("sorry.next" in end and end["sorry.next"] == "lost")


def test_the_handler_may_wait() -> None:
    """It is a part of the flow like any other: the session is stored meanwhile, and still knows what happened."""
    nodes: Nodes = {**LOST, **SORRY, "ask": ("ask_yes_no", {"question": "Again?"}), "bye": ("jump", {"node": "sorry"})}
    main = flow(nodes, {"start.next": "lost", "caught.next": "ask", "ask.yes": "bye"})
    turn = run(main, None, says("yes"))
    assert (last(turn), turn.session.status) == ("unknown_node at lost, n = 7", "completed")


BROKEN = flow(LOST, {"start.next": "lost"}, "sub")
CAREFUL = flow({**LOST, **SORRY}, {"start.next": "lost", **CAUGHT}, "sub")
CARELESS = flow({**LOST, **SORRY}, {"start.next": "lost", "caught.next": "lost"}, "sub")
ENDLESS = flow(LOOP, TO["loop"], "sub")
GOES_ON = {"start.next": "run", "run.failed": "on"}


@pytest.mark.parametrize(
    ("sub", "edges", "said"),
    [
        (CAREFUL, {"start.next": "run", "run.completed": "on", **CAUGHT}, ["unknown_node at lost, n = 7", "went on"]),
        (BROKEN, {**GOES_ON, **CAUGHT}, ["went on"]),
        (CARELESS, {**GOES_ON, **CAUGHT}, ["went on"]),
        (ENDLESS, {**GOES_ON, **CAUGHT}, ["went on"]),
        (BROKEN, {"start.next": "run", **CAUGHT}, ["unhandled_failure at run, n = 7"]),
        (CARELESS, {"start.next": "run", **CAUGHT}, ["unhandled_failure at run, n = 7"]),
        (ENDLESS, {"start.next": "run", **CAUGHT}, ["unhandled_failure at run, n = 7"]),
    ],
)
def test_flows_within_flows(sub: CompiledFlow, edges: dict[str, str], said: list[str]) -> None:
    """First the handler of the flow itself, then the output of who runs it, then the handler of who runs it."""
    turn = run(flow({**RUN, **SORRY}, edges), sub)
    assert [effect.text for effect in turn.effects if effect.type == "send_message"] == said
    assert turn.session.status == "completed"


def test_whoever_tries_again_and_again_ends_too() -> None:
    """A flow that runs a broken one until it succeeds gets its limits once more, and then no more."""
    turn = run(flow({**RUN, **SORRY}, {"start.next": "run", "run.failed": "run", **CAUGHT}), ENDLESS)
    assert turn.session.status == "failed"
    assert len(turn.steps) == 2 * a_world().limits.steps_per_turn


def test_why_a_flow_within_has_failed_is_heard_outside() -> None:
    """Through however many flows: the handler hears the cause first, and then where it led to nothing."""
    why: Nodes = {**RUN, **SORRY, "sorry": ("send_message", {"text": "{{ error.node }}: {{ error.message }}"})}
    middle = flow({"run": ("run_flow", {"flow": "inner"})}, {"start.next": "run"}, "sub")
    inner = flow(CALL, {"start.next": "call"}, "inner")
    index = FlowSet.of(flow(why, {"start.next": "run", **CAUGHT}), sub=middle, inner=inner)
    begun = advance(index, Session(), Started(flow="main", node="start"), a_world())
    turn = advance(index, begun.session, FAILED.model_copy(update={"detail": "no route to host"}), a_world())
    assert last(turn).startswith("run: there was no answer that could be read: no route to host")
    assert last(turn).endswith("(nothing is connected to output 'failed' of node 'run')")


@settings(SLOW, max_examples=80)
@given(flows(), flows("sub"), EVENT_LISTS)
def test_nothing_is_caught_for_ever(main: CompiledFlow, sub: CompiledFlow, events: list[Happening]) -> None:
    """Of random flows that catch errors, each run of each flow is caught once at most."""
    caught = a_flow({"start": START["start"], **SORRY, **LOST}, {"start.next": "lost", **CAUGHT}, id="x")
    main, sub = _with_handler(main, caught), _with_handler(sub, caught)
    turns = play(main, sub, events, a_world(limits=LIMITS), through_json=True)
    steps = [step.entered for turn in turns for step in turn.steps]
    assert steps.count("failed") <= steps.count("started")


def _with_handler(one: CompiledFlow, caught: CompiledFlow) -> CompiledFlow:
    """The same flow, with a handler that leads back into it."""
    nodes = {**one.nodes, "caught": caught.nodes["caught"]}
    return type(one)(one.id, one.name, one.language, one.variables, nodes, {**one.edges, ("caught", "next"): "n0"})


@pytest.mark.parametrize(
    ("code", "edges", "wanted"),
    [
        ("unreachable", {"start.next": "call", **CAUGHT}, []),
        ("unreachable", {"start.next": "call"}, ["sorry.None"]),
        ("dead_output", {"start.next": "call", "call.success": "sorry", **CAUGHT}, []),
        ("dead_output", {"start.next": "call", **CAUGHT}, ["call.None"]),
        ("dead_output", {"start.next": "call", "call.success": "sorry"}, ["caught.None"]),
        ("unknown_name", {"start.next": "call", **CAUGHT}, []),
    ],
)
def test_the_checks_know_the_way(code: str, edges: dict[str, str], wanted: list[str]) -> None:
    """What comes behind the handler is reached, and a failure that leads nowhere leads to it."""
    nodes = {"start": ("keyword", {"words": ["go"]}), **CALL, **SORRY}
    assert found(code, nodes, edges, Known(), variables=VARIABLES) == wanted
