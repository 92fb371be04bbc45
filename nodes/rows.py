"""What nodes that save and find rows of tables have in common."""

from collections.abc import Callable
from typing import Annotated, Any, TypeAlias

from pydantic import Field

from engine import CallReturned, Context, Event, Step
from engine.flow import NAME
from engine.named import Names
from engine.shapes import Plain
from nodes.calling import empty_handed, failed
from nodes.reading import json_or
from ui_schema import widget

FAILED = "failed"
_Name: TypeAlias = Annotated[str, Field(pattern=NAME)]
TableField: TypeAlias = Annotated[
    _Name, Names.TABLE, Field(examples=["orders"], json_schema_extra=widget("select", source="tables"))
]
ColumnField: TypeAlias = Annotated[
    _Name, Names.COLUMN, Field(examples=["sku"], json_schema_extra=widget("select", source="columns"))
]
OptionalColumn: TypeAlias = Annotated[
    _Name | None, Names.COLUMN, Field(json_schema_extra=widget("select", source="columns"))
]
SAMPLE: Any = Field(
    "",
    max_length=8_192,
    title="Example rows",
    description="For the simulator and flow tests: a JSON list of rows. Empty: one row that is as asked for.",
    json_schema_extra=widget("textarea"),
)


def _are_rows(text: str) -> bool:
    return isinstance(json_or(text, None), list)


Sample: TypeAlias = Annotated[
    str, Plain(_are_rows, "is no JSON list of rows", 'write one such as [{"sku": "A-7", "pieces": 3}]')
]


def refused(context: Context, reason: str) -> Step:
    """The table's reason is a problem in the run, for whoever wonders."""
    context.problem("table_refused", reason, "table")
    return empty_handed(context, FAILED)


def found_rows(context: Context, event: Event, keep: Callable[[list[dict[str, Any]]], Step]) -> Step:
    """What a search in a table has given."""
    match event:
        case CallReturned(result={"refused": str(reason)}) if reason:
            return refused(context, reason)
        case CallReturned(error=None, result={"rows": list(rows)}):
            return keep([row for row in rows if isinstance(row, dict)])
        case CallReturned():
            return failed(context, event, FAILED, "table")
        case _:
            return Step()


def sample_rows(sample: str) -> list[dict[str, Any]] | None:
    """The rows that an author gives for the simulator; None where there are none."""
    rows = json_or(sample, None)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else None
