"""Answers the browser's question whether another website's page may ask at all; who may, is decided when it does."""

from litestar.enums import HttpMethod, ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.response.base import ASGIResponse
from litestar.types import ASGIApp, Receive, Scope, Send

ALLOWED = {
    "access-control-allow-origin": "*",
    "access-control-allow-methods": "GET, POST",
    "access-control-allow-headers": "authorization, content-type",
    "access-control-max-age": "600",
}


class Preflight(ASGIMiddleware):
    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        asked = scope["method"] == HttpMethod.OPTIONS  # type: ignore[typeddict-item]  # of HTTP only, see `scopes`
        await (ASGIResponse(status_code=204, headers=ALLOWED) if asked else next_app)(scope, receive, send)
