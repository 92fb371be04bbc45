"""Loops that run out: they need no wait, they come round as often as they should, and the checks know them."""

from dataclasses import replace
from typing import Any

import pytest

from engine import FlowDocument, FlowSet, Limits, SendMessage, Session, Started, Turn, advance
from engine.check import Known, check
from nodes import node_types
from tests.make import a_document, a_flow, a_world

Nodes = dict[str, tuple[str, dict[str, Any]]]
START: tuple[str, dict[str, Any]] = ("keyword", {"words": ["go"]})


def loop(items: str, save_as: str, **over: Any) -> tuple[str, dict[str, Any]]:
    return "loop", {"items": items, "save_as": save_as, **over}


def say(text: str) -> tuple[str, dict[str, Any]]:
    return "send_message", {"text": text}


SHOP: Nodes = {"start": START, "each": loop("{{ 'tea,milk' | split: ',' }}", "item"), "say": say("{{ vars.item }}")}
ROUND = {"start.next": "each", "each.each": "say", "say.next": "each"}
TRIES: Nodes = {"start": START, "tries": ("counter", {"counter": "n", "limit": 2}), "say": say("{{ vars.n }}")}
NESTED: Nodes = {
    **SHOP,
    "size": loop("{{ 'S,L' | split: ',' }}", "size"),
    "say": say("{{ vars.item }} {{ vars.size }}"),
}
AGAIN = {"start.next": "each", "each.each": "size", "size.each": "say", "say.next": "size", "size.done": "each"}
TWICE: Nodes = {**SHOP, "next": SHOP["each"]}
BACK = {**ROUND, "each.done": "next", "next.each": "say"}

KEEP = "{{ vars.all | push: vars.row }}"
ROW = "{{ nil | set: 'name', vars.item | set: 'size', vars.item.size }}"
COLLECTED: Nodes = {
    "start": START,
    "each": loop("{{ 'tea,milk' | split: ',' }}", "item"),
    "make": ("set_variable", {"assignments": [{"name": "row", "value": ROW}]}),
    "keep": ("set_variable", {"assignments": [{"name": "all", "value": KEEP}]}),
    "say": say("{% for row in vars.all %}{{ row.name }} {{ row.size }};{% endfor %}"),
}
COLLECTING = {"start.next": "each", "each.each": "make", "make.next": "keep", "keep.next": "each", "each.done": "say"}


def played(nodes: Nodes, edges: dict[str, str], **over: Any) -> Turn:
    flow = a_flow(nodes, edges)
    return advance(FlowSet.of(flow), Session(), Started(flow=flow.id, node="start"), a_world(**over))


def texts(turn: Turn) -> list[str]:
    return [effect.text for effect in turn.effects if isinstance(effect, SendMessage)]


@pytest.mark.parametrize(
    ("nodes", "edges", "said"),
    [
        (SHOP, ROUND, ["tea", "milk"]),
        (TRIES, {"start.next": "tries", "tries.within": "say", "say.next": "tries"}, ["1", "2"]),
        (NESTED, AGAIN, ["tea S", "tea L", "milk S", "milk L"]),
        (TWICE, BACK, ["tea", "milk", "tea", "tea", "milk", "milk", "tea", "milk"]),
        (COLLECTED, COLLECTING, ["tea 3;milk 4;"]),
    ],
    ids=["a list", "a counter", "a loop in a loop", "two loops that share a step", "a loop that collects objects"],
)
def test_comes_round_as_often_as_it_should(nodes: Nodes, edges: dict[str, str], said: list[str]) -> None:
    """Every loop keeps its own position, begins anew for the next round of another one, and ends."""
    turn = played(nodes, edges)
    assert turn.session.status == "completed"
    assert texts(turn) == said


