"""Parts of a JSON document that are kept in variables: of the answer to a call, of a text that was read."""

from typing import Any

from pydantic import Field

from engine import Context, Value
from nodes.fields import VariableName
from nodes.json_path import JsonPath, NothingThere, take


class Save(Value):
    """A part of the answer, and the variable that keeps it."""

    path: JsonPath = Field(
        title="Part", description="Where it is in the answer: order.items[0].price. Empty: all of it."
    )
    save_as: VariableName = Field(title="Save as", description="The variable that keeps it.")


def saved(wanted: tuple[Save, ...], context: Context, document: Any) -> dict[str, Any]:
    """The values by variable. A part that is not there is a problem, and leaves its variable empty."""
    values: dict[str, Any] = {}
    for i, one in enumerate(wanted):
        try:
            values[one.save_as] = take(document, one.path)
        except NothingThere as error:
            context.problem("nothing_there", f"the answer has no such part: {error}", f"save.{i}.path")
            values[one.save_as] = None
    return values
