"""Typed values from templates, for the nodes that set something."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from pydantic import Field

from engine import Context, Value
from nodes.fields import Template, VariableName
from nodes.quoting import quoted


class Assignment(Value):
    """A variable, and the template of its value."""

    name: VariableName = Field(title="Variable", description="The variable that is set.")
    value: Template = Field(
        title="Value",
        description="A text, or one expression such as {{ vars.total | times: 2 }}, which keeps its type.",
    )


class Wanted(NamedTuple):
    name: str
    source: str
    field: str


def evaluated(context: Context, wanted: Iterable[Wanted]) -> dict[str, Any]:
    """The values by name. One whose template fails is left out, so that nothing is overwritten by a mistake."""
    values: dict[str, Any] = {}
    for one in wanted:
        wrong = context.watching()
        value = context.evaluate(one.source, one.field)
        if not wrong():
            values[one.name] = value
    return values


def listed(context: Context, source: str, field: str) -> list[Any]:
    """The list that this template gives; whatever else it gives is a problem, and an empty list."""
    wrong = context.watching()
    value = context.evaluate(source, field)
    if isinstance(value, list):
        return value
    if not wrong():
        what = "nothing is set here, so there" if value is None else f"{quoted(value)} is no list; there"
        context.problem("not_a_list", f"{what} is nothing to go through", field)
    return []
