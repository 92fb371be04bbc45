"""Of what type a channel is, for those who do not need its credentials."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from store.errors import NotFound
from store.models import ChannelRow


async def kind_of(session: AsyncSession, channel: UUID) -> str:
    kind = await session.scalar(select(ChannelRow.kind).where(ChannelRow.id == channel))
    if kind is None:
        raise NotFound("channel", channel)
    return kind
