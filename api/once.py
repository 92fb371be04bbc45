"""``Idempotency-Key``: a creating request that is repeated with its key gets its first answer, and does nothing more."""

import hashlib
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import msgspec
from litestar import Request, Response

from api.permissions import Identity
from api.problems import Fault, Refused
from store.crypto import Vault
from store.errors import Conflict
from store.idempotency import Idempotency

T = TypeVar("T", bound=msgspec.Struct)
HEADER = "idempotency-key"
LONGEST = 200
SEALED = "sealed"


class Once:
    """Work and memory are one transaction: of two requests with one key at the same time, the second waits."""

    def __init__(self, memory: Idempotency, vault: Vault, request: Request[Identity, Any, Any], body: bytes) -> None:
        self._memory, self._vault, self._request, self._body = memory, vault, request, body

    async def __call__(
        self, work: Callable[[], Awaitable[T]], *, status: int = 201, secret: bool = False
    ) -> Response[Any]:
        """The answer of ``work``, or the first one given to this key. A ``secret`` answer is kept encrypted."""
        key = self._key()
        if key is None:
            return Response(await work(), status_code=status)
        try:
            known = await self._memory.begin(key, self._fingerprint())
        except Conflict as error:
            raise Refused("idempotency-conflict", error.detail) from error
        if known:
            return Response(self._opened(known.body), status_code=known.status, headers={"idempotent-replayed": "true"})
        made = await work()
        body = msgspec.to_builtins(made)
        await self._memory.finish(key, status, self._sealed(body) if secret else body)
        return Response(made, status_code=status)

    def _key(self) -> str | None:
        key = self._request.headers.get(HEADER)
        if key is not None and not (0 < len(key) <= LONGEST and key.isprintable()):
            message = f"a key has 1 to {LONGEST} characters"
            raise Refused("invalid-request", message, [Fault(message=message, path=HEADER)])
        return key

    def _fingerprint(self) -> str:
        """What makes two requests the same: who asks, for what, with which words."""
        parts = (str(self._request.user.key), self._request.method, self._request.url.path, "")
        return hashlib.sha256("\n".join(parts).encode() + self._body).hexdigest()

    def _sealed(self, body: Any) -> dict[str, str]:
        return {SEALED: self._vault.encrypt(msgspec.json.encode(body).decode())}

    def _opened(self, body: Any) -> Any:
        return msgspec.json.decode(self._vault.decrypt(body[SEALED])) if set(body) == {SEALED} else body
