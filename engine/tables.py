"""Tables of a workspace: what a row may hold, and which rows somebody asks for."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from engine.conditions import Op, compare, pattern_problem
from engine.contact_fields import FieldType
from engine.flow import NAME
from engine.marks import is_template
from engine.model import Value
from engine.repeats import repeated
from engine.template_compare import folded, is_empty, number_of, shown
from engine.template_dates import parse_date
from engine.template_errors import TemplateError
from engine.variables import Unfit, fit

ROW_BYTES, ROWS, COLUMNS, TABLES = 16_384, 10_000, 50, 100
Row: TypeAlias = Mapping[str, Any]
ColumnName: TypeAlias = Annotated[str, Field(pattern=NAME, examples=["sku"])]
SaveMode: TypeAlias = Literal["insert_or_update", "insert", "update"]


class Column(Value):
    name: ColumnName
    type: FieldType = "text"


class Table(Value):
    """``key`` is the column whose value names a row: no two rows have the same, whatever its case."""

    columns: Annotated[tuple[Column, ...], Field(min_length=1, max_length=COLUMNS)]
    key: str | None = None

    @model_validator(mode="after")
    def _sound(self) -> Self:
        names = [column.name for column in self.columns]
        if twice := repeated(names):
            raise ValueError(f"two columns are called {twice[0]!r}")
        if "id" in names:
            raise ValueError("every row has an id already: call the column something else")
        if self.key is not None and self.key not in names:
            raise ValueError(f"the key {self.key!r} is none of the columns")
        return self


class RowTest(Value):
    """One comparison of a column, by the operators that conditions have."""

    column: ColumnName
    op: Op = "equals"
    value: Annotated[str, Field(max_length=2_000)] = ""

    @model_validator(mode="after")
    def _readable(self) -> Self:
        if self.op == "matches" and not is_template(self.value) and (problem := pattern_problem(self.value)):
            raise ValueError(problem)
        return self


class RowToSave(Value):
    """An empty text means: nothing. Columns that are left out keep what they have."""

    table: str
    values: dict[str, Any]
    mode: SaveMode = "insert_or_update"


class RowQuery(Value):
    """With ``any_of`` one of the tests is enough. Without a sort the newest rows come first."""

    table: str
    where: tuple[RowTest, ...] = ()
    any_of: bool = False
    sort: str | None = None
    descending: bool = False
    limit: Annotated[int, Field(ge=1, le=100)] = 10

    @property
    def columns(self) -> tuple[str, ...]:
        """Those that it asks about."""
        return (*(test.column for test in self.where), *((self.sort,) if self.sort else ()))


class RowAnswer(Value):
    """The rows that were saved or found, each with its ``id``; or why the table does not do it, in words for people."""

    rows: tuple[dict[str, Any], ...] = ()
    refused: str = ""


def row_fitted(table: Table, values: Row) -> dict[str, Any]:
    """The values as their columns keep them; raises Unfit, which names the column."""
    columns = {column.name: column.type for column in table.columns}
    kept: dict[str, Any] = {}
    for name, value in values.items():
        if name not in columns:
            raise Unfit(f"there is no column {name!r}; there are {', '.join(columns)}")
        try:
            kept[name] = None if value == "" else fit(columns[name], value)
        except Unfit as error:
            raise Unfit(f"the column {name!r}: {error}") from error
    return kept


def filled(row: Row) -> dict[str, Any]:
    """The row without its empty columns; raises Unfit for one that is too large."""
    kept = {name: value for name, value in row.items() if value is not None}
    if len(json.dumps(kept, default=str)) > ROW_BYTES:
        raise Unfit(f"a row holds at most {ROW_BYTES // 1024} KiB")
    return kept


def key_of(table: Table, row: Row) -> str | None:
    """What names the row among the others, as it is compared: whatever its case, so that a row that is found is the one
    that is saved. Raises Unfit where it must have a name and has none."""
    if table.key is None:
        return None
    if is_empty(row.get(table.key)):
        raise Unfit(f"the column {table.key!r} is the key of the table and must not be empty")
    return folded(row[table.key])


def holds(query: RowQuery, row: Row) -> bool:
    """Whether the query asks for this row."""
    tests = (_holds(test, row.get(test.column)) for test in query.where)
    return not query.where or (any(tests) if query.any_of else all(tests))


def _holds(test: RowTest, value: Any) -> bool:
    """What cannot be compared is not what was asked for: an empty age is not above thirty."""
    try:
        return compare(test.op, test.column, value, test.value)
    except TemplateError:
        return False


def in_order(query: RowQuery, rows: Iterable[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    """So many of them as are asked for: numbers by their size, dates by time, the rest as text; empty ones at the end."""
    if query.sort is None:
        return tuple(rows)[: query.limit]
    filled, empty = list[dict[str, Any]](), list[dict[str, Any]]()
    for row in rows:
        (empty if is_empty(row.get(query.sort)) else filled).append(row)
    column = query.sort
    filled.sort(key=lambda row: _rank(row[column]), reverse=query.descending)
    return (*filled, *empty)[: query.limit]


def _rank(value: Any) -> tuple[int, Any]:
    if (number := number_of(value)) is not None:
        return 0, number
    moment: datetime | None = parse_date(shown(value))
    return (1, moment.timestamp()) if moment else (2, shown(value).casefold())


def unknown_columns(table: Table, asked: Iterable[str]) -> tuple[str, ...]:
    """The names in a query that the table has no column for."""
    known = {"id", *(column.name for column in table.columns)}
    return tuple(dict.fromkeys(name for name in asked if name not in known))
