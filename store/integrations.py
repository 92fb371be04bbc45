"""Connected programs that tell us of events. Credentials are encrypted at rest."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from store.crypto import Rotation, Vault
from store.errors import NotFound
from store.integration_records import IntegrationWithConfig, Wiring
from store.models import IntegrationRow
from store.sealed import opened, rotated, sealed


class Integrations:
    def __init__(self, session: AsyncSession, vault: Vault) -> None:
        self._session, self._vault = session, vault

    async def add(
        self, kind: str, name: str, settings: Mapping[str, Any], credentials: Mapping[str, Any], wiring: Wiring
    ) -> IntegrationWithConfig:
        row = IntegrationRow(
            kind=kind,
            name=name,
            settings=dict(settings),
            credentials=sealed(self._vault, credentials),
            **_columns(wiring),
        )
        self._session.add(row)
        await self._session.flush()
        return self._opened(row)

    async def get(self, id: UUID) -> IntegrationWithConfig:
        return self._opened(await self._row(id))

    async def list(self) -> tuple[IntegrationWithConfig, ...]:
        rows = await self._session.scalars(select(IntegrationRow).order_by(IntegrationRow.id.desc()))
        return tuple(self._opened(row) for row in rows)

    async def update(
        self,
        id: UUID,
        *,
        name: str | None = None,
        settings: Mapping[str, Any] | None = None,
        credentials: Mapping[str, Any] | None = None,
        wiring: Wiring | None = None,
    ) -> IntegrationWithConfig:
        """Change what is given; settings, credentials and wiring are replaced as a whole."""
        row = await self._row(id)
        if name is not None:
            row.name = name
        if settings is not None:
            row.settings = dict(settings)
        if credentials is not None:
            row.credentials = sealed(self._vault, credentials)
        for column, value in (_columns(wiring) if wiring else {}).items():
            setattr(row, column, value)
        await self._session.flush()
        return self._opened(row)

    async def remove(self, id: UUID) -> None:
        """What it told us goes with it; the flows that it started run on."""
        statement = delete(IntegrationRow).where(IntegrationRow.id == id).returning(IntegrationRow.id)
        if await self._session.scalar(statement) is None:
            raise NotFound("integration", id)

    async def rotate(self) -> Rotation:
        """Put the credentials of every integration of the workspace under the newest key."""
        return await rotated(self._session, self._vault, IntegrationRow, "credentials")

    async def _row(self, id: UUID) -> IntegrationRow:
        row = await self._session.get(IntegrationRow, id)
        if row is None:
            raise NotFound("integration", id)
        return row

    def _opened(self, row: IntegrationRow) -> IntegrationWithConfig:
        columns = {name: getattr(row, name) for name in IntegrationWithConfig.model_fields if name != "config"}
        return IntegrationWithConfig(**columns, config=opened(self._vault, row))


def _columns(wiring: Wiring) -> dict[str, Any]:
    return {name: getattr(wiring, name) for name in Wiring.model_fields} | {"event_kinds": [*wiring.event_kinds]}
