"""Go through a list, item by item: lead the last step of what is done with an item back to here.

Without a question, a delay or a call in the loop all items are handled in one turn, which has at most 100 steps and 50
messages. Whoever leaves the loop half-way and comes back goes on with the next item.
"""

from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from engine import Context, Step, Value
from engine.kinds import Holds
from nodes.fields import ListTemplate, SaveAs, VariableName
from nodes.spec import NodeType
from nodes.values import listed
from ui_schema import NodeUi, widget

EACH, DONE = "each", "done"


class Params(Value):
    items: ListTemplate = Field(
        min_length=1, title="List", description="For example {{ vars.items }} or {{ result.shop.body.orders }}."
    )
    save_as: VariableName = Field(title="Save as", description="The variable that holds the item whose turn it is.")
    index_as: Annotated[SaveAs, Holds("number")] = Field(
        None, title="Save its number as", description="The variable that holds the item's number, counted from 1."
    )
    limit: int = Field(
        25,
        ge=1,
        le=1_000,
        title="At most",
        description="After so many items it is done, however long the list is.",
        json_schema_extra=widget("number"),
    )

    @model_validator(mode="after")
    def _own_variables(self) -> Self:
        if self.index_as == self.save_as:
            raise ValueError(f"the item and its number cannot both be kept in {self.save_as!r}")
        return self


def outputs(params: Params) -> tuple[str, ...]:
    return (EACH, DONE)


def enter(params: Params, context: Context) -> Step:
    """The position is kept as this node's result: its memory ends when it is left."""
    items, index = listed(context, params.items, "items"), _position(context.last_result)
    if index >= min(len(items), params.limit):
        if len(items) > params.limit:
            context.problem("list_too_long", f"{len(items) - params.limit} items are left out", "limit")
        return Step(result={"index": 0, "count": len(items)}, leave=DONE)
    number = index + 1
    variables = {params.save_as: items[index], **({params.index_as: number} if params.index_as else {})}
    return Step(variables=variables, result={"index": number, "count": len(items)}, leave=EACH)


def _position(result: Any) -> int:
    match result:
        case {"index": int(index)}:
            return max(index, 0)
        case _:
            return 0


def under_way(result: Any) -> bool:
    return _position(result) > 0


def rounds(params: Params, context: Context) -> int:
    return min(len(listed(context, params.items, "items")), params.limit)


node = NodeType(
    kind="loop",
    params=Params,
    outputs=outputs,
    enter=enter,
    under_way=under_way,
    runs_out=frozenset({EACH}),
    rounds=rounds,
    empty_handed=frozenset({DONE}),
    ui=NodeUi(title="Loop", help=__doc__ or "", group="logic", icon="repeat"),
)
