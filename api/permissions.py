"""What a key may do, and what the roles of people amount to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from api.problems import Refused

ADMIN = "workspace:admin"
PERMISSIONS: Mapping[str, str] = {
    "flows:read": "see flows, drafts and versions, and try them out",
    "flows:write": "create flows, change their drafts, and define contact fields",
    "flows:publish": "publish flows, run canaries, move conversations, rename, archive and delete flows",
    "channels:read": "see channels, integrations, webhooks and templates, and what came in and went out by them",
    "channels:write": "connect, change and remove channels, integrations, webhooks and templates, and play webhooks again",
    "runs:read": "see runs: what was said and decided, and what models cost",
    "runs:operate": "start flows for a contact, tell what happened, and cancel, retry, take over and hand back runs",
    "bulk:operate": "start flows for many contacts at once, and pause, resume and cancel that",
    "contacts:read": "see contacts, segments and the fields that are defined",
    "contacts:write": "create, change and erase contacts, and define segments",
    "conversations:read": "see conversations, hand-overs, notes, teams, agents and notifications",
    "conversations:write": "assign, close and reopen conversations, write notes, and mark notifications as read",
    "teams:write": "create, change and remove teams and agents",
    "data:read": "see tables and their rows, and the constants of the workspace",
    "data:write": "create, change and remove tables and rows, and set the constants of the workspace",
    "keys:manage": "create and revoke API keys",
    "secrets:write": "set and remove secrets",
    ADMIN: "everything",
}
_READS = frozenset(name for name in PERMISSIONS if name.endswith(":read"))
_AGENT = _READS | {"runs:operate", "contacts:write", "conversations:write"}
_BUILDER = _AGENT | {
    "flows:write",
    "flows:publish",
    "channels:write",
    "teams:write",
    "secrets:write",
    "data:write",
    "bulk:operate",
}
ROLES: Mapping[str, frozenset[str]] = {
    "owner": frozenset(PERMISSIONS),
    "admin": frozenset(PERMISSIONS),
    "builder": _BUILDER,
    "agent": _AGENT,
    "viewer": _READS,
}


@dataclass(frozen=True, slots=True)
class Identity:
    """Who is asking: an API key of a workspace."""

    workspace: UUID
    key: UUID
    name: str
    permissions: frozenset[str]

    @property
    def by(self) -> dict[str, str]:
        """As what is done in the workspace says who did it."""
        return {"kind": "key", "id": str(self.key), "name": self.name}

    def may(self, permission: str) -> bool:
        return permission in self.permissions or ADMIN in self.permissions

    def lacking(self, permissions: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(one for one in permissions if not self.may(one)))


@dataclass(frozen=True, slots=True)
class Requires:
    """A guard that lets in only who has this permission."""

    permission: str

    def __post_init__(self) -> None:
        if self.permission not in PERMISSIONS:
            raise ValueError(f"there is no permission {self.permission!r}")

    def __call__(self, connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
        identity: Identity = connection.user
        if not identity.may(self.permission):
            raise Refused("forbidden", f"this needs the permission {self.permission}")


def requires(permission: str) -> Requires:
    return Requires(permission)
