"""Addresses of triggers that other systems call, and what they were called with: kept, and each handled once."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import Field
from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from store.ages import id_of_age
from store.errors import NotFound
from store.models import FlowHookCallRow, FlowHookRow
from store.pages import Page, Window, page_of
from store.records import Record
from store.states import HookStatus

WEBHOOK = "webhook"  # the kind of its trigger


class FlowHook(Record):
    id: UUID
    flow_id: UUID
    node: str
    made_at: datetime


class FlowHookCall(Record):
    id: UUID
    hook_id: UUID
    key: str | None
    received_at: datetime
    headers: dict[str, str]
    body: bytes = Field(repr=False)
    status: HookStatus
    error: str | None
    attempts: int
    conversation_id: UUID | None
    event: int | None
    handled_at: datetime | None


class FlowHooks:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def make(self, flow: UUID, node: str, digest: bytes) -> FlowHook:
        """Its address, or another one instead: the one before is nobody's from now on."""
        values = {"digest": digest, "made_at": func.now()}
        statement = insert(FlowHookRow).values(flow_id=flow, node=node, digest=digest)
        pair = [FlowHookRow.flow_id, FlowHookRow.node]
        replaced = statement.on_conflict_do_update(index_elements=pair, set_=values).returning(FlowHookRow)
        return FlowHook.model_validate(
            await self._session.scalar(replaced, execution_options={"populate_existing": True})
        )

    async def get(self, id: UUID) -> FlowHook:
        row = await self._session.get(FlowHookRow, id)
        if row is None:
            raise NotFound("webhook", id)
        return FlowHook.model_validate(row)

    async def of(self, flow: UUID) -> tuple[FlowHook, ...]:
        rows = await self._session.scalars(select(FlowHookRow).where(FlowHookRow.flow_id == flow))
        return tuple(FlowHook.model_validate(row) for row in rows)


class FlowHookCalls:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def keep(
        self, hook: UUID, headers: dict[str, str], body: bytes, status: HookStatus, error: str | None
    ) -> FlowHookCall:
        """One that nothing came of."""
        row = FlowHookCallRow(hook_id=hook, headers=headers, body=body, status=status, error=error, attempts=1)
        self._session.add(row)
        await self._session.flush()
        return FlowHookCall.model_validate(row)

    async def claim(self, hook: UUID, key: str | None, headers: dict[str, str], body: bytes) -> FlowHookCall:
        """To handle it until the transaction ends, unless it was handled before. It is *failed* until ``mark`` says
        otherwise; whoever comes with the same key at the same time waits."""
        table = FlowHookCallRow
        values = {"headers": headers, "body": body}
        statement = insert(table).values(hook_id=hook, key=key, status="failed", **values)
        kept = statement.on_conflict_do_update(
            index_elements=[table.hook_id, table.key], set_=values, where=table.status == "failed"
        )
        row = await self._session.scalar(kept.returning(table))
        if row is None:
            row = await self._session.scalar(select(table).where(table.hook_id == hook, table.key == key))
        return FlowHookCall.model_validate(row)

    async def handled(self, id: UUID, conversation: UUID, event: int) -> None:
        await self._mark(
            id, status="handled", error=None, conversation_id=conversation, event=event, handled_at=func.now()
        )

    async def failed(self, id: UUID, error: str) -> None:
        await self._mark(id, status="failed", error=error)

    async def locked(self, id: UUID) -> FlowHookCall:
        """Until the transaction ends nobody else handles it."""
        row = await self._session.get(FlowHookCallRow, id, populate_existing=True, with_for_update=True)
        if row is None:
            raise NotFound("call", id)
        return FlowHookCall.model_validate(row)

    async def page(self, window: Window, flow: UUID, status: HookStatus | None = None) -> Page[FlowHookCall]:
        hooks = select(FlowHookRow.id).where(FlowHookRow.flow_id == flow)
        query = select(FlowHookCallRow).where(FlowHookCallRow.hook_id.in_(hooks))
        if status is not None:
            query = query.where(FlowHookCallRow.status == status)
        return await page_of(self._session, query, FlowHookCallRow.id, window, FlowHookCall.model_validate)

    async def forget(self, older_than: timedelta) -> int:
        table = FlowHookCallRow
        gone = delete(table).where(table.id < id_of_age(older_than)).returning(table.id)
        return len((await self._session.scalars(gone)).all())

    async def _mark(self, id: UUID, **values: Any) -> None:
        table = FlowHookCallRow
        statement = update(table).where(table.id == id).values(**values, attempts=table.attempts + 1)
        await self._session.execute(statement, execution_options={"synchronize_session": False})
