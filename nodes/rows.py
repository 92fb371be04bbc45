"""What nodes that save and find rows of tables have in common."""

from typing import Annotated, TypeAlias

from pydantic import Field

from engine import Context, Step
from engine.flow import NAME
from engine.named import Names
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


def refused(context: Context, reason: str) -> Step:
    """The table's reason is a problem in the run, for whoever wonders."""
    context.problem("table_refused", reason, "table")
    return Step(leave=FAILED)
