"""Somebody in the web chat."""

from typing import Any
from uuid import UUID

import pytest
from litestar import Litestar
from sqlalchemy import text

from store.crypto import Vault
from store.database import Store
from tests.api.conftest import Client, a_chat
from tests.api.sockets import Page
from tests.api.turns import bot_answers


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


class Chat:
    """A visitor to whom the bot answers whatever they say."""

    def __init__(self, visitor: Visitor, store: Store, vault: Vault, workspace: UUID) -> None:
        self.visitor, self.store, self.vault, self.workspace = visitor, store, vault, workspace

    async def says(self, *words: str) -> None:
        await self.visitor.begin()
        for number, word in enumerate(words):
            await self.visitor.say(word, f"m{number}")
            conversation = await the_conversation(self.store, self.workspace)
            await bot_answers(self.store, self.vault, self.workspace, conversation)


@pytest.fixture
async def an_answered_chat(client: Client, app: Litestar, store: Store, vault: Vault, workspace: UUID) -> Chat:
    return Chat(Visitor(client, app, await a_chat(client)), store, vault, workspace)
