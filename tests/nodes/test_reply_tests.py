"""What a reply is compared with may be a long list: it is read once, and no item stands in another one's way."""

import sys
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from engine import Limits
from nodes.reply_tests import Heard, ReplyTest, Unreadable
from nodes.reply_tests import tested as found_by
from nodes.switch import Params, enter
from nodes.testing import a_context

MOST = Limits().compared_items
TODAY = date(2026, 11, 22)
WORDY = "lorem ipsum dolor sit amet " * 150
HYPHENS = "a-" * 2_000 + "a"


def calls_in(work: Callable[[], object]) -> int:
    """How many functions it enters: unlike seconds, the same on every machine."""
    entered = 0

    def count(frame: Any, event: str, argument: Any) -> None:
        nonlocal entered
        entered += event == "call"

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return entered


@pytest.mark.parametrize(
    ("op", "text", "items"),
    [
        *(
            (op, WORDY, [f"word{i} thing" for i in range(MOST)])
            for op in ("has_any_word", "has_all_words", "has_phrase")
        ),
        ("has_any_word", HYPHENS, [f"a thing{i}" for i in range(5)]),
        ("has_number_eq", "12 " * 1_300, [str(i + 100) for i in range(MOST)]),
        ("has_number_lt", "12 " * 1_300, [str(-i) for i in range(MOST)]),
        ("has_date_eq", "on 3 May or so, " * 20, [f"{1000 + i}-01-01" for i in range(MOST)]),
        ("has_email", WORDY, [str(i) for i in range(MOST)]),
    ],
)
def test_a_long_list_costs_no_pass_for_each_item(op: ReplyTest, text: str, items: list[str]) -> None:
    """Whoever writes a long message to a long list must not take the time of a whole turn, or of all turns."""
    alone = calls_in(lambda: found_by(op, Heard(text + "!", "en", TODAY), items[:1]))
    assert calls_in(lambda: found_by(op, Heard(text, "en", TODAY), items)) < 3 * alone + 100 * len(items)


@pytest.mark.parametrize(
    ("op", "text", "items", "found"),
    [
        ("has_number_eq", "18", ["18", "abc"], 18),
        ("has_number_eq", "18", ["abc", "18"], 18),
        ("has_number_eq", "5 or 18", ["18", "5"], 18),
        ("has_date_eq", "5 may 2027", ["abc", "2027-05-05"], "2027-05-05"),
        ("has_date_lt", "5 may 2027", ["2027-06-01", "abc"], "2027-05-05"),
        ("has_date_gt", "5 may 2027", ["2027-06-01"], None),
        ("has_pattern", "a7", ["(", "[0-9]"], "7"),
        ("has_phone", "98765 43210", ["nowhere", "IN"], "+919876543210"),
        ("has_phrase", "tea or milk", ["milk", "tea"], "milk"),
        ("has_email", "ann@example.com", ["a", "b"], "ann@example.com"),
    ],
)
def test_an_item_that_cannot_be_read_hides_no_other(op: ReplyTest, text: str, items: list[str], found: object) -> None:
    """The order of a list decides which item is found first, and never whether one is."""
    match = found_by(op, Heard(text, "en", TODAY), items)
    assert (match.value if match else None) == found


@pytest.mark.parametrize("op", ["has_number_eq", "has_date_eq"])
def test_an_item_that_cannot_be_read_is_told_where_none_fits(op: ReplyTest) -> None:
    """Then nobody knows whether it would have."""
    with pytest.raises(Unreadable, match=r".abc. is no"):
        found_by(op, Heard("20", "en", TODAY), ["18" if op == "has_number_eq" else "2027-01-18", "abc"])


@pytest.mark.parametrize("op", ["has_any_word", "has_tag"])
@pytest.mark.parametrize(("more", "leave"), [(0, "yes"), (1, "otherwise")])
def test_a_list_that_is_too_long(op: str, more: int, leave: str) -> None:
    """It is not looked into by half: the author reads how many items there are, how many may be, and what helps."""
    params = Params.model_validate({"cases": [{"id": "yes", "op": op, "value": "{{ vars.names }}"}]})
    names = ["stop"] * (MOST + more)
    context = a_context({"vars": {"names": names}, "message": "stop", "contact": {"tags": ["stop"]}})
    assert enter(params, context).leave == leave
    assert [(one.code, one.field) for one in context.problems] == [("condition_failed", "cases.0.value")] * more
    assert all("has 1,001 items, and a reply is compared with 1,000 at most" in one.message for one in context.problems)
