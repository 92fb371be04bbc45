"""Connected accounts of channel types. Credentials are encrypted at rest and come out only with ``get``."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from store.crypto import Rotation, Vault
from store.errors import Conflict, NotFound
from store.models import ChannelRow, ConversationRow, HookEventRow
from store.records import Channel, ChannelWithConfig
from store.sealed import opened, rotated, sealed
from store.states import ChannelStatus


class Channels:
    def __init__(self, session: AsyncSession, vault: Vault) -> None:
        self._session, self._vault = session, vault

    async def add(
        self, kind: str, name: str, settings: Mapping[str, Any], credentials: Mapping[str, Any]
    ) -> ChannelWithConfig:
        """A channel that is not connected yet: its id is needed for the webhook's address."""
        row = ChannelRow(kind=kind, name=name, settings=dict(settings), credentials=sealed(self._vault, credentials))
        self._session.add(row)
        await self._session.flush()
        return self._opened(row)

    async def get(self, id: UUID) -> ChannelWithConfig:
        return self._opened(await self._row(id))

    async def list(self) -> tuple[Channel, ...]:
        rows = await self._session.scalars(select(ChannelRow).order_by(ChannelRow.id.desc()))
        return tuple(Channel.model_validate(row) for row in rows)

    async def update(
        self,
        id: UUID,
        *,
        name: str | None = None,
        settings: Mapping[str, Any] | None = None,
        credentials: Mapping[str, Any] | None = None,
    ) -> ChannelWithConfig:
        """Change what is given; settings and credentials are replaced as a whole."""
        row = await self._row(id)
        if name is not None:
            row.name = name
        if settings is not None:
            row.settings = dict(settings)
        if credentials is not None:
            row.credentials = sealed(self._vault, credentials)
        await self._session.flush()
        return self._opened(row)

    async def set_status(
        self, id: UUID, status: ChannelStatus, *, account: Mapping[str, Any] | None = None, error: str | None = None
    ) -> Channel:
        """``account`` is what the platform calls it, kept from the last time when it is not given."""
        row = await self._row(id)
        row.status, row.error = status, error
        if account is not None:
            row.account = dict(account)
        await self._session.flush()
        return Channel.model_validate(row)

    async def remove(self, id: UUID, *, with_conversations: bool = False) -> None:
        """Conversations go with their channel, so whoever removes one that has some must say so."""
        if not with_conversations and await self._session.scalar(
            select(exists().where(ConversationRow.channel_id == id))
        ):
            raise Conflict("channel", "it has conversations, which would be erased with it")
        await self._session.execute(delete(HookEventRow).where(HookEventRow.channel_id == id))
        if await self._session.scalar(delete(ChannelRow).where(ChannelRow.id == id).returning(ChannelRow.id)) is None:
            raise NotFound("channel", id)

    async def rotate(self) -> Rotation:
        """Put the credentials of every channel of the workspace under the newest key."""
        return await rotated(self._session, self._vault, ChannelRow, "credentials")

    async def _row(self, id: UUID) -> ChannelRow:
        row = await self._session.get(ChannelRow, id)
        if row is None:
            raise NotFound("channel", id)
        return row

    def _opened(self, row: ChannelRow) -> ChannelWithConfig:
        shown = Channel.model_validate(row)
        return ChannelWithConfig(**dict(shown), config=opened(self._vault, row))
