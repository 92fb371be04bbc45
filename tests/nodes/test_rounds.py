"""How often counters and loops lead into another round, for whoever counts before anybody goes round."""

from typing import Any

import pytest

from nodes import node_types
from nodes.testing import a_context

LOOP = {"items": "{{ vars.list }}", "save_as": "item", "limit": 2}


def rounds(kind: str, params: dict[str, Any], **known: Any) -> int:
    node = node_types()[kind]
    return node.rounds(node.params.model_validate(params), a_context({"vars": known}))


@pytest.mark.parametrize(("counted", "times"), [(None, 3), (0, 3), (2, 1), (3, 0), (4, 0), (-5, 3), ("two", 3)])
def test_a_counter_leads_round_until_its_limit(counted: Any, times: int) -> None:
    """As often as it is left by within; one that stands beyond its limit leads round no more."""
    assert rounds("counter", {"counter": "n", "limit": 3}, n=counted) == times


@pytest.mark.parametrize(("items", "times"), [([], 0), (["a"], 1), (["a", "b"], 2), (["a", "b", "c"], 2)])
def test_a_loop_leads_round_for_each_item(items: list[str], times: int) -> None:
    """But not more often than its limit."""
    assert rounds("loop", LOOP, list=items) == times


def test_of_other_types_nobody_knows() -> None:
    """They are not counted: nothing is told of a loop that they lead into."""
    assert rounds("delay", {"duration": "PT5M"}) == 0


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (None, "nothing is set here, so there is nothing to go through"),
        ("tea", "'tea' is no list; there is nothing to go through"),
    ],
)
def test_what_is_no_list_is_told(given: Any, told: str) -> None:
    """With what is there instead, if there is anything."""
    node, context = node_types()["loop"], a_context({"vars": {"list": given}})
    node.enter(node.params.model_validate(LOOP), context)
    assert [(one.code, one.field, one.message) for one in context.problems] == [("not_a_list", "items", told)]
