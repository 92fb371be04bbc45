"""Whatever happens: no type raises, none leaves by an output that it has not declared, none forgets to answer."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from engine import (
    CallReturned,
    Context,
    Event,
    FlowEnded,
    HandedBack,
    Happened,
    Media,
    MessageReceived,
    News,
    Started,
    Step,
    TakenOver,
    TimedOut,
)
from nodes import BUILTIN, NodeType
from nodes.testing import a_context

CASES = Path(__file__).parent / "cases"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
NAMES = st.sampled_from(["city", "n", "age", "total", "order_no", "items", "missing"])
TEXTS = st.text() | st.sampled_from(["tea", "2", "no", "STOP", "order", "-1e999", "٣", "👍", "{{ vars.n }}"])
MESSAGES = st.builds(
    MessageReceived,
    text=TEXTS,
    choice=st.none() | TEXTS,
    media=st.just(()) | st.just((Media(kind="image", url="provider:1"),)),
)
ANSWERS = JSON | st.fixed_dictionaries({"status": st.integers(0, 999), "body": JSON})
EVENTS: st.SearchStrategy[Event] = st.one_of(
    MESSAGES,
    st.just(TimedOut()),
    st.just(TakenOver()),
    st.just(HandedBack()),
    st.just(HandedBack(resolved=True)),
    st.builds(Happened, key=TEXTS, data=JSON),
    st.builds(Started, flow=TEXTS, node=TEXTS),
    st.builds(CallReturned, call=TEXTS, result=ANSWERS, error=st.sampled_from([None, "timeout", "failed"])),
    st.builds(
        FlowEnded, status=st.sampled_from(["completed", "failed"]), outputs=st.dictionaries(NAMES, JSON, max_size=3)
    ),
)
MEMORIES: list[dict[str, Any]] = [
    {},
    {"retries": 1},
    {"retries": 10, "reminded": 1},
    {"reminded": 9, "picked": ["tea", "gone"]},
    {"heard": [{"text": "tea"}, {"media": [{"kind": "image", "url": "provider:1"}]}]},
    {"field": 1, "answers": {"name": "Ann"}},
    {"field": 9, "reminded": 9},
    {"news": {"kind": "contact.tag_added", "data": {"tag": "vip", "run": None}}},
]
GIVEN = st.fixed_dictionaries(
    {
        "vars": st.dictionaries(NAMES, JSON, max_size=3),
        "contact": st.fixed_dictionaries({"name": TEXTS, "id": st.uuids().map(str)}),
        "message": MESSAGES.map(lambda message: json.loads(message.model_dump_json())),
        "memory": st.sampled_from(MEMORIES),
    }
)


def params_of(node: NodeType[Any]) -> list[Any]:
    """Every valid params of the type's cases."""
    found = []
    for case in json.loads((CASES / f"{node.kind}.json").read_text("utf-8")):
        try:
            found.append(node.params.model_validate(case["params"]))
        except ValidationError:
            continue
    return found


def ways_on(step: Step) -> int:
    return sum(way is not None for way in (step.leave, step.go, step.wait, step.run, step.end))


@pytest.mark.parametrize("node", BUILTIN, ids=lambda node: node.kind)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_entering_always_leads_on(node: NodeType[Any], data: st.DataObject) -> None:
    """Entered with anything known, a type leaves by a declared output, jumps, waits, runs a flow or ends: one of them."""
    params, context = data.draw(st.sampled_from(params_of(node))), a_context(data.draw(GIVEN))
    step = node.enter(params, context)
    assert ways_on(step) == 1
    assert step.leave is None or step.leave in node.outputs(params)


@pytest.mark.parametrize("node", [node for node in BUILTIN if node.waits], ids=lambda node: node.kind)
@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_no_event_is_too_odd(node: NodeType[Any], data: st.DataObject) -> None:
    """Resumed by any event at all, a type leaves by a declared output or goes on waiting, twice the same."""
    params, event, known = data.draw(st.sampled_from(params_of(node))), data.draw(EVENTS), data.draw(GIVEN)

    def decide(context: Context) -> tuple[Step, int]:
        return node.resume(params, context, event), len(context.problems)

    step, problems = decide(a_context(known))
    assert ways_on(step) <= 1
    assert step.leave is None or step.leave in node.outputs(params)
    assert (step, problems) == decide(a_context(known))


@pytest.mark.parametrize("node", [node for node in BUILTIN if node.matches], ids=lambda node: node.kind)
@settings(deadline=None)
@given(data=st.data())
def test_any_message_can_be_offered_to_a_trigger(node: NodeType[Any], data: st.DataObject) -> None:
    """A trigger says yes or no to every message."""
    assert node.matches
    assert node.matches(data.draw(st.sampled_from(params_of(node))), data.draw(MESSAGES)) in {True, False}


@pytest.mark.parametrize("node", [node for node in BUILTIN if node.hears], ids=lambda node: node.kind)
@settings(deadline=None)
@given(data=st.data())
def test_any_news_can_be_told_to_a_trigger(node: NodeType[Any], data: st.DataObject) -> None:
    """A trigger says yes or no to everything that happens, whatever is known of it."""
    names = st.sampled_from(["tag", "name", "before", "after", "code", "segment"])
    kinds = st.sampled_from(["contact.tag_added", "contact.field_changed", "message.failed", "conversation.closed"])
    news = st.builds(News, kind=kinds, data=st.dictionaries(names, JSON))
    assert node.hears
    assert node.hears(data.draw(st.sampled_from(params_of(node))), data.draw(news)) in {True, False}


@pytest.mark.parametrize("node", [node for node in BUILTIN if node.simulate], ids=lambda node: node.kind)
def test_what_is_simulated_leads_on(node: NodeType[Any]) -> None:
    """The simulator never gets stuck at a call: its simulated result leaves by a declared output."""
    assert node.simulate
    for params in params_of(node):
        step = node.resume(params, a_context({}), node.simulate(params))
        assert step.leave in node.outputs(params)
