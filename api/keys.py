"""API keys: made, listed, revoked. A key is shown once."""

from datetime import datetime
from uuid import UUID

import msgspec
from litestar import Controller, Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from pydantic import Field, model_validator

from api.auth import Identities
from api.bodies import Body, Listed, shown
from api.once import Once
from api.permissions import PERMISSIONS, ROLES, Identity, requires
from api.problems import Refused, may_answer
from store.keys import Keys


class NewKey(Body):
    """What it may do is told by a role, or permission by permission."""

    name: str = Field(min_length=1, max_length=100, examples=["continuous integration"])
    role: str | None = Field(None, examples=["builder"], json_schema_extra={"enum": [*ROLES, None]})
    permissions: list[str] = Field([], max_length=50, examples=[["flows:read", "flows:write"]])

    @model_validator(mode="after")
    def known(self) -> "NewKey":
        if unknown := sorted(set(self.permissions) - PERMISSIONS.keys()):
            raise ValueError(f"there is no permission {unknown[0]!r}; there are {', '.join(PERMISSIONS)}")
        if self.role is not None and self.role not in ROLES:
            raise ValueError(f"there is no role {self.role!r}; there are {', '.join(ROLES)}")
        if not self.granted:
            raise ValueError("a key needs a role or at least one permission")
        return self

    @property
    def granted(self) -> frozenset[str]:
        return frozenset(self.permissions) | ROLES.get(self.role or "", frozenset())


class KeyShown(msgspec.Struct, frozen=True, kw_only=True):
    """``prefix`` is the beginning of the key, to recognise it by."""

    id: UUID
    name: str
    prefix: str
    permissions: tuple[str, ...]
    created_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


class KeyMade(msgspec.Struct, frozen=True, kw_only=True):
    """``plain`` is the key itself: it is shown now and never again."""

    id: UUID
    name: str
    permissions: tuple[str, ...]
    plain: str


class KeysController(Controller):
    path = "/keys"
    tags = ("keys",)
    guards = (requires("keys:manage"),)

    @get(operation_id="listKeys")
    async def list(self, keys: NamedDependency[Keys]) -> Listed[KeyShown]:
        """Every key of the workspace, revoked ones too, newest first."""
        return Listed(items=tuple(shown(KeyShown, key) for key in await keys.list()))

    @post(operation_id="createKey", responses=may_answer("idempotency-conflict"))
    async def create(
        self,
        data: JSONBody[NewKey],
        keys: NamedDependency[Keys],
        identity: NamedDependency[Identity],
        once: NamedDependency[Once],
    ) -> Response[KeyMade]:
        """Make a key. It cannot be given permissions that the asking key lacks."""
        if lacking := identity.lacking(data.granted):
            raise Refused("forbidden", f"this key cannot give what it lacks: {', '.join(lacking)}")

        async def work() -> KeyMade:
            made = await keys.add(data.name, sorted(data.granted))
            plain = made.plain.get_secret_value()
            return KeyMade(id=made.key.id, name=made.key.name, permissions=made.key.permissions, plain=plain)

        return await once(work, secret=True)

    @delete("/{id:uuid}", operation_id="revokeKey", responses=may_answer("not-found"))
    async def revoke(
        self, id: FromPath[UUID], keys: NamedDependency[Keys], identities: NamedDependency[Identities]
    ) -> None:
        """From now on the key opens nothing. Other processes may let it in for five seconds more."""
        await keys.revoke(id)
        identities.forget()
