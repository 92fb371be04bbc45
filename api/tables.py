"""Tables that a workspace keeps beside its contacts: orders, appointments, prices. Flows read and write their rows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, TypeAlias

import msgspec
from litestar import Controller, Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from pydantic import Field, ValidationError

from api.bodies import Body, Listed, shown
from api.dependents import Depending
from api.once import Once
from api.permissions import requires
from api.problems import Fault, Refused, may_answer
from engine.contact_fields import FieldType
from engine.flow import NAME
from engine.problems import said_by
from engine.tables import COLUMNS, Column, Table
from store.tables import Tables

Columns: TypeAlias = Annotated[
    list[Column],
    Field(min_length=1, max_length=COLUMNS, examples=[[{"name": "sku"}, {"name": "price", "type": "number"}]]),
]
READ, WRITE = requires("data:read"), requires("data:write")


class NewTable(Body):
    name: str = Field(pattern=NAME, description="what flows call it", examples=["orders"])
    title: str = Field("", max_length=100, examples=["Orders"])
    description: str = Field("", max_length=500)
    columns: Columns
    key: str | None = Field(None, description="the column whose value names a row", examples=["sku"])


class TableChange(Body):
    """What is left out stays. Rows keep what they hold, also in columns that are gone. The key cannot be changed."""

    title: str = Field("", max_length=100)
    description: str = Field("", max_length=500)
    columns: Columns | None = None


class ColumnShown(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    type: FieldType


class TableShown(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    title: str
    description: str
    columns: tuple[ColumnShown, ...]
    key: str | None
    created_at: datetime
    updated_at: datetime


class TablesController(Controller):
    path = "/tables"
    tags = ("tables",)

    @get(operation_id="listTables", guards=[READ])
    async def list(self, tables: NamedDependency[Tables]) -> Listed[TableShown]:
        """All tables, by name."""
        return Listed(items=tuple(shown(TableShown, one) for one in await tables.list()))

    @post(operation_id="createTable", guards=[WRITE], responses=may_answer("conflict", "idempotency-conflict"))
    async def create(
        self, data: JSONBody[NewTable], tables: NamedDependency[Tables], once: NamedDependency[Once]
    ) -> Response[TableShown]:
        """Make a table. Its rows hold nothing but its columns, each as its type."""
        table = _sound(data.columns, data.key)

        async def work() -> TableShown:
            made = await tables.add(data.name, table, title=data.title, description=data.description)
            return shown(TableShown, made)

        return await once(work)

    @get("/{name:str}", operation_id="readTable", guards=[READ], responses=may_answer("not-found"))
    async def read(self, name: FromPath[str], tables: NamedDependency[Tables]) -> TableShown:
        """One table, by its name."""
        return shown(TableShown, await tables.get(name))

    @patch("/{name:str}", operation_id="changeTable", guards=[WRITE], responses=may_answer("not-found"))
    async def change(
        self, name: FromPath[str], data: JSONBody[TableChange], tables: NamedDependency[Tables]
    ) -> TableShown:
        """Change what a table is called, or its columns."""
        values: dict[str, Any] = data.model_dump(exclude_unset=True, exclude={"columns"})
        if data.columns is not None:
            table = _sound(data.columns, (await tables.get(name)).key)
            values["columns"] = table.model_dump(mode="json")["columns"]
        return shown(TableShown, await tables.change(name, values))

    @delete("/{name:str}", operation_id="removeTable", guards=[WRITE], responses=may_answer("not-found", "conflict"))
    async def remove(
        self,
        name: FromPath[str],
        tables: NamedDependency[Tables],
        depending: NamedDependency[Depending],
        force: Annotated[bool, QueryParameter(description="also if flows use it")] = False,
    ) -> None:
        """Remove a table with all its rows. It cannot be undone; one that flows use stays."""
        if not force:
            await depending.refuse_used_name("table", name)
        await tables.remove(name)


def _sound(columns: Sequence[Column], key: str | None) -> Table:
    try:
        return Table(columns=tuple(columns), key=key)
    except ValidationError as error:
        found = [Fault(message=why, path="columns") for _, why in said_by(error)]
        raise Refused("invalid-request", "see errors", found) from error
