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
        before = len(context.problems)
        value = context.evaluate(one.source, one.field)
        if len(context.problems) == before:
            values[one.name] = value
    return values


def listed(context: Context, source: str, field: str) -> list[Any]:
    """The list that this template gives; whatever else it gives is a problem, and an empty list."""
    before = len(context.problems)
    value = context.evaluate(source, field)
    if isinstance(value, list):
        return value
    if len(context.problems) == before:
        context.problem("not_a_list", f"{quoted(value)} is no list; there is nothing to go through", field)
    return []
