"""Webhooks: what is stored, what is answered, and what is refused."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from store.database import Store
from tests.api.conftest import Client, greeter, published

HEADER = "x-telegram-bot-api-secret-token"
SECRET = "a-secret-of-ours"
KNOWN = {HEADER: SECRET}


def update(number: int = 1, said: str = "hello", chat: int = 77) -> dict[str, Any]:
    """What Telegram sends when somebody writes."""
    person = {"id": chat, "first_name": "Maria", "language_code": "pt"}
    message = {"message_id": number, "date": 1, "chat": {"id": chat, "type": "private"}, "from": person, "text": said}
    return {"update_id": number, "message": message}


@pytest.fixture
async def channel(client: Client) -> str:
    """A connected Telegram bot."""
    config = {"token": "123456789:AAabcdefghijklmnopqrstuvwxyz0123456", "secret": SECRET}
    made = await client.post("/channels", json={"kind": "telegram", "name": "Bot", "config": config})
    assert made.status_code == 201, made.text
    found: str = made.json()["id"]
    return found


def hook(channel: str) -> str:
    return f"https://dialoom.test/hooks/{channel}"


async def stored(store: Store, workspace: UUID, query: str) -> list[Any]:
    async with store.transaction(workspace) as session:
        return list((await session.execute(text(query))).all())


async def test_a_message_is_stored_with_the_trigger_that_it_pulls(
    client: Client, channel: str, store: Store, workspace: UUID
) -> None:
    """One request: the raw webhook, the contact, the conversation, the message and its event are there."""
    flow = await published(client, greeter())
    answer = await client.post(hook(channel), json=update(), headers=KNOWN)
    assert answer.status_code == 200, answer.text
    ((data, content, name, language, raw, headers),) = await stored(
        store,
        workspace,
        "select e.data, m.content, c.name, c.language, h.status, h.headers from events e"
        " join messages m on m.id = e.message_id join conversations v on v.id = e.conversation_id"
        " join contacts c on c.id = v.contact_id join hook_events h on h.id = m.hook_event_id",
    )
    start = {"flow": flow["id"], "version": flow["version"], "node": "start", "when_busy": "ignore", "inputs": {}}
    assert data["trigger"] == start
    assert (content["text"], name, language, raw) == ("hello", "Maria", "pt", "handled")
    assert HEADER not in headers


async def test_delivering_again_changes_nothing(client: Client, channel: str, store: Store, workspace: UUID) -> None:
    """The same update, also twice at once, is one message."""
    answers = await asyncio.gather(*(client.post(hook(channel), json=update(), headers=KNOWN) for _ in range(5)))
    assert {answer.status_code for answer in answers} == {200}
    assert await stored(store, workspace, "select count(*) from messages") == [(1,)]


async def test_what_a_new_flow_listens_to_is_known_at_once(
    client: Client, channel: str, store: Store, workspace: UUID
) -> None:
    """Publishing makes this process read the triggers again, although it has just read them."""
    await client.post(hook(channel), json=update(1, "hello"), headers=KNOWN)
    await published(client, greeter())
    await client.post(hook(channel), json=update(2, "hello"), headers=KNOWN)
    found = await stored(store, workspace, "select data ? 'trigger' from events order by number")
    assert found == [(False,), (True,)]


async def test_an_opt_out_is_noted(client: Client, channel: str, store: Store, workspace: UUID) -> None:
    """A contact who blocks the bot is stopped; one who lets it in again is not."""
    await client.post(hook(channel), json=update(), headers=KNOWN)
    for status, expected in (("kicked", True), ("member", False)):
        change = {"chat": {"id": 77, "type": "private"}, "new_chat_member": {"status": status}}
        answer = await client.post(hook(channel), json={"update_id": 9, "my_chat_member": change}, headers=KNOWN)
        assert answer.status_code == 200, answer.text
        found = await stored(store, workspace, "select opted_out_at is not null from addresses")
        assert found == [(expected,)], status


REFUSED: dict[str, tuple[bytes, dict[str, str], int, str]] = {
    "no secret": (b"{}", {}, 401, "bad-signature"),
    "wrong secret": (b"{}", {HEADER: "wrong"}, 401, "bad-signature"),
    "no JSON": (b"hello", KNOWN, 400, "bad-payload"),
    "cut off": (b'{"message": {', KNOWN, 400, "bad-payload"),
    "a list": (b"[]", KNOWN, 400, "bad-payload"),
    "no UTF-8": (b"\xff\xfe\x00", KNOWN, 400, "bad-payload"),
    "wrong types": (b'{"message": 7}', KNOWN, 400, "bad-payload"),
    "nested deeply": (b"[" * 200_000, KNOWN, 400, "bad-payload"),
    "nothing": (b"", KNOWN, 400, "bad-payload"),
    "too large": (b" " * (1024 * 1024 + 1), KNOWN, 413, "too-large"),
}


@pytest.mark.parametrize("case", REFUSED)
async def test_what_cannot_be_read_is_refused(client: Client, channel: str, case: str) -> None:
    """Each has its status and its type, and none is an error of ours."""
    body, headers, status, kind = REFUSED[case]
    answer = await client.post(hook(channel), content=body, headers=headers)
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (status, kind), answer.text
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("case", ["wrong secret", "no JSON", "nested deeply"])
async def test_what_was_refused_can_be_looked_at(client: Client, channel: str, case: str) -> None:
    """The raw webhook is kept with the reason; a stranger's only in part."""
    body, headers, status, _ = REFUSED[case]
    await client.post(hook(channel), content=body, headers=headers)
    (event,) = (await client.get(f"/channels/{channel}/hook-events")).json()["items"]
    assert event["status"] == ("refused" if status == 401 else "failed")
    assert event["error"]
    assert len(event["body"]) <= max(len(body), 16 * 1024)


