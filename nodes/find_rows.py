"""Find rows in a table of the workspace, and keep them, or the first of them, in variables."""

from typing import Annotated, Any

from pydantic import Field, ValidationError

from engine import CallReturned, Context, Event, ForCall, Step, Value
from engine.conditions import Op
from engine.kinds import ComparedBy, Holds
from engine.problems import said_by
from engine.tables import RowQuery, RowTest, holds, in_order
from nodes.calling import empty_handed, request
from nodes.fields import SaveAs, Template
from nodes.rows import FAILED, SAMPLE, ColumnField, OptionalColumn, Sample, TableField, found_rows, sample_rows
from nodes.spec import Io, NodeType, simulated
from ui_schema import NodeUi, widget

FOUND, NONE = "found", "none"
ATTEMPTS = 3


class Where(Value):
    """A column, and what it is compared with."""

    column: ColumnField = Field(title="Column", description="The column that is looked at.")
    op: Op = Field(
        "equals",
        title="Comparison",
        description="As in conditions.",
        json_schema_extra=widget("select", role="operator"),
    )
    value: Annotated[Template, ComparedBy("op", "the column")] = Field(
        "", title="Value", description="What it is compared with: {{ vars.order_no }}."
    )


class Params(Value):
    table: TableField = Field(title="Table", description="The table's name.")
    where: tuple[Where, ...] = Field(
        (),
        max_length=20,
        title="Where",
        description="Which rows. None: all of them.",
        json_schema_extra=widget("key_values"),
    )
    any_of: bool = Field(
        False,
        title="One is enough",
        description="Finds rows for which at least one of these holds, and not only those for which all do.",
        json_schema_extra=widget("switch"),
    )
    sort: OptionalColumn = Field(
        None, title="Sort by", description="The column that says which comes first. None: the newest row does."
    )
    descending: bool = Field(
        False, title="Largest first", description="Turns the order around.", json_schema_extra=widget("switch")
    )
    limit: int = Field(
        10,
        ge=1,
        le=100,
        title="At most",
        description="So many rows, and no more.",
        json_schema_extra=widget("number"),
    )
    save_as: Annotated[SaveAs, Holds("list")] = Field(
        None, title="Save all as", description="The variable that keeps the list of rows."
    )
    first_as: Annotated[SaveAs, Holds("object")] = Field(
        None, title="Save the first as", description="The variable that keeps the first row."
    )
    sample: Sample = SAMPLE


def outputs(params: Params) -> tuple[str, ...]:
    return (FOUND, NONE, FAILED)


def enter(params: Params, context: Context) -> Step:
    filled = request(params, context, _check)
    return Step(wait=ForCall(filled, attempts=ATTEMPTS)) if filled else empty_handed(context, FAILED)


def _check(filled: Params, context: Context) -> None:
    try:
        _query(filled)
    except ValidationError as error:
        context.problem("bad_comparison", next(said_by(error))[1], "where")


def _query(params: Params) -> RowQuery:
    return RowQuery(
        table=params.table,
        where=tuple(RowTest(column=one.column, op=one.op, value=one.value) for one in params.where),
        any_of=params.any_of,
        sort=params.sort,
        descending=params.descending,
        limit=params.limit,
    )


async def perform(params: Params, io: Io) -> dict[str, Any]:
    answer = await io.find_rows(_query(params))
    return answer.model_dump(mode="json")


def simulate(params: Params) -> CallReturned:
    rows = sample_rows(params.sample)
    if rows is not None:
        query = _query(params)
        return simulated({"rows": list(in_order(query, (row for row in rows if _asked_for(query, row))))})
    return simulated({"rows": [{"id": "simulated", **{one.column: one.value for one in params.where}}]})


def _asked_for(query: RowQuery, row: dict[str, Any]) -> bool:
    """Of a column that an example row leaves out it may hold anything."""
    told = tuple(test for test in query.where if test.column in row)
    return holds(query.model_copy(update={"where": told}), row)


def resume(params: Params, context: Context, event: Event) -> Step:
    return found_rows(context, event, lambda rows: _kept(params, rows))


def _kept(params: Params, rows: list[dict[str, Any]]) -> Step:
    kept: dict[str, Any] = {params.save_as: rows} if params.save_as else {}
    if params.first_as:
        kept[params.first_as] = rows[0] if rows else None
    return Step(variables=kept, result={"count": len(rows)}, leave=FOUND if rows else NONE)


node = NodeType(
    kind="find_rows",
    params=Params,
    outputs=outputs,
    enter=enter,
    resume=resume,
    perform=perform,
    simulate=simulate,
    fallbacks=frozenset({NONE}),
    empty_handed=frozenset({NONE}),
    ui=NodeUi(title="Find rows", help=__doc__ or "", group="data", icon="search"),
)
