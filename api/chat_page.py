"""The chat's own page: works without any website, for links and QR codes."""

from pathlib import Path
from types import MappingProxyType
from typing import Any
from uuid import UUID

from litestar import Controller, MediaType, Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from api.chat_room import enter
from api.problems import Refused

FOLDER = Path(__file__).parents[1] / "web" / "chat"
TYPES = MappingProxyType({".css": "text/css", ".js": "text/javascript"})
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src https: http: data:; "
    "media-src https: http:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = MappingProxyType(
    {"x-content-type-options": "nosniff", "referrer-policy": "no-referrer", "cache-control": "no-cache"}
)


class ChatPage(Controller):
    path = "/"
    include_in_schema = False

    @get("/c/{channel:uuid}", media_type=MediaType.HTML)
    async def page(self, channel: FromPath[UUID], request: Request[Any, Any, Any]) -> Response[bytes]:
        try:
            await enter(channel, request)
        except Refused as refused:
            if refused.kind != "not-found":
                raise
            return _html("missing.html", 404)
        return _html("index.html", 200)

    @get("/chat/{name:str}")
    async def part(self, name: FromPath[str]) -> Response[bytes]:
        file = FOLDER / name
        if file.suffix not in TYPES or file.parent != FOLDER or not file.is_file():
            raise NotFoundException(f"there is no {name!r:.80}")
        return Response(file.read_bytes(), media_type=TYPES[file.suffix], headers=dict(HEADERS))


def _html(name: str, status: int) -> Response[bytes]:
    headers = {**HEADERS, "content-security-policy": POLICY}
    return Response((FOLDER / name).read_bytes(), status_code=status, media_type=MediaType.HTML, headers=headers)
