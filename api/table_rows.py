"""Rows of a table: read in pages, saved one by one, or brought in from a CSV file."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Controller, Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from pydantic import AfterValidator, Field

from api.bodies import Body, Listed, listed, shown
from api.csv_rows import BadCsv, rows_of
from api.dependencies import Session
from api.once import Once
from api.permissions import requires
from api.problems import Fault, Refused, may_answer
from engine.tables import COLUMNS, SaveMode
from engine.variables import Unfit
from store.errors import Conflict, NotFound
from store.pages import Window
from store.rows import Rows
from store.tables import Tables

READ, WRITE = requires("data:read"), requires("data:write")
MOST_TOLD = 100


def _few(cells: dict[str, Any]) -> dict[str, Any]:
    if len(cells) > COLUMNS:
        raise ValueError(f"at most {COLUMNS} columns")
    return cells


Cells = Annotated[dict[str, Any], AfterValidator(_few)]


class NewRow(Body):
    """``mode`` says what happens when the key names a row that is there."""

    data: Cells = Field(examples=[{"sku": "A-17", "price": 12.5}])
    mode: SaveMode = "insert"


class RowChange(Body):
    """Columns that are left out keep what they have; one that is null is emptied."""

    data: Cells = Field(examples=[{"price": 11}])


class CsvImport(Body):
    """The first line names the columns; commas, semicolons or tabs divide them."""

    csv: str = Field(min_length=1, examples=["sku,price\nA-17,12.50\nB-3,7\n"])
    mode: SaveMode = "insert_or_update"


class RowShown(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    data: dict[str, Any]
    created_at: datetime
    updated_at: datetime


class LineRefused(msgspec.Struct, frozen=True, kw_only=True):
    line: int
    message: str


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """``refused`` tells of the first hundred lines that were left out; ``left_out`` counts them all."""

    saved: int
    left_out: int
    refused: tuple[LineRefused, ...]


class TableRowsController(Controller):
    path = "/tables/{name:str}/rows"
    tags = ("tables",)

    @get(operation_id="listRows", guards=[READ], responses=may_answer("not-found"))
    async def list(
        self,
        name: FromPath[str],
        tables: NamedDependency[Tables],
        session: NamedDependency[Session],
        window: NamedDependency[Window],
    ) -> Listed[RowShown]:
        """The rows of a table, newest first."""
        return listed(RowShown, await Rows(session, await tables.get(name)).page(window))

    @post(
        operation_id="saveRow",
        guards=[WRITE],
        responses=may_answer("not-found", "conflict", "idempotency-conflict"),
    )
    async def save(
        self,
        name: FromPath[str],
        data: JSONBody[NewRow],
        tables: NamedDependency[Tables],
        session: NamedDependency[Session],
        once: NamedDependency[Once],
    ) -> Response[RowShown]:
        """Save a row: a new one, or by `mode` the one that the key names."""
        rows = Rows(session, await tables.get(name))

        async def work() -> RowShown:
            try:
                return shown(RowShown, await rows.save(data.data, data.mode))
            except Unfit as error:
                raise _unfit(error) from error

        return await once(work)

    @get("/{row:uuid}", operation_id="readRow", guards=[READ], responses=may_answer("not-found"))
    async def read(
        self,
        name: FromPath[str],
        row: FromPath[UUID],
        tables: NamedDependency[Tables],
        session: NamedDependency[Session],
    ) -> RowShown:
        """One row."""
        return shown(RowShown, await Rows(session, await tables.get(name)).get(row))

    @patch("/{row:uuid}", operation_id="changeRow", guards=[WRITE], responses=may_answer("not-found", "conflict"))
    async def change(
        self,
        name: FromPath[str],
        row: FromPath[UUID],
        data: JSONBody[RowChange],
        tables: NamedDependency[Tables],
        session: NamedDependency[Session],
    ) -> RowShown:
        """Change some columns of a row."""
        try:
            return shown(RowShown, await Rows(session, await tables.get(name)).update(row, data.data))
        except Unfit as error:
            raise _unfit(error) from error

    @delete("/{row:uuid}", operation_id="removeRow", guards=[WRITE], responses=may_answer("not-found"))
    async def remove(
        self,
        name: FromPath[str],
        row: FromPath[UUID],
        tables: NamedDependency[Tables],
        session: NamedDependency[Session],
    ) -> None:
        """Remove a row."""
        await Rows(session, await tables.get(name)).remove(row)

    @post("/import", operation_id="importRows", status_code=200, guards=[WRITE], responses=may_answer("not-found"))
    async def bring_in(
        self,
        name: FromPath[str],
        data: JSONBody[CsvImport],
        tables: NamedDependency[Tables],
        session: NamedDependency[Session],
    ) -> Imported:
        """Save the rows of a CSV file. Lines that do not fit are left out and told; the others are saved."""
        rows = Rows(session, await tables.get(name))
        try:
            lines = rows_of(data.csv)
        except BadCsv as error:
            raise Refused("invalid-request", "see errors", [Fault(message=str(error), path="csv")]) from error
        refused: list[LineRefused] = []
        for line, values in lines:
            try:
                await rows.save(values, data.mode)
            except (Unfit, Conflict, NotFound) as error:
                refused.append(LineRefused(line=line, message=str(error)))
        return Imported(saved=len(lines) - len(refused), left_out=len(refused), refused=tuple(refused[:MOST_TOLD]))


def _unfit(error: Unfit) -> Refused:
    return Refused("invalid-request", "see errors", [Fault(message=str(error), path="data")])
