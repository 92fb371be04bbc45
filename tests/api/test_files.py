"""Files in messages: fetched from the simulated Bot API when somebody asks for them."""

import base64
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import text

from store.database import Store
from tests.api.conftest import Client, KeyMaker, kind_of
from tests.simulators.telegram import Options, TelegramSimulator
from tests.simulators.telegram.files import LARGEST, Sent

TOKEN = "123456789:AAabcdefghijklmnopqrstuvwxyz0123456"
SECRET = "a-secret-of-ours"
SVG = b"<svg onload='alert(1)'/>"
FILE = Sent("BQAC", "documents/file_1.svg", base64.b64encode(SVG).decode())
DOCUMENT = {"document": {"file_id": "BQAC", "mime_type": "image/svg+xml", "file_name": "plan für uns.svg"}}


class Telegram(httpx.AsyncBaseTransport):
    """The way to the simulator, which can be cut."""

    def __init__(self) -> None:
        self.simulator = TelegramSimulator(Options(token=TOKEN, open_chats=True))
        app: Any = self.simulator.create_app()
        self._way = httpx.ASGITransport(app)
        self.cut = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.cut:
            raise httpx.ConnectError("no way")
        return await self._way.handle_async_request(request)


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    telegram = Telegram()
    yield telegram
    await telegram.simulator.close()


@pytest.fixture
def providers(telegram: Telegram) -> httpx.AsyncBaseTransport:
    return telegram


@pytest.fixture
async def message(client: Client, store: Store, workspace: UUID, telegram: Telegram) -> str:
    """Where the files of a message are that came in with a document."""
    telegram.simulator.state.files.add(FILE)
    config = {"token": TOKEN, "secret": SECRET}
    made = await client.post("/channels", json={"kind": "telegram", "name": "Bot", "config": config})
    sent = {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}, **DOCUMENT}
    header = {"x-telegram-bot-api-secret-token": SECRET}
    hook = f"https://dialoom.test/hooks/{made.json()['id']}"
    assert (await client.post(hook, json={"update_id": 1, "message": sent}, headers=header)).status_code == 200
    async with store.transaction(workspace) as session:
        return f"/messages/{await session.scalar(text('select id from messages'))}/files"


async def test_a_file_that_only_the_platform_has(client: Client, message: str) -> None:
    """It comes through us byte for byte, to be saved under its name, and cannot run as a page of ours."""
    answer = await client.get(f"{message}/0")
    assert (answer.status_code, answer.content) == (200, SVG)
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''plan%20f%C3%BCr%20uns.svg"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("mime", ["text/html\\r\\nset-cookie: a=b", "größe/x", "image", ""])
async def test_a_kind_that_is_none(client: Client, message: str, store: Store, workspace: UUID, mime: str) -> None:
    """What a stranger writes there does not become a header of ours."""
    change = text("update messages set content = jsonb_set(content, '{media,0,mime}', cast(:mime as jsonb))")
    async with store.transaction(workspace) as session:
        await session.execute(change, {"mime": f'"{mime}"'})
    answer = await client.get(f"{message}/0")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/octet-stream")
    assert "set-cookie" not in answer.headers


async def test_a_file_with_an_address_of_its_own(client: Client, message: str, store: Store, workspace: UUID) -> None:
    """Whoever asks is sent there."""
    content = text(
        """update messages set content = '{"media": {"kind": "image", "url": "https://ours.example/a.png"}}'"""
    )
    async with store.transaction(workspace) as session:
        await session.execute(content)
    answer = await client.get(f"{message}/0")
    assert (answer.status_code, answer.headers["location"]) == (302, "https://ours.example/a.png")


@pytest.mark.parametrize(
    "path", ["{message}/1", "{message}/-1", "/messages/00000000-0000-7000-8000-000000000000/files/0"]
)
async def test_what_is_not_there(client: Client, message: str, path: str) -> None:
    """404, not an error of ours."""
    answer = await client.get(path.format(message=message))
    assert (answer.status_code, kind_of(answer)) == (404, "not-found")


async def test_what_the_platform_does_not_give(client: Client, message: str, telegram: Telegram) -> None:
    """Its reason is told."""
    telegram.simulator.state.files.add(Sent("BQAC", "x", size=LARGEST + 1))
    answer = await client.get(f"{message}/0")
    assert (answer.status_code, kind_of(answer)) == (404, "not-found")
    assert "too big" in answer.json()["detail"]


async def test_a_platform_that_is_away(client: Client, message: str, telegram: Telegram) -> None:
    """503: it is worth trying again, and the token is not shown."""
    telegram.cut = True
    answer = await client.get(f"{message}/0")
    assert (answer.status_code, kind_of(answer)) == (503, "unavailable")
    assert TOKEN not in answer.text


async def test_who_may_fetch(client: Client, message: str, key: KeyMaker) -> None:
    """Only who may see runs."""
    answer = await client.get(f"{message}/0", headers=await key("flows:read"))
    assert (answer.status_code, kind_of(answer)) == (403, "forbidden")
