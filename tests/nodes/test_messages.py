"""What the author reads of a problem in a run: how much was left out, and what it was that did not fit."""

from typing import Any

import pytest

from nodes import node_types
from nodes.quoting import quoted
from nodes.testing import a_context

ITEMS = {"vars": {"items": list("abcdefghijkl")}}
LIST = {"items": "{{ vars.items }}"}
CARD = {"cards": [{"title": "{{ item }}"}]}
BIG = {"name": "x", "data": [{"name": "a", "value": "{{ vars.big }}"}]}


@pytest.mark.parametrize(
    ("kind", "params", "given", "message"),
    [
        ("ask_from_list", {**LIST, "question": "?", "limit": 9}, ITEMS, "3 items are not offered"),
        ("loop", {**LIST, "save_as": "it", "limit": 5}, {**ITEMS, "results": {"node": {"index": 5}}}, "7 items are left out"),
        ("send_cards", {**LIST, **CARD}, ITEMS, "2 items have no card: a row has at most 10"),
        ("emit_event", BIG, {"vars": {"big": "x" * 40_000}}, "nothing is told: the data are over 32 KiB"),
        ("delay", {"until": "मंगलवार"}, {}, "'मंगलवार' is no date and time; the delay is left out"),
        ("react", {"emoji": "nope"}, {}, "'nope' is no emoji: nothing is shown"),
    ],
)  # fmt: skip
def test_the_author_reads_what_was_left_out(
    kind: str, params: dict[str, Any], given: dict[str, Any], message: str
) -> None:
    """Numbers are those of what is missing, and a text is quoted as it came."""
    node, context = node_types()[kind], a_context(given)
    node.enter(node.params.model_validate(params), context)
    assert [problem.message for problem in context.problems] == [message]


@pytest.mark.parametrize(
    ("value", "said"),
    [("ñ" * 100, "'" + "ñ" * 100 + "'"), ("ñ" * 101, "'" + "ñ" * 100 + "'"), (4.5, "'4.5'"), (None, "'None'")],
)
def test_a_quote_is_cut(value: object, said: str) -> None:
    """A message stays readable however long the text is that somebody has sent."""
    assert quoted(value) == said