@pytest.mark.parametrize(
    ("nodes", "edges", "found"),
    [
        (SHOP, ROUND, []),
        (TRIES, {"start.next": "tries", "tries.within": "say", "say.next": "tries"}, []),
        (NESTED, AGAIN, []),
        (TWICE, BACK, []),
        (SHOP, {**ROUND, "each.done": "say"}, ["each"]),
        (SHOP, {"start.next": "each", "each.each": "say", "each.done": "each"}, ["each"]),
        (TRIES, {"start.next": "tries", "tries.exceeded": "say", "say.next": "tries"}, ["tries"]),
        (NESTED, {**AGAIN, "each.done": "size"}, ["each"]),
    ],
)
def test_only_what_runs_out_may_do_without_a_wait(nodes: Nodes, edges: dict[str, str], found: list[str]) -> None:
    """A loop through ``each`` or ``within`` ends by itself; one that begins them anew does not."""
    document = FlowDocument.model_validate(a_document(nodes, edges))
    problems = check(document, node_types(), Known(), Limits())
    assert [problem.node for problem in problems if problem.code == "loop_without_wait"] == found


def counter(limit: int) -> tuple[str, dict[str, Any]]:
    return "counter", {"counter": "n", "limit": limit}


SET: tuple[str, dict[str, Any]] = ("set_variable", {"assignments": [{"name": "n", "value": "0"}]})
LONG: Nodes = {**SHOP, "each": loop("{{ (1..50) }}", "item", limit=80)}
OFTEN: Nodes = {"start": START, "each": counter(50), "say": say("Hi")}
COUNTED = {"start.next": "each", "each.within": "say", "say.next": "each"}
FIFTY = {"list": {"type": "list", "default": list(range(50))}}
EITHER = "{{ contact.list | default: vars.list }}"
IS: tuple[str, dict[str, Any]] = ("condition", {"expression": "vars.item == 3"})
FIND = {"start.next": "each", "each.each": "is", "is.true": "say", "is.false": "each"}


@pytest.mark.parametrize(
    ("nodes", "edges", "over", "found"),
    [
        (LONG, ROUND, {}, ["each"]),
        ({**LONG, "each": loop("{{ (1..49) }}", "item", limit=80)}, ROUND, {}, []),
        ({**LONG, "each": loop("{{ (1..80) }}", "item", limit=49)}, ROUND, {}, []),
        ({**LONG, "say": ("ask_text", {"question": "?"})}, {**ROUND, "say.answered": "each"}, {}, []),
        ({**LONG, "is": IS}, FIND, {}, []),
        ({**LONG, "is": IS}, {**FIND, "is.true": "each"}, {}, ["each"]),
        ({**LONG, "say": ("jump", {"node": "each"})}, ROUND, {}, ["each"]),
        ({**LONG, "say": ("jump", {"node": "gone"})}, ROUND, {}, []),
        ({**LONG, "each": loop("{{ vars.list }}", "item", limit=80)}, ROUND, {"variables": FIFTY}, ["each"]),
        ({**LONG, "each": loop("{{ vars.other }}", "item", limit=80)}, ROUND, {"variables": FIFTY}, []),
        ({**LONG, "each": loop("{{ contact.tags }}", "item", limit=80)}, ROUND, {}, []),
        ({**LONG, "each": loop(EITHER, "item", limit=80)}, ROUND, {"variables": FIFTY}, []),
        ({**LONG, "each": loop("{{ vars.item }}", "item", limit=80)}, ROUND, {"variables": {"item": FIFTY["list"]}}, []),
        ({**LONG, "each": loop("{{ vars.list }}", "i", index_as="item", limit=80)}, ROUND, {"variables": FIFTY}, ["each"]),
        (OFTEN, COUNTED, {}, ["each"]),
        ({**OFTEN, "each": counter(49)}, COUNTED, {}, []),
        (OFTEN, {**COUNTED, "each.exceeded": "each"}, {}, ["each"]),
        ({**OFTEN, "set": SET}, {**COUNTED, "start.next": "set", "set.next": "each"}, {}, []),
        (OFTEN, COUNTED, {"variables": {"n": {"type": "number", "input": True}}}, []),
        (OFTEN, COUNTED, {"variables": {"n": {"type": "number", "default": 1}}}, []),
        ({**OFTEN, "bad": ("ask_text", {"save_as": "n"})}, COUNTED, {}, []),
        ({**OFTEN, "say": say("n")}, COUNTED, {}, ["each"]),
        ({**OFTEN, "once": ("once", {"field": "seen"})}, {**COUNTED, "each.within": "once", "once.first": "each"}, {}, []),
        (OFTEN, {"start.next": "each"}, {}, []),
    ],
    ids=["a list", "a shorter list", "a lower limit", "a question", "a way out", "no way out", "a jump back", "a jump to nothing",
         "a list of the flow's own", "a list that nobody has written", "a contact's list", "a contact's list, or else the flow's",
         "a list that it sets itself",
         "a list of the flow's, numbered",
         "a counter", "fewer tries", "a counter that begins anew", "set elsewhere", "given", "begun", "perhaps set elsewhere",
         "named elsewhere",
         "another way out", "no way round"],
)  # fmt: skip
def test_what_surely_does_not_run_out_in_one_turn(
    nodes: Nodes, edges: dict[str, str], over: dict[str, Any], found: list[str]
) -> None:
    """Told where all that counts is written in the flow and nothing leads out, at the very number of steps that a turn has."""
    document = FlowDocument.model_validate(a_document(nodes, edges, **over))
    problems = check(document, node_types(), Known(), Limits())
    assert [problem.node for problem in problems if problem.code == "loop_without_wait"] == found


