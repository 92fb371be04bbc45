"""Other systems that want to be told what happens. Their secrets are encrypted at rest."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field, SecretStr
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from store.crypto import Rotation, Vault
from store.deliveries import Deliveries
from store.errors import NotFound
from store.models import WebhookRow
from store.records import Record
from store.sealed import rotated

GONE = "the receiver answered 410: it wants no more"
OFF = "the webhook was switched off"
KINDS = (
    "flow.emitted",
    "flow.start_requested",
    "flow.start_failed",
    "run.started",
    "run.ended",
    "contact.created",
    "contact.tag_added",
    "contact.tag_removed",
    "contact.field_changed",
    "segment.entered",
    "segment.left",
    "message.failed",
    "conversation.handed_over",
    "conversation.handed_back",
    "conversation.assigned",
    "conversation.notified",
    "conversation.closed",
    "conversation.reopened",
    "conversation.rated",
)
NAMED = "flow.emitted/"  # and whatever name the flow gives it


class Listening(Record):
    """``kinds`` are those of events, with ``*`` for any characters."""

    id: UUID
    kinds: tuple[str, ...]

    def hears(self, names: Sequence[str]) -> bool:
        """Whether it listens to an event that is called by one of these names."""
        return any(_fits(kind, name) for kind in self.kinds for name in names)


class Webhook(Listening):
    name: str
    url: str
    active: bool
    stopped: str | None
    created_at: datetime
    updated_at: datetime
    secret: SecretStr = Field(repr=False)


def may_come(kind: str) -> bool:
    """Whether there are events of this kind, which may have ``*`` in it; those that flows emit have any name."""
    begins, star, _ = kind.partition("*")
    emitted = begins.startswith(NAMED) or (bool(star) and NAMED.startswith(begins))
    return emitted or any(_fits(kind, name) for name in KINDS)


def _fits(kind: str, name: str) -> bool:
    return re.fullmatch(".*".join(map(re.escape, kind.split("*"))), name) is not None


async def listening(session: AsyncSession) -> tuple[Listening, ...]:
    """The webhooks that are active, without their secrets."""
    rows = await session.execute(select(WebhookRow.id, WebhookRow.kinds).where(WebhookRow.active))
    return tuple(Listening(id=row.id, kinds=tuple(row.kinds)) for row in rows)


class Webhooks:
    def __init__(self, session: AsyncSession, vault: Vault) -> None:
        self._session, self._vault = session, vault

    async def add(self, name: str, url: str, kinds: Sequence[str], secret: SecretStr) -> Webhook:
        row = WebhookRow(name=name, url=url, kinds=list(kinds), sealed=self._sealed(secret))
        self._session.add(row)
        await self._session.flush()
        return self._opened(row)

    async def get(self, id: UUID) -> Webhook:
        return self._opened(await self._row(id))

    async def list(self) -> tuple[Webhook, ...]:
        rows = await self._session.scalars(select(WebhookRow).order_by(WebhookRow.id.desc()))
        return tuple(self._opened(row) for row in rows)

    async def update(self, id: UUID, *, secret: SecretStr | None = None, **values: Any) -> Webhook:
        """Change what is given. To one that is switched off nothing is sent, nor what waits for it; one that is made active
        again is not stopped any more."""
        row = await self._row(id)
        for name, value in values.items():
            setattr(row, name, list(value) if name == "kinds" else value)
        if secret is not None:
            row.sealed = self._sealed(secret)
        if values.get("active"):
            row.stopped = None
        elif values.get("active") is False:
            await Deliveries(self._session).give_up(id, OFF)
        await self._session.flush()
        return self._opened(row)

    async def gone(self, id: UUID) -> None:
        """The receiver wants no more: nothing that waits for it is sent."""
        stopped = update(WebhookRow).where(WebhookRow.id == id).values(active=False, stopped=GONE)
        await self._session.execute(stopped)
        await Deliveries(self._session).give_up(id, GONE)

    async def remove(self, id: UUID) -> None:
        """What it was told is forgotten with it."""
        if await self._session.scalar(delete(WebhookRow).where(WebhookRow.id == id).returning(WebhookRow.id)) is None:
            raise NotFound("webhook", id)

    async def rotate(self) -> Rotation:
        """Put the secrets of the workspace's webhooks under the newest key."""
        return await rotated(self._session, self._vault, WebhookRow, "sealed")

    async def _row(self, id: UUID) -> WebhookRow:
        row = await self._session.get(WebhookRow, id, populate_existing=True)
        if row is None:
            raise NotFound("webhook", id)
        return row

    def _sealed(self, secret: SecretStr) -> str:
        return self._vault.encrypt(secret.get_secret_value())

    def _opened(self, row: WebhookRow) -> Webhook:
        columns = {name: getattr(row, name) for name in Webhook.model_fields if name != "secret"}
        return Webhook(**columns, secret=SecretStr(self._vault.decrypt(row.sealed)))
