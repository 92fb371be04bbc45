"""The web chat: the same conversation over a socket and over HTTP, from its beginning, and again after a reload."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from litestar import Litestar
from sqlalchemy import text

from store.crypto import Vault
from store.database import Store
from tests.api.conftest import Client, Nodes, a_chat, asker, kind_of, published
from tests.api.sockets import Closed, opened
from tests.api.turns import bot_answers
from tests.api.visitor import Visitor, the_conversation
from tests.make import a_document


@pytest.fixture
async def visitor(client: Client, app: Litestar) -> Visitor:
    return Visitor(client, app, await a_chat(client, title="Ask us", greeting="Hi!", suggestions=["hello"]))


async def test_a_conversation_over_http(
    client: Client, visitor: Visitor, store: Store, vault: Vault, workspace: UUID
) -> None:
    """Say, wait for the answer, read it; who sends again changes nothing."""
    await published(client, asker())
    begun = await visitor.begin()
    assert (begun["config"]["title"], begun["history"], begun["cursor"]) == ("Ask us", [], 0)
    taken = await visitor.say("hello")
    assert (taken.status_code, taken.json()) == (202, {"id": "m1", "due": True})
    assert (await visitor.say("hello")).json()["due"] is False
    await bot_answers(store, vault, workspace, await the_conversation(store, workspace))
    news = await visitor.read()
    assert [(one["from"], one["text"]) for one in news["messages"]] == [("visitor", "hello"), ("bot", "Your name?")]
    assert (news["messages"][0]["id_of_visitor"], news["cursor"]) == ("m1", 2)
    assert (await visitor.read(after=2, wait=0.2))["messages"] == []


async def test_a_conversation_over_a_socket(
    client: Client, visitor: Visitor, store: Store, vault: Vault, workspace: UUID
) -> None:
    """Acknowledged when stored, typing while the bot works, pushed when sent, also while no hint comes."""
    await published(client, asker())
    await visitor.begin()
    async with opened(visitor.app, f"/c/{visitor.chat}/socket") as page:
        assert (await visitor.hello(page))["config"]["greeting"] == "Hi!"
        await page.send({"type": "send", "id": "m1", "text": "hello"})
        assert await page.hear("ack") == {"type": "ack", "id": "m1"}
        assert await page.hear("typing")
        own = await page.hear("message")
        assert (own["from"], own["id_of_visitor"]) == ("visitor", "m1")
        await bot_answers(store, vault, workspace, await the_conversation(store, workspace))
        said = await page.hear("message")
        assert (said["from"], said["text"], said["number"]) == ("bot", "Your name?", 2)
    async with opened(visitor.app, f"/c/{visitor.chat}/socket") as page:
        assert [one["number"] for one in (await visitor.hello(page))["history"]] == [1, 2]
    async with opened(visitor.app, f"/c/{visitor.chat}/socket") as page:
        assert [one["number"] for one in (await visitor.hello(page, cursor=1))["history"]] == [2]


async def test_buttons_are_shown_and_pressed(
    client: Client, visitor: Visitor, store: Store, vault: Vault, workspace: UUID
) -> None:
    """A press goes in as a choice with the words that were on the button."""
    choices = [{"id": "tea", "title": "Tea"}, {"id": "coffee", "title": "Coffee"}]
    nodes: Nodes = {
        "start": ("any_message", {}),
        "ask": ("ask_choice", {"question": "Drink?", "choices": choices, "save_as": "drink"}),
        "done": ("send_message", {"text": "{{ vars.drink }}"}),
    }
    await published(
        client,
        a_document(nodes, {"start.next": "ask", "ask.tea": "done", "ask.coffee": "done", "ask.no_match": "done"}),
    )
    await visitor.begin()
    await visitor.say("hi")
    conversation = await the_conversation(store, workspace)
    await bot_answers(store, vault, workspace, conversation)
    asked = (await visitor.read())["messages"][-1]
    assert [button["id"] for button in asked["buttons"]] == ["tea", "coffee"]
    await visitor.say("Tea", "m2", choice="tea")
    await bot_answers(store, vault, workspace, conversation)
    assert (await visitor.read(after=3))["messages"][0]["text"] in {"tea", "Tea"}


async def test_what_the_page_does_not_show_takes_another_form(
    client: Client, visitor: Visitor, store: Store, vault: Vault, workspace: UUID
) -> None:
    """A place is a link, a contact card is words, and more buttons than there is room for are a list."""
    choices = [{"id": f"c{number}", "title": f"No {number}"} for number in range(14)]
    where = {"latitude": "52.5", "longitude": "13.4", "name": "Pier 4"}
    nodes: Nodes = {
        "start": ("any_message", {}),
        "say": ("send_message", {"location": where, "card": {"name": "Ann", "phone": "+49 30 901820"}}),
        "pick": ("send_message", {"text": "Which?", "buttons": choices}),
    }
    await published(client, a_document(nodes, {"start.next": "say", "say.next": "pick"}))
    await visitor.begin()
    await visitor.say("hi")
    await bot_answers(store, vault, workspace, await the_conversation(store, workspace))
    place, card, pick = (await visitor.read())["messages"][1:]
    assert (place["text"], place["buttons"][0]["url"][:30]) == ("Pier 4", "https://www.openstreetmap.org/")
    assert card["text"] == "Ann: +49 30 901820"
    assert (pick["layout"], len(pick["buttons"])) == ("list", 14)


async def test_a_message_that_is_still_to_be_sent_is_waited_for(
    client: Client, visitor: Visitor, store: Store, vault: Vault, workspace: UUID
) -> None:
    """What the visitor writes meanwhile has a higher number: it must not push the cursor past it."""
    await published(client, asker())
    await visitor.begin()
    await visitor.say("hello")
    await bot_answers(store, vault, workspace, await the_conversation(store, workspace))
    async with store.transaction(workspace) as session:
        await session.execute(text("update messages set status = 'queued' where direction = 'out'"))
    await visitor.say("Ann", "m2")
    assert [one["number"] for one in (await visitor.read())["messages"]] == [1]
    async with store.transaction(workspace) as session:
        await session.execute(text("update messages set status = 'sent' where direction = 'out'"))
    assert [one["number"] for one in (await visitor.read(after=1))["messages"]] == [2, 3]


FRAMES: list[tuple[Any, int]] = [
    ("not JSON", 4400),
    ("[" * 50_000, 4413),
    ("[" * 20_000, 4400),
    ({"type": "send", "id": "m1", "text": "x"}, 4400),
    ({"type": "hello"}, 4400),
    ({"type": "hello", "v": 2, "token": "x"}, 4400),
    ({"type": "hello", "v": 1, "token": "nonsense"}, 4401),
    ({"type": "hello", "v": 1, "token": "x", "cursor": -1}, 4400),
    ({"type": "goodbye"}, 4400),
]


async def test_a_socket_that_begins_wrongly_is_closed(visitor: Visitor) -> None:
    """With a code that says why: 4000 and the HTTP status."""
    for frame, code in FRAMES:
        async with opened(visitor.app, f"/c/{visitor.chat}/socket") as page:
            await page.send(frame)
            assert (await page.hear())["type"] == "error"
            with pytest.raises(Closed) as closed:
                await page.hear()
            assert closed.value.code == code, frame


@pytest.mark.parametrize(
    ("frame", "closes"),
    [
        ({"type": "send", "id": "m1"}, False),
        ({"type": "send", "id": "m1", "text": "\0"}, False),
        ({"type": "send", "id": "", "text": "x"}, True),
        ({"type": "send", "id": "a/b", "text": "x"}, True),
        ({"type": "send", "id": "m1", "text": "x" * 5000}, True),
        ({"type": "send", "id": "m1", "text": 7}, True),
    ],
)
async def test_what_is_no_message_is_refused(visitor: Visitor, frame: dict[str, Any], closes: bool) -> None:
    """An empty message is told; a frame that our page would never send ends the socket."""
    await visitor.begin()
    async with opened(visitor.app, f"/c/{visitor.chat}/socket") as page:
        await visitor.hello(page)
        await page.send(frame)
        error = await page.hear("error")
        assert error["code"] == "invalid-request"
        if closes:
            with pytest.raises(Closed):
                await page.hear()
        else:
            assert error["id"] == "m1"


async def test_a_visitor_is_known_by_the_token_only(client: Client, visitor: Visitor) -> None:
    """On this channel, and on no other."""
    await visitor.begin()
    other = Visitor(client, visitor.app, await a_chat(client))
    other.token = visitor.token
    answer = await other.say("hello")
    assert (answer.status_code, kind_of(answer)) == (401, "unauthenticated")
    visitor.token = "nonsense"
    assert (await visitor.say("hello")).status_code == 401
    answer = await client.get(visitor.url("messages"))
    assert kind_of(answer) == "unauthenticated"


async def test_only_websites_of_the_list_may_embed_it(client: Client, app: Litestar) -> None:
    """Our own page always may; a browser tells where a page comes from."""
    chat = await a_chat(client, origins=["https://shop.example"])
    url = f"https://dialoom.test/c/{chat}/session"
    for origin, status in (
        ("https://shop.example", 201),
        ("https://dialoom.test", 201),
        ("https://evil.example", 403),
        ("https://shop.example.evil.example", 403),
        ("null", 403),
    ):
        answer = await client.post(url, json={}, headers={"origin": origin})
        assert answer.status_code == status, origin
        assert answer.headers.get("access-control-allow-origin") == (origin if status == 201 else None)
    preflight = await client.options(url, headers={"origin": "https://shop.example"})
    assert (preflight.status_code, preflight.headers["access-control-allow-origin"]) == (204, "*")
    async with opened(app, f"/c/{chat}/socket", {"origin": "https://evil.example"}) as page:
        assert (await page.hear())["code"] == "origin-refused"


async def test_who_writes_too_fast_is_asked_to_wait(visitor: Visitor) -> None:
    """With the time after which it works again; what was taken is taken."""
    await visitor.begin()
    answers = [await visitor.say("x", f"m{number}") for number in range(60)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert len(answers) - len(refused) >= 20
    assert int(refused[0].headers["retry-after"]) >= 1
    async with opened(visitor.app, f"/c/{visitor.chat}/socket") as page:
        await visitor.hello(page)
        for number in range(60):
            await page.send({"type": "send", "id": f"again{number}", "text": "x"})
        error = await page.hear("error")
        assert (error["code"], error["id"][:5], error["retry_after"] >= 1) == ("rate-limited", "again", True)


async def test_what_is_no_chat_is_not_found(client: Client, app: Litestar) -> None:
    """An unknown channel, or one of another type, over HTTP, a socket and its page."""
    bot = await client.post("/channels", json={"kind": "telegram", "name": "Bot", "config": {"token": "1:" + "a" * 35}})
    for chat in (str(uuid4()), bot.json()["id"]):
        assert (await client.post(f"https://dialoom.test/c/{chat}/session", json={})).status_code == 404
        async with opened(app, f"/c/{chat}/socket") as page:
            assert (await page.hear())["code"] == "not-found"
        missing = await client.get(f"https://dialoom.test/c/{chat}")
        assert (missing.status_code, "no chat at this address" in missing.text) == (404, True)


async def test_the_page_runs_only_what_is_ours(client: Client, visitor: Visitor) -> None:
    """Nothing inline, nothing from elsewhere, and every part that it asks for is there."""
    page = await client.get(visitor.url("").rstrip("/"))
    assert page.status_code == 200
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "<script>" not in page.text
    assert "style=" not in page.text
    for part, kind in (("chat.css", "text/css"), ("chat.js", "text/javascript"), ("view.js", "text/javascript")):
        found = await client.get(f"https://dialoom.test/chat/{part}")
        assert (found.status_code, found.headers["content-type"].split(";")[0]) == (200, kind)
    for part in ("nothing.js", "index.html", "..%2f..%2fpyproject.toml", ".js", "%00.js"):
        assert (await client.get(f"https://dialoom.test/chat/{part}")).status_code == 404, part


@pytest.mark.parametrize(
    ("location", "status"),
    [
        ({"latitude": 52.5, "longitude": 13.4}, 202),
        ({"latitude": -91, "longitude": 0}, 400),
        ({"latitude": 1}, 400),
        ({"latitude": 1, "longitude": 2, "altitude": 3}, 400),
        ({"latitude": "here", "longitude": 2}, 400),
    ],
)
async def test_a_location_without_a_word(visitor: Visitor, location: dict[str, Any], status: int) -> None:
    """It is a message of its own, over HTTP and over a socket, and comes back with the history; half of one is none."""
    await visitor.begin()
    taken = await visitor.say("", location=location)
    assert taken.status_code == status, taken.text
    async with opened(visitor.app, f"/c/{visitor.chat}/socket") as page:
        await visitor.hello(page)
        await page.send({"type": "send", "id": "m2", "location": location})
        if status == 202:
            assert (await page.hear("message"))["location"]["longitude"] == 13.4
            assert (await visitor.read())["messages"][0]["location"]["latitude"] == 52.5
        else:
            assert (await page.hear("error"))["code"] == "invalid-request"
