"""What is said about a value that a schema refuses: one cause, at its place, of the shape that the author meant."""

from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field

from engine.document import Path, nearest, unreadable, validator_of, wrongs
from engine.limits import Limits

Name = Annotated[str, Field(pattern="^[a-z]+$")]


class Text(BaseModel):
    model_config = ConfigDict(extra="forbid")

    kind: Literal["text"]
    text: str
    bold: bool = False


class Origin(BaseModel):
    by: Literal["us"]


class File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    kind: Literal["file"]
    url: str
    size: int
    origin: Origin | None = None


class Page(BaseModel):
    model_config = ConfigDict(extra="forbid")

    part: Text | File | None = None
    amount: int | list[int] | None = None
    side: Text | list[Text] | None = None
    style: Literal["a", "b"] = "a"
    sizes: dict[Name, int] = {}
    either: int | dict[Name, int] = 1
    many: list[dict[Name, dict[Name, int]]] = []
    step: Annotated[int, Field(multiple_of=10)] = 10
    version: Literal[1] = 1


def said(value: Any) -> list[tuple[str, Path, str]]:
    return [(wrong.code, wrong.path, wrong.message) for wrong in wrongs(validator_of(Page), value)]


@pytest.mark.parametrize(
    ("value", "path", "message"),
    [
        ({"part": {"kind": "text"}}, ("part", "text"), "it is missing"),
        ({"part": {"kind": "text", "text": 5}}, ("part", "text"), "must be a text, not a whole number"),
        ({"part": {"kind": "file", "url": "x"}}, ("part", "size"), "it is missing"),
        ({"part": {"kind": "file", "url": "x", "size": "1"}}, ("part", "size"), "must be a whole number, not a text"),
        ({"part": {"kind": "fil", "text": "x"}}, ("part", "kind"), 'must be "text"'),
        ({"amount": "5"}, ("amount",), "must be a whole number, not a text"),
        ({"amount": [1, "5"]}, ("amount", 1), "must be a whole number, not a text"),
        ({"side": {"kind": "text"}}, ("side", "text"), "it is missing"),
        ({"side": [{"kind": "text"}]}, ("side", 0, "text"), "it is missing"),
        ({"side": [{"kind": "text", "text": "x", "bold": 1}]}, ("side", 0, "bold"), "must be true or false, not a whole number"),
        ({"style": "c"}, ("style",), 'must be "a" or "b"'),
        ({"version": 2}, ("version",), "must be 1"),
        ({"sizes": {"A": 1}}, ("sizes", "A"), "'A' cannot be a name here"),
        ({"either": {"A": 1}}, ("either", "A"), "'A' cannot be a name here"),
        ({"many": [{"a": {"B": 1}}]}, ("many", 0, "a", "B"), "'B' cannot be a name here"),
        ({"step": 15}, ("step",), "15 is not a multiple of 10"),
    ],
    ids=str,
)  # fmt: skip
def test_tells_what_the_author_meant(value: Any, path: Path, message: str) -> None:
    """Of several shapes that are possible, the one that gets furthest explains what is wrong, and nothing else does."""
    assert [(where, what) for _, where, what in said(value)] == [(path, message)]


def test_everything_that_is_wrong_with_one_shape_is_told() -> None:
    """The likeliest shape may have several faults, and all of them are its own."""
    found = said({"part": {"kind": "file", "url": 1}, "sizes": {"a": "x", "B": 1}})
    assert [(code, path) for code, path, _ in found] == [
        ("wrong_type", ("part", "url")),
        ("missing_key", ("part", "size")),
        ("bad_value", ("sizes", "B")),
        ("wrong_type", ("sizes", "a")),
    ]


@pytest.mark.parametrize("more", [{}, {"origin": {"by": "me"}}])
def test_the_shape_that_is_named_is_meant(more: dict[str, Any]) -> None:
    """Whoever says `file` means a file, even if as much or more is missing than a text would want."""
    found = {path[1] for _, path, _ in said({"part": {"kind": "file", **more}})}
    assert found == {"url", "size", *more}


def test_faults_are_told_by_place() -> None:
    """The tenth item comes after the ninth, and not after the first."""
    assert [path[1] for _, path, _ in said({"amount": ["x"] * 12})] == list(range(12))


@pytest.mark.parametrize(
    ("name", "known", "fix"),
    [
        ("colour", ["color", "size"], "did you mean 'color'?"),
        ("zzz", ["color", "size"], None),
        ("color", [*(f"#{at:03}" for at in range(499)), "color"], "did you mean 'color'?"),
        ("color", [*(f"#{at:03}" for at in range(500)), "color"], None),
    ],
    ids=["near", "far", "the last name that is looked at", "one name more"],
)
def test_hints_at_a_misspelling(name: str, known: list[str], fix: str | None) -> None:
    """A name that is nearly a known one is hinted at, as long as there are not too many to look through."""
    assert nearest(name, known) == fix


@pytest.mark.parametrize(("length", "fix"), [(42, None), (43, f"did you mean {'a' * 43!r}?")])
def test_a_long_name_is_compared_by_its_beginning(length: int, fix: str | None) -> None:
    """What is compared is never longer than a hundred characters; what is alike to 60 in a hundred is near."""
    assert nearest("a" * 300, ["a" * length]) == fix


def test_says_where_it_becomes_too_deep() -> None:
    """The way to what is too deep is told as far as it helps to find it."""
    problem = unreadable({"a": {"b": {"c": {"d": {"e": {"f": 1}}}}}}, Limits(document_depth=5))
    assert problem is not None
    assert problem.path == "a.b.c.d…"


@pytest.mark.parametrize(
    ("value", "limits", "code"),
    [
        (2**63 - 1, Limits(), None),
        (2**63, Limits(), "not_json"),
        (-(2**63), Limits(), None),
        (-(2**63) - 1, Limits(), "not_json"),
        ({"a": {"b": 1}}, Limits(document_depth=2), None),
        ({"a": {"b": 1}}, Limits(document_depth=1), "too_deep"),
        ("éé", Limits(document_bytes=6), None),
        ("éé", Limits(document_bytes=5), "too_large"),
    ],
    ids=str,
)
def test_the_last_that_can_be_read(value: Any, limits: Limits, code: str | None) -> None:
    """Numbers of 64 bits, the deepest level and the last byte are allowed, and nothing beyond them."""
    found = unreadable(value, limits)
    assert (found.code if found else None) == code