@pytest.mark.parametrize(
    ("nodes", "edges", "found"),
    [
        ({**LONG, "each": loop("{{ (1..1) }}", "item")}, ROUND, ["each"]),
        ({**LONG, "each": loop("{{ contact.tags }}", "item")}, ROUND, []),
        ({**OFTEN, "each": counter(1), "set": SET}, {**COUNTED, "start.next": "set", "set.next": "each"}, []),
        ({**OFTEN, "each": ("counter", {"limit": 50})}, COUNTED, []),
    ],
    ids=["a list", "a contact's list", "set elsewhere", "not filled in"],
)
def test_what_nobody_can_count_comes_round_not_even_once(nodes: Nodes, edges: dict[str, str], found: list[str]) -> None:
    """However few steps a turn has: nothing is told where it may be none at all."""
    problems = check(
        FlowDocument.model_validate(a_document(nodes, edges)), node_types(), Known(), Limits(steps_per_turn=2)
    )
    assert [problem.node for problem in problems if problem.code == "loop_without_wait"] == found


def test_what_is_told_to_end_the_session_ends_it() -> None:
    """The check and the run count alike: one round less, and the last step is one that a turn still has."""
    assert played(LONG, ROUND).session.status == "failed"
    shorter = {**LONG, "each": loop("{{ (1..49) }}", "item", limit=80)}
    assert played(shorter, ROUND).session.status == "completed"


def test_what_came_out_in_the_last_round_is_no_result_of_this_one() -> None:
    """A node that is left without a result has none, whatever it had before."""
    nodes: Nodes = {
        "start": START,
        "each": loop("{{ '1,one' | split: ',' }}", "item"),
        "read": ("parse_json", {"text": "{{ vars.item }}", "save": []}),
        "say": say("{{ vars.item }}: {{ result.read }}"),
    }
    edges = {"start.next": "each", "each.each": "read", "read.parsed": "say", "read.invalid": "say", "say.next": "each"}
    assert texts(played(nodes, edges)) == ["1: 1", "one: "]


def test_a_long_list_without_a_wait_meets_the_limit_of_steps() -> None:
    """All rounds of one turn share its steps: the run says so, and keeps what was said before."""
    nodes = {**SHOP, "each": loop("{{ (1..80) }}", "item", limit=80)}
    turn = played(nodes, ROUND)
    assert turn.session.status == "failed"
    assert "steps in one turn" in str(turn.session.reason)
    assert len(texts(turn)) == 49


def test_a_type_that_cannot_count_is_left_alone() -> None:
    """A stranger's type may fail on what a check shows it: that is its developer's affair, and nothing is told."""

    def fails(*_: Any) -> int:
        raise KeyError("x")

    types = {**node_types(), "counter": replace(node_types()["counter"], rounds=fails)}
    problems = check(FlowDocument.model_validate(a_document(OFTEN, COUNTED)), types, Known(), Limits(steps_per_turn=2))
    assert [problem for problem in problems if problem.code == "loop_without_wait"] == []
