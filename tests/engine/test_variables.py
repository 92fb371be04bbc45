"""What becomes of a value that is put into a variable of a declared type."""

import json
from datetime import date
from typing import Any

import pytest

from engine import Limits
from engine.flow import Variable
from engine.variables import SMALL, Unfit, assigned, fit, initial

LIMITS = Limits(variables_bytes=1_000)
FLOW = {
    "name": Variable(input=True),
    "size": Variable(type="number", input=True, default=1),
    "inner": Variable(type="number"),
}


@pytest.mark.parametrize(
    ("kind", "value", "kept"),
    [
        ("text", "6 ", "6 "),
        ("text", 6, "6"),
        ("text", {"city": "Córdoba"}, '{"city": "Córdoba"}'),
        ("text", date(2026, 5, 1), '"2026-05-01"'),
        ("number", " 6.0 ", 6),
        ("number", "6.5", 6.5),
        ("number", 7, 7),
        ("number", "1e15", 10**15),
        ("number", "-1e15", -(10**15)),
        ("number", 10**15, 10**15),
        ("number", -1e15, -1e15),
        ("boolean", True, True),
        ("boolean", "TRUE ", True),
        ("boolean", "yes", True),
        ("boolean", 1, True),
        ("boolean", "false", False),
        ("boolean", "No", False),
        ("boolean", 0, False),
        ("boolean", "", False),
        ("date", "2026-05-01", "2026-05-01"),
        ("date", " 2026-05-01T10:30:00+02:00", "2026-05-01"),
        ("datetime", "2026-05-01 10:30 ", "2026-05-01T10:30:00"),
        ("list", "[1, 2]", [1, 2]),
        ("list", (1, 2), [1, 2]),
        ("object", '{"a": 1}', {"a": 1}),
        ("object", {"a": 1}, {"a": 1}),
        ("any", (1, 2), (1, 2)),
        ("number", None, None),
    ],
)
def test_fits(kind: str, value: object, kept: object) -> None:
    """A value becomes the declared type if it can be read as one; None is: not set."""
    found = fit(kind, value)
    assert (found, type(found)) == (kept, type(kept))


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("number", "six"),
        ("number", True),
        ("number", "nan"),
        ("number", "1_000"),
        ("number", float("nan")),
        ("boolean", "maybe"),
        ("date", "2026-13-01"),
        ("date", "2026-05-31 or so"),
        ("date", "2026-05-3100"),
        ("datetime", "noon"),
        ("list", "{}"),
        ("list", 5),
        ("object", "[]"),
        ("object", 5),
        ("object", "{"),
    ],
)
def test_does_not_fit(kind: str, value: object) -> None:
    """What cannot be read as the declared type is refused in words."""
    with pytest.raises(Unfit, match=f"is no {kind}"):
        fit(kind, value)


@pytest.mark.parametrize(
    "value",
    ["inf", "2e15", "1000000000000001", "-1000000000000001", float("inf"), 1e16, 10**15 + 1, -(10**15) - 1, 10**300],
)
def test_a_number_is_known_to_its_ones(value: object) -> None:
    """A larger one is refused, however it is written, and the words say what keeps all of its digits."""
    with pytest.raises(Unfit, match="is too large for a number: a text keeps all of its digits"):
        fit("number", value)


def bytes_of(**variables: Any) -> int:
    return len(json.dumps(variables))


@pytest.mark.parametrize(
    ("held", "value", "fits"),
    [
        ({}, "x" * (1_000 - bytes_of(name="")), True),
        ({}, "x" * (1_001 - bytes_of(name="")), False),
        ({"other": "x" * 800}, "x" * (SMALL - 1), False),
        ({"other": "x" * 990}, "x" * (SMALL - len("''")), True),
    ],
)
def test_all_variables_together_are_bounded(held: dict[str, Any], value: str, fits: bool) -> None:
    """Up to the limit to the byte; a value too small to matter is not measured."""
    if fits:
        assert assigned(FLOW, held, "name", value, LIMITS) == {**held, "name": value}
        return
    with pytest.raises(Unfit, match="over 1000 bytes"):
        assigned(FLOW, held, "name", value, LIMITS)


def test_the_declared_type_decides() -> None:
    """A declared variable takes its own type, and one that nobody declared takes any value."""
    assert assigned(FLOW, {}, "size", "7", LIMITS) == {"size": 7}
    assert assigned(FLOW, {}, "else", "7", LIMITS) == {"else": "7"}


def test_one_bad_input_does_not_stop_the_others() -> None:
    """Inputs that are unknown, not declared as inputs or unfit are a problem each; the rest is taken, over the defaults."""
    given = {"gone": 1, "inner": 2, "size": "many", "name": "Ann"}
    variables, problems = initial(FLOW, given, LIMITS)
    assert variables == {"name": "Ann", "size": 1, "inner": None}
    assert [(problem.code, problem.field) for problem in problems] == [
        ("unfit_input", "gone"),
        ("unfit_input", "inner"),
        ("unfit_input", "size"),
    ]
