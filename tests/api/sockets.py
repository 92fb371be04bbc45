"""A WebSocket of an application in the same event loop: what a browser sends and hears."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, cast

from litestar import Litestar


class Closed(Exception):
    """The server has closed the socket."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code


class Page:
    def __init__(self) -> None:
        self.to_server: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.from_server: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def send(self, frame: Any) -> None:
        text = frame if isinstance(frame, str) else json.dumps(frame)
        await self.to_server.put({"type": "websocket.receive", "text": text})

    async def hear(self, kind: str | None = None, within: float = 10) -> Any:
        """The next frame, or the next of this kind."""
        async with asyncio.timeout(within):
            while True:
                event = await self.from_server.get()
                if event["type"] == "websocket.close":
                    raise Closed(event["code"])
                frame = json.loads(event.get("text") or event["bytes"])
                if kind in {None, frame["type"]}:
                    return frame

    async def close(self) -> None:
        await self.to_server.put({"type": "websocket.disconnect", "code": 1001})


@asynccontextmanager
async def opened(app: Litestar, path: str, headers: Mapping[str, str] | None = None) -> AsyncIterator[Page]:
    """An accepted socket; the visitor leaves when the block ends."""
    page = Page()
    scope = {
        "type": "websocket",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "scheme": "wss",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"dialoom.test"), *((k.encode(), v.encode()) for k, v in (headers or {}).items())],
        "client": ("192.0.2.7", 5),
        "server": ("dialoom.test", 443),
        "subprotocols": [],
        "state": {},
        "extensions": {},
    }
    await page.to_server.put({"type": "websocket.connect"})
    serving = asyncio.create_task(cast("Any", app)(scope, page.to_server.get, page.from_server.put))
    assert (await asyncio.wait_for(page.from_server.get(), 10))["type"] == "websocket.accept"
    try:
        yield page
    finally:
        await page.close()
        await asyncio.wait_for(serving, 10)
