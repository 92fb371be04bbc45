"""What a changed flow would have done with conversations that happened on the flow as it was."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from engine import (
    CompiledFlow,
    FlowSet,
)
from engine.impact import replay
from engine.message_templates import MessageTemplate
from tests.engine.replaying import BEGINS, CONVERSATIONS, EDGES, NODES, Nodes, flow, played, recording
from tests.make import NOW, a_contact, a_flow


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
        flow({"ask": {"valid_if": "answer", "retries": 0}}),
        "no",
        {"turn": 3, "node": "ask", "what": "output", "expected": "no", "got": "no_match"},
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
        why = (
            f"turn 3 goes another way now, at '{node}': the contact, a setting, another flow or a node type has changed"
        )
        assert found.unlike == why
    missing = replay(one, FlowSet({}, {}), flows)
    assert missing.unlike is not None
    assert missing.unlike.startswith("turn 1 cannot be repeated:")


def test_message_templates_are_those_of_the_workspace() -> None:
    """A flow that sent one sends it in the replay, too: by the same way, and in other words where its texts have changed."""
    nodes: Nodes = {
        "start": ("keyword", {"words": ["go"]}),
        "send": ("send_template", {"template": "news"}),
    }
    flows = FlowSet.of(a_flow(nodes, {"start.next": "send"}))
    template = MessageTemplate(name="news", language="en", channel="acme.rcs", status="approved", body="News!")
    (heard,) = recording(flows, (BEGINS,)).heard
    sent = heard.model_copy(update={"path": (("start", "next"), ("send", "sent"))})
    one = recording(flows, (BEGINS,)).model_copy(update={"heard": (sent,)})
    assert replay(one, flows, flows).unlike is not None
    known = one.model_copy(update={"templates": (template,)})
    assert (replay(known, flows, flows).unlike, replay(known, flows, flows).divergence) == (None, None)


def test_the_candidate_takes_the_place_of_a_flow_that_another_one_runs() -> None:
    """In each version that was run; the nodes that are visited are its own, not those of the flow around it."""
    nodes: Nodes = {
        "start": ("keyword", {"words": ["order"]}),
        "run": ("run_flow", {"flow": "sub"}),
        "bye": ("send_message", {"text": "Bye"}),
    }
    around = a_flow(nodes, {"start.next": "run", "run.completed": "bye"})
    say: Nodes = {"go": ("api_start", {}), "say": ("send_message", {"text": "One"})}
    one, two = (a_flow(say, {"go.next": "say"}, id=id) for id in ("v1", "v2"))
    was = FlowSet.of(around, two, sub=one)
    changed = a_flow({**say, "say": ("send_message", {"text": "Two"})}, {"go.next": "say"})
    new, newer = (replace(changed, id=id) for id in ("v1", "v2"))
    found = replay(recording(was, (BEGINS,)), was, FlowSet.of(around, newer, sub=new), {"v1", "v2"})
    assert found.divergence is not None
    assert (found.divergence.node, found.divergence.what) == ("say", "message")
    assert found.visited == {"go", "say"}
