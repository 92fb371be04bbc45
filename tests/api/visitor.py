"""Somebody in the web chat."""

from typing import Any
from uuid import UUID

from litestar import Litestar
from sqlalchemy import text

from store.database import Store
from tests.api.conftest import Client
from tests.api.sockets import Page


class Visitor:
    """A browser that may use the socket or HTTP."""

    def __init__(self, client: Client, app: Litestar, chat: str) -> None:
        self.client, self.app, self.chat = client, app, chat
        self.token = ""

    def url(self, path: str) -> str:
        return f"https://dialoom.test/c/{self.chat}/{path}"

    async def begin(self) -> Any:
        answer = await self.client.post(self.url("session"), json={})
        assert answer.status_code == 201, answer.text
        self.token = answer.json()["token"]
        return answer.json()

    @property
    def headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token}"}

    async def say(self, said: str, id: str = "m1", **over: Any) -> Any:
        body = {"id": id, "text": said, **over}
        return await self.client.post(self.url("messages"), json=body, headers=self.headers)

    async def read(self, after: int = 0, **over: Any) -> Any:
        answer = await self.client.get(self.url("messages"), params={"after": after, **over}, headers=self.headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def hello(self, page: Page, cursor: int = 0) -> Any:
        await page.send({"type": "hello", "v": 1, "token": self.token, "cursor": cursor})
        return await page.hear("welcome")


async def the_conversation(store: Store, workspace: UUID) -> UUID:
    async with store.transaction(workspace) as session:
        found: UUID = (await session.execute(text("select id from conversations"))).scalar_one()
        return found
