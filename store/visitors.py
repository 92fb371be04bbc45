"""Visitors of web chats: a browser that holds a token is the same person again."""

from uuid import UUID

from pydantic import SecretStr
from sqlalchemy import func, update
from sqlalchemy.ext.asyncio import AsyncSession

from store.crypto import digest, new_token
from store.database import FRESH
from store.models import VisitorRow
from store.records import NewVisitor, Visitor


class Visitors:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, channel: UUID, address: str) -> NewVisitor:
        token = new_token()
        row = VisitorRow(channel_id=channel, address=address, token_digest=digest(token))
        self._session.add(row)
        await self._session.flush()
        return NewVisitor(visitor=Visitor.model_validate(row), token=SecretStr(token))

    async def seen(self, channel: UUID, token: SecretStr) -> Visitor | None:
        """Who holds this token on this channel, noted as seen now."""
        fits = VisitorRow.channel_id == channel, VisitorRow.token_digest == digest(token.get_secret_value())
        statement = update(VisitorRow).where(*fits).values(seen_at=func.now()).returning(VisitorRow)
        row = await self._session.scalar(statement, execution_options=FRESH)
        return Visitor.model_validate(row) if row else None
