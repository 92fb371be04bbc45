"""API keys: shown once, kept as digests."""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from pydantic import SecretStr
from sqlalchemy import func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from store.crypto import digest, new_token
from store.errors import NotFound
from store.models import ApiKeyRow
from store.records import ApiKey, NewApiKey

_FRESH = timedelta(minutes=1)  # a key in constant use is not written at every request


class Keys:
    """``pepper`` is the one in the settings: digests made with another match nothing."""

    def __init__(self, session: AsyncSession, pepper: SecretStr) -> None:
        self._session, self._pepper = session, pepper

    async def add(self, name: str, permissions: Sequence[str], user_id: UUID | None = None) -> NewApiKey:
        prefix = secrets.token_hex(4)
        plain = f"dlm_{prefix}_{new_token()}"
        row = ApiKeyRow(
            name=name,
            prefix=prefix,
            digest=digest(plain, self._pepper),
            permissions=list(permissions),
            user_id=user_id,
        )
        self._session.add(row)
        await self._session.flush()
        return NewApiKey(key=ApiKey.model_validate(row), plain=SecretStr(plain))

    async def list(self) -> tuple[ApiKey, ...]:
        """All of them, revoked ones too, newest first."""
        rows = await self._session.scalars(select(ApiKeyRow).order_by(ApiKeyRow.id.desc()))
        return tuple(ApiKey.model_validate(row) for row in rows)

    async def revoke(self, id: UUID) -> None:
        """From now on it opens nothing. Revoking it again changes nothing."""
        revoked = func.coalesce(ApiKeyRow.revoked_at, func.now())
        statement = update(ApiKeyRow).where(ApiKeyRow.id == id).values(revoked_at=revoked).returning(ApiKeyRow.id)
        if await self._session.scalar(statement) is None:
            raise NotFound("API key", id)

    async def touch(self, id: UUID) -> None:
        """Note that it was used, to the minute."""
        stale = or_(ApiKeyRow.last_used_at.is_(None), ApiKeyRow.last_used_at < func.now() - _FRESH)
        await self._session.execute(update(ApiKeyRow).where(ApiKeyRow.id == id, stale).values(last_used_at=func.now()))
