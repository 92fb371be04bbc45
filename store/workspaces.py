"""The workspace that a transaction belongs to."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from store.errors import Conflict, NotFound
from store.models import WorkspaceRow
from store.records import Workspace


class Workspaces:
    """Row-level security leaves one row to see: the current workspace."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, name: str, slug: str, settings: Mapping[str, Any] | None = None) -> Workspace:
        """Create the workspace whose id the transaction was opened with."""
        row = WorkspaceRow(name=name, slug=slug, settings=dict(settings or {}))
        self._session.add(row)
        try:
            await self._session.flush()
        except IntegrityError:
            raise Conflict("workspace", f"the address {slug!r} is taken") from None
        return Workspace.model_validate(row)

    async def get(self) -> Workspace:
        return Workspace.model_validate(await self._row())

    async def globals(self) -> dict[str, Any]:
        return (await self._row()).globals

    async def set_globals(self, values: Mapping[str, Any]) -> None:
        """The constants that templates read as ``globals``; these values replace all that there were."""
        (await self._row()).globals = dict(values)
        await self._session.flush()

    async def _row(self) -> WorkspaceRow:
        row: WorkspaceRow | None = await self._session.scalar(select(WorkspaceRow))
        if row is None:
            raise NotFound("workspace", "of this transaction")
        return row
