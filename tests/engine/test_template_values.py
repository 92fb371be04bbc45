"""How much a template can hold in its hands: what is at a limit is taken, what is over it is refused."""

from datetime import UTC, date, datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

import pytest
from liquid.exceptions import LiquidError

from engine.template_context import MAX_WORK, Output, meter
from engine.template_dates import formatted
from engine.template_filters import metered
from engine.template_parse import EMPTY
from engine.template_values import checked, plain, weight

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def a_meter(scope: dict[str, Any] | None = None, source_length: int = 10, longest: int = 100) -> Any:
    return meter(EMPTY, scope or {}, NOW, source_length, longest)


@pytest.mark.parametrize(
    ("value", "size"),
    [
        (None, 1),
        (7, 1),
        ("", 1),
        ("abc", 4),
        ([], 1),
        ([1, "ab"], 5),
        ((1, 2), 3),
        ({"ab": [1, 2]}, 7),
        (range(5), 6),
    ],
)
def test_weight(value: object, size: int) -> None:
    """Every item weighs one and every character one more, at all levels."""
    assert weight(value) == size


FULL = ["x" * 65_528, "x" * 65_536, "x" * 65_536, "x" * 65_536]  # with each text and the list itself: 262,141


@pytest.mark.parametrize(
    ("value", "refused"),
    [
        ("x" * 65_536, None),
        ("x" * 65_537, "the text is too long"),
        ([0] * 5_000, None),
        ([0] * 5_001, "the list is too long"),
        (range(5_001), "the list is too long"),
        (2**256 - 1, None),
        (2**256, "the number is too large"),
        (-(2**256), "the number is too large"),
        (1e308, None),
        (float("inf"), "not a number"),
        ([*FULL, 0, 0, 0], None),
        ([*FULL, 0, 0, 0, 0], "the value is too large"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_what_a_filter_takes(value: Any, refused: str | None) -> None:
    """Texts, lists, numbers and nested values up to their limits."""
    if refused is None:
        assert checked(value) == weight(value)
        return
    with pytest.raises(LiquidError, match=refused):
        checked(value)


@pytest.mark.parametrize(
    ("value", "known"),
    [
        (NOW, "2026-01-02T03:04:05+00:00"),
        (date(2026, 1, 2), "2026-01-02"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        ({1: (2, range(2))}, {"1": [2, [0, 1]]}),
        (HTTPStatus.OK, 200),
        (object(), None),
    ],
)
def test_only_data_is_known(value: object, known: object) -> None:
    """What JSON does not know becomes text, a list or nothing."""
    assert plain(value) == known


def test_a_mapping_is_shown_as_json() -> None:
    """Written into a text, with its signs as they are."""
    assert str(plain({"año": ["१२"]})) == '{"año": ["१२"]}'


def test_a_text_grows_up_to_its_limit() -> None:
    """The last character that fits is written, in however many pieces."""
    output = Output(5)
    output.write("abc")
    output.write("de")
    assert output.getvalue() == "abcde"
    with pytest.raises(LiquidError, match="longer than 5 characters"):
        output.write("f")


def test_work_is_burnt_to_the_last_drop() -> None:
    """A rendering may do all the work that it has, and none more."""
    one = a_meter()
    one.burn(MAX_WORK)
    with pytest.raises(LiquidError, match="too much work"):
        one.burn(1)


@pytest.mark.parametrize(
    ("scope", "path", "work"),
    [({"a": "x" * 33}, ["a"], 3), ({"a": [1, "bc"]}, ["a"], 5), ({"a": 7}, ["a"], 0)],
)
def test_reading_costs(scope: dict[str, Any], path: list[object], work: int) -> None:
    """A text costs less than a list of the same size, every time that it is read."""
    one = a_meter(scope)
    for times in (1, 2):
        one.get(path, token=None)
        assert MAX_WORK - one.fuel == times * work


def test_a_round_costs_its_source() -> None:
    """A loop costs its rounds times the length of the template."""
    one = a_meter(source_length=10)
    one.raise_for_loop_limit(7)
    assert MAX_WORK - one.fuel == 70


@pytest.mark.parametrize(
    ("name", "value", "args", "work"),
    [
        ("upcase", "abc", (), 4),
        ("append", "abc", ("de",), 7),
        ("reverse", [0] * 100, (), 101),
        ("uniq", [0] * 100, (), 101 + 100),
        ("uniq", [0] * 999, (), 1_000 + 999 * (9 + 1)),
        ("uniq", [0] * 1_000, (), 1_001 + 1_000 * (10 + 1)),
    ],
)
def test_a_filter_costs_what_goes_in(name: str, value: Any, args: tuple[Any, ...], work: int) -> None:
    """Its value and its arguments; what compares every pair costs the pairs, too."""
    one = a_meter()
    metered(name, lambda value, *_: value)(value, *args, context=one)
    assert MAX_WORK - one.fuel == work


@pytest.mark.parametrize(
    ("name", "value", "args", "fits"),
    [
        ("join", ["ab"] * 256, ("x" * 256,), True),
        ("join", ["ab"] * 257, ("x" * 256,), False),
        ("join", [["a", "b"]] * 2_000, (), True),
        ("replace", "ab" * 256, ("a", "x" * 255), True),
        ("replace", "ab" * 256, ("a", "x" * 256), False),
        ("replace", "ab" * 256, ("a",), True),
        ("replace_first", "ab" * 256, ("a", "x" * 256), True),
    ],
)
def test_a_product_is_measured_before_it_is_made(name: str, value: Any, args: tuple[Any, ...], fits: bool) -> None:
    """The result of joining and replacing is at most 65,536 characters, known before the filter runs."""
    ran: list[bool] = []
    outer = metered(name, lambda *_: ran.append(True))
    if fits:
        outer(value, *args, context=a_meter())
    else:
        with pytest.raises(LiquidError, match="text is too long"):
            outer(value, *args, context=a_meter())
    assert bool(ran) is fits


def test_a_layout_may_be_long() -> None:
    """Two hundred characters of layout are shown."""
    assert formatted(NOW, "x" * 200) == "x" * 200
