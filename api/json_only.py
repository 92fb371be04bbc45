"""Refuses a body that does not say it is JSON, before anybody reads it."""

from litestar.datastructures import Headers
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from api.problems import Refused


class JsonOnly(ASGIMiddleware):
    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        headers = Headers.from_scope(scope)
        has_body = headers.get("content-length", "0") != "0" or "transfer-encoding" in headers
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if has_body and kind != "application/json" and not kind.endswith("+json"):
            raise Refused("unsupported-media-type", f"send `Content-Type: application/json`, not {kind or 'nothing'!r}")
        await next_app(scope, receive, send)
