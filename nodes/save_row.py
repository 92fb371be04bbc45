"""Keep a row in a table of the workspace: a new one, or the one that its key names. Columns that are left out keep what they
have, an empty value empties a column."""

from typing import Annotated, Any

from pydantic import Field, field_validator

from engine import CallReturned, Context, Event, ForCall, Step, Value
from engine.kinds import Holds
from engine.repeats import repeated
from engine.tables import RowToSave, SaveMode
from nodes.calling import empty_handed, failed, request
from nodes.fields import Content, SaveAs
from nodes.rows import FAILED, ColumnField, TableField, refused
from nodes.spec import Io, NodeType, simulated
from ui_schema import NodeUi, widget

SAVED = "saved"
ATTEMPTS = 3  # a repeated attempt finds the row of the first


class Cell(Value):
    """A column, and the template of its value."""

    column: ColumnField = Field(title="Column", description="The column that is set.")
    value: Content = Field(
        "",
        title="Value",
        description="What is kept in it: {{ vars.order_no }}; a list as {{ vars.sizes | json }}. Empty: nothing.",
    )


class Params(Value):
    table: TableField = Field(title="Table", description="The table's name.")
    values: tuple[Cell, ...] = Field(
        min_length=1,
        max_length=50,
        title="Values",
        description="What the row holds. In a table with a key, the key's value says which row it is.",
        json_schema_extra=widget("key_values"),
    )
    mode: SaveMode = Field(
        "insert_or_update",
        title="How",
        description="Insert: never changes a row that is there. Update: never makes a new one; the table needs a key.",
        json_schema_extra=widget("select"),
    )
    save_as: Annotated[SaveAs, Holds("object")] = Field(
        None, title="Save as", description="The variable that keeps the whole row, with its id."
    )

    @field_validator("values")
    @classmethod
    def _once_each(cls, values: tuple[Cell, ...]) -> tuple[Cell, ...]:
        if twice := repeated(cell.column for cell in values):
            raise ValueError(f"the column {twice[0]!r} is set twice")
        return values


def outputs(params: Params) -> tuple[str, ...]:
    return (SAVED, FAILED)


def enter(params: Params, context: Context) -> Step:
    filled = request(params, context)
    return Step(wait=ForCall(filled, attempts=ATTEMPTS)) if filled else empty_handed(context, FAILED)


async def perform(params: Params, io: Io) -> dict[str, Any]:
    values = {cell.column: cell.value for cell in params.values}
    answer = await io.save_row(RowToSave(table=params.table, values=values, mode=params.mode))
    return answer.model_dump(mode="json")


def simulate(params: Params) -> CallReturned:
    """The row as it was asked for, as if its table took it."""
    return simulated({"rows": [{"id": "simulated", **{cell.column: cell.value for cell in params.values}}]})


def resume(params: Params, context: Context, event: Event) -> Step:
    match event:
        case CallReturned(error=None, result={"rows": [dict(row), *_]}):
            kept = {params.save_as: row} if params.save_as else {}
            return Step(variables=kept, result={"id": row.get("id")}, leave=SAVED)
        case CallReturned(result={"refused": str(reason)}) if reason:
            return refused(context, reason)
        case CallReturned():
            return failed(context, event, FAILED, "table")
        case _:
            return Step()


node = NodeType(
    kind="save_row",
    params=Params,
    outputs=outputs,
    enter=enter,
    resume=resume,
    perform=perform,
    simulate=simulate,
    ui=NodeUi(title="Save a row", help=__doc__ or "", group="data", icon="table-2"),
)