async def test_strangers_cannot_fill_the_disk(client: Client, channel: str) -> None:
    """Of many refused webhooks a few are kept."""
    for _ in range(30):
        await client.post(hook(channel), content=b"{}", headers={HEADER: "wrong"})
    events = (await client.get(f"/channels/{channel}/hook-events", params={"limit": 100})).json()["items"]
    assert 20 <= len(events) < 30


@pytest.mark.parametrize("place", ["0ee1448a-7db7-40f2-b1db-0aa9e519cd5d", "nonsense", "%00", "../api/v1/me"])
async def test_an_unknown_channel_is_not_found(client: Client, place: str) -> None:
    """Whatever the address looks like."""
    answer = await client.post(hook(place), json=update())
    assert answer.status_code in {404, 405}, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_web_chat_has_no_webhook(client: Client) -> None:
    """Its visitors are recognised by their token, so nobody else may speak for them."""
    chat = (await client.post("/channels", json={"kind": "webchat", "name": "Chat", "config": {}})).json()
    body = {"id": "1", "visitor": "somebody", "text": "hello"}
    assert (await client.post(hook(chat["id"]), json=body)).status_code == 404


async def test_a_disconnected_channel_takes_nothing(client: Client, channel: str) -> None:
    """From the moment it is disconnected; changing its config connects it again."""
    await client.post(f"/channels/{channel}/disconnect")
    assert (await client.post(hook(channel), json=update(), headers=KNOWN)).status_code == 404
    changed = await client.patch(f"/channels/{channel}", json={"config": {}})
    assert changed.json()["status"] == "connected", changed.text
    assert (await client.post(hook(channel), json=update(), headers=KNOWN)).status_code == 200


async def test_a_webhook_is_played_again(client: Client, channel: str, store: Store, workspace: UUID) -> None:
    """What was stored before is not stored twice; what a stranger sent stays refused."""
    await client.post(hook(channel), json=update(), headers=KNOWN)
    await client.post(hook(channel), json=update(), headers={HEADER: "wrong"})
    refused, handled = (await client.get(f"/channels/{channel}/hook-events")).json()["items"]
    again = await client.post(f"/channels/{channel}/hook-events/{handled['id']}/replay")
    assert (again.status_code, again.json()) == (200, {"new_messages": 0})
    async with store.transaction(workspace) as session:
        await session.execute(text("delete from contacts"))
    again = await client.post(f"/channels/{channel}/hook-events/{handled['id']}/replay")
    assert again.json() == {"new_messages": 1}
    never = await client.post(f"/channels/{channel}/hook-events/{refused['id']}/replay")
    assert (never.status_code, never.json()["type"].rpartition("/")[2]) == (409, "conflict")
