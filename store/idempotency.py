"""Answers to creating requests, so that a request repeated with its key gets the first answer again."""

from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from store.errors import Conflict, NotFound
from store.models import IdempotencyRow
from store.records import Remembered


class Idempotency:
    """``begin`` and ``finish`` belong into the one transaction that does the work: what fails is forgotten with it."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def begin(self, key: str, fingerprint: str) -> Remembered | None:
        """The first answer, or None when this request is the first and has to ``finish``.

        Waits while another transaction works on the same key. Raises Conflict when the key came with another request.
        """
        statement = insert(IdempotencyRow).values(key=key, fingerprint=fingerprint).on_conflict_do_nothing()
        if await self._session.scalar(statement.returning(IdempotencyRow.key)) is not None:
            return None
        return await self.find(key, fingerprint)

    async def find(self, key: str, fingerprint: str) -> Remembered | None:
        row = await self._session.scalar(select(IdempotencyRow).where(IdempotencyRow.key == key))
        if row is None:
            return None
        if row.fingerprint != fingerprint:
            raise Conflict("idempotency key", "it was used for another request")
        if row.status is None:
            raise Conflict("idempotency key", "its first request has not been answered")
        return Remembered.model_validate(row)

    async def finish(self, key: str, status: int, body: Any) -> None:
        statement = update(IdempotencyRow).where(IdempotencyRow.key == key).values(status=status, body=body)
        if await self._session.scalar(statement.returning(IdempotencyRow.key)) is None:
            raise NotFound("idempotency key", key)

    async def forget(self, older_than: timedelta) -> None:
        await self._session.execute(delete(IdempotencyRow).where(IdempotencyRow.created_at < func.now() - older_than))
