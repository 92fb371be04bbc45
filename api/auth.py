"""Who is asking: an API key in ``Authorization: Bearer dlm_…`` or ``X-API-Key``, looked up by its digest."""

from typing import Any

from litestar.connection import ASGIConnection
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult
from pydantic import SecretStr

from api.permissions import Identity
from api.problems import Refused
from api.remembered import Remembered
from store.crypto import digest
from store.database import Store
from store.directory import Directory
from store.keys import Keys

FRESH_SECONDS = 5.0
CHALLENGE = {"www-authenticate": 'Bearer realm="dialoom"'}


class Identities:
    """API keys by what was sent; a revoked key is let in for a few seconds more at most, by other processes."""

    def __init__(self, store: Store, pepper: SecretStr) -> None:
        self._store, self._pepper = store, pepper
        self._known: Remembered[bytes, Identity | None] = Remembered(self._read, FRESH_SECONDS)

    async def of(self, token: str) -> Identity | None:
        return await self._known.get(digest(token, self._pepper))

    def forget(self) -> None:
        """Read every key again, now that one was revoked."""
        self._known.clear()

    async def _read(self, hashed: bytes) -> Identity | None:
        async with self._store.system() as session:
            key = await Directory(session).key(hashed)
        if key is None:
            return None
        async with self._store.transaction(key.workspace_id) as session:
            await Keys(session, self._pepper).touch(key.id)
        return Identity(workspace=key.workspace_id, key=key.id, name=key.name, permissions=frozenset(key.permissions))


class Authentication(AbstractAuthenticationMiddleware):
    async def authenticate_request(self, connection: ASGIConnection[Any, Any, Any, Any]) -> AuthenticationResult:
        token = _token(connection)
        if token is None:
            raise Refused("unauthenticated", "send an API key as `Authorization: Bearer dlm_…`", headers=CHALLENGE)
        identities: Identities = connection.app.state.identities
        identity = await identities.of(token)
        if identity is None:
            raise Refused("unauthenticated", "this API key does not exist, or was revoked", headers=CHALLENGE)
        return AuthenticationResult(user=identity, auth=None)


def _token(connection: ASGIConnection[Any, Any, Any, Any]) -> str | None:
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token.strip():
        return token.strip()
    return connection.headers.get("x-api-key") or None
