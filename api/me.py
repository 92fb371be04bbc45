"""Who is asking, and what they may do."""

from uuid import UUID

import msgspec
from litestar import Controller, get
from litestar.di import NamedDependency

from api.dependencies import Session
from api.permissions import ADMIN, PERMISSIONS, Identity
from store.workspaces import Workspaces


class WorkspaceShown(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    name: str
    slug: str


class MeShown(msgspec.Struct, frozen=True, kw_only=True):
    key: UUID
    name: str
    permissions: tuple[str, ...]
    workspace: WorkspaceShown


class Me(Controller):
    path = "/me"
    tags = ("keys",)

    @get(operation_id="readMe")
    async def read(self, identity: NamedDependency[Identity], session: NamedDependency[Session]) -> MeShown:
        """The API key that asks, its workspace and its permissions."""
        workspace = await Workspaces(session).get()
        return MeShown(
            key=identity.key,
            name=identity.name,
            permissions=tuple(sorted(PERMISSIONS if identity.may(ADMIN) else identity.permissions)),
            workspace=msgspec.convert(workspace, WorkspaceShown, from_attributes=True),
        )
