"""The registry of message templates: what the workspace has written, and what the platforms say of it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from engine.message_templates import MessageTemplate
from store.errors import Conflict, NotFound
from store.models import TemplateRow
from store.records import Record


class TemplateRecord(Record):
    id: UUID
    template: MessageTemplate
    created_at: datetime
    updated_at: datetime


class TakenIn(NamedTuple):
    """How many were new, and how many of those that were there have changed."""

    added: int
    changed: int
    unchanged: int


class Templates:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def list(self, **where: str) -> tuple[TemplateRecord, ...]:
        """By channel type, name and language; ``where`` names columns and their values."""
        query = select(TemplateRow).filter_by(**where)
        order = (TemplateRow.channel_kind, TemplateRow.name, TemplateRow.language)
        return tuple(_record(row) for row in await self._session.scalars(query.order_by(*order)))

    async def all(self) -> tuple[MessageTemplate, ...]:
        return tuple(one.template for one in await self.list())

    async def named(self, names: Iterable[str]) -> tuple[MessageTemplate, ...]:
        rows = await self._session.scalars(select(TemplateRow).where(TemplateRow.name.in_(tuple(names))))
        return tuple(map(_template, rows))

    async def get(self, id: UUID) -> TemplateRecord:
        return _record(await self._row(id))

    async def add(self, template: MessageTemplate) -> TemplateRecord:
        """Raises Conflict where the name is taken in this language on this type of channel."""
        row = TemplateRow(**_columns(template))
        self._session.add(row)
        await self._flush(template)
        return _record(row)

    async def change(self, id: UUID, template: MessageTemplate) -> TemplateRecord:
        row = await self._row(id)
        _put(row, template)
        await self._flush(template)
        return _record(row)

    async def remove(self, id: UUID) -> None:
        statement = delete(TemplateRow).where(TemplateRow.id == id).returning(TemplateRow.id)
        if await self._session.scalar(statement) is None:
            raise NotFound("template", id)

    async def take_in(self, templates: Iterable[MessageTemplate]) -> TakenIn:
        """What a platform says that there is. Those that it does not name stay as they are."""
        known = {_key(one): one for one in await self._session.scalars(select(TemplateRow))}
        counts = {"added": 0, "changed": 0, "unchanged": 0}
        for template in {_key_of(one): one for one in templates}.values():
            row = known.get(_key_of(template))
            if row is None:
                self._session.add(TemplateRow(**_columns(template)))
            elif _template(row) != template:
                _put(row, template)
            counts["added" if row is None else "unchanged" if row not in self._session.dirty else "changed"] += 1
        await self._session.flush()
        return TakenIn(**counts)

    async def _row(self, id: UUID) -> TemplateRow:
        row = await self._session.get(TemplateRow, id)
        if row is None:
            raise NotFound("template", id)
        return row

    async def _flush(self, template: MessageTemplate) -> None:
        try:
            async with self._session.begin_nested():
                await self._session.flush()
        except IntegrityError as error:
            what = f"{template.name!r} in {template.language!r} on {template.channel!r} is there already"
            raise Conflict("template", what) from error


def _key(row: TemplateRow) -> tuple[str, str, str]:
    return row.channel_kind, row.name, row.language


def _key_of(template: MessageTemplate) -> tuple[str, str, str]:
    return template.channel, template.name, template.language


def _put(row: TemplateRow, template: MessageTemplate) -> None:
    for column, value in _columns(template).items():
        setattr(row, column, value)


def _columns(template: MessageTemplate) -> dict[str, Any]:
    columns = template.model_dump(mode="json", exclude={"channel"})
    return {**columns, "channel_kind": template.channel}


def _template(row: TemplateRow) -> MessageTemplate:
    names = set(MessageTemplate.model_fields) - {"channel"}
    return MessageTemplate.model_validate({**{name: getattr(row, name) for name in names}, "channel": row.channel_kind})


def _record(row: TemplateRow) -> TemplateRecord:
    return TemplateRecord(id=row.id, template=_template(row), created_at=row.created_at, updated_at=row.updated_at)
