"""One row in every table, made from the tables' own descriptions: a new table is covered from its first day."""

import re
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table, insert
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from store.database import Store
from store.models import Base

TABLES: dict[str, Table] = dict(Base.metadata.tables)
_CHOICE = re.compile(r"(\w+) in \('(\w+)'")
# Webhooks name their channel without a foreign key; where there are segments, a new contact is an event.
LAST = ("hook_events", "segments")
Rows = dict[str, dict[str, Any]]


async def seeded(store: Store) -> Rows:
    """A new workspace with a row in every table; rows by the table's name."""
    rows: Rows = {}
    async with store.system() as session:
        await put(session, rows, "users")
    async with store.transaction(uuid4()) as session:
        for name in (*_parents_first(), *LAST):
            await put(session, rows, name)
    return rows


async def put(session: AsyncSession, rows: Rows, table: str, values: dict[str, Any] | None = None) -> dict[str, Any]:
    """Insert a row that refers to ``rows``, and remember it there unless there is one already."""
    wanted = values_for(TABLES[table], rows) | (values or {})
    row = (await session.execute(insert(TABLES[table]).values(wanted).returning(*TABLES[table].c))).one()
    return rows.setdefault(table, dict(row._mapping))


def _parents_first() -> list[str]:
    """All but the users, who are there already, and what comes last."""
    return [table.name for table in Base.metadata.sorted_tables if table.name not in {"users", *LAST}]


def values_for(table: Table, rows: Rows) -> dict[str, Any]:
    """Something for every column that needs it; parents and namesakes come from ``rows``."""
    choices = dict(_choices(table))
    needed = [column for column in table.c if not column.nullable and column.server_default is None]
    return {column.name: choices.get(column.name) or _value(column, rows) for column in needed}


def _choices(table: Table) -> list[tuple[str, str]]:
    checks = [str(one.sqltext) for one in table.constraints if isinstance(one, CheckConstraint)]
    return [found.groups() for check in checks if (found := _CHOICE.search(check))]  # type: ignore[misc]


def _value(column: Column[Any], rows: Rows) -> Any:
    parent: ForeignKey | None = next(iter(column.foreign_keys), None)
    if parent is not None:
        return rows[parent.column.table.name]["id"]
    namesake = f"{column.name.removesuffix('_id')}s"
    if namesake in rows:
        return rows[namesake]["id"]
    if isinstance(column.type, JSONB):
        return {}
    made: dict[type, Any] = {UUID: uuid4(), str: uuid4().hex, bytes: uuid4().bytes, int: 1, float: 1.0}
    return made[column.type.python_type]
