"""Marked fields are found, and replaced, wherever they stand: in models, in lists of them, and in objects."""

from typing import Annotated

from engine import Value
from engine.marks import Mark, Marked, Named, flows_in, marked, replaced


class Pin(Value):
    flow: Annotated[str, Mark.FLOW]
    version: int | None = None


class Picks(Value):
    first: Annotated[str, Mark.FLOW]
    pins: tuple[Pin, ...] = ()
    titles: Annotated[dict[str, str], Mark.TEMPLATE] = {}
    count: int = 0


PICKS = Picks(first="a", pins=(Pin(flow="b", version=2), Pin(flow="c")), titles={"x": "Tea", "y": "चाय"}, count=3)


def test_what_is_marked() -> None:
    """Each text with its path, in the order of the fields."""
    assert [(one.path, one.text) for one in marked(PICKS)] == [
        (("first",), "a"),
        (("pins", 0, "flow"), "b"),
        (("pins", 1, "flow"), "c"),
        (("titles", "x"), "Tea"),
        (("titles", "y"), "चाय"),
    ]
    assert next(marked(PICKS)) == Marked(("first",), Mark.FLOW, "a")


def test_a_version_belongs_to_the_flow_beside_it() -> None:
    """A number in an item pins that item's flow, and no other."""
    assert list(flows_in(PICKS)) == [
        Named(("first",), "a", None),
        Named(("pins", 0, "flow"), "b", 2),
        Named(("pins", 1, "flow"), "c", None),
    ]


def test_what_is_marked_is_replaced() -> None:
    """Everything with this mark, told where it is, and nothing else."""
    shouted = replaced(PICKS, Mark.TEMPLATE, lambda path, text: f"{path[-1]}: {text}!")
    assert shouted == PICKS.model_copy(update={"titles": {"x": "x: Tea!", "y": "y: चाय!"}})
    renamed = replaced(PICKS, Mark.FLOW, lambda _, key: key.upper())
    assert [one.key for one in flows_in(renamed)] == ["A", "B", "C"]
    assert (renamed.titles, renamed.count) == (PICKS.titles, 3)
