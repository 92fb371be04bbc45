"""The hosted page in a real browser: over a socket, without one, and when the network comes and goes."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from uuid import UUID

import pytest
from granian.constants import Interfaces
from granian.server.embed import Server
from litestar import Litestar
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

from dialoom.stack import free_port
from store.crypto import Vault
from store.database import Store
from tests.api.conftest import Client, Nodes, a_chat, asker, published
from tests.api.turns import bot_answers
from tests.api.visitor import the_conversation
from tests.make import a_document

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NO_SOCKETS = """
    const Original = window.WebSocket;
    window.WebSocket = class extends Original { constructor(url) { super(`${url}/nowhere`); } };
"""
pytestmark = pytest.mark.browser


@pytest.fixture
async def origin(app: Litestar) -> AsyncIterator[str]:
    """The application behind a real server, in this loop."""
    port = free_port()
    server = Server(app, port=port, interface=Interfaces.ASGINL)
    serving = asyncio.create_task(server.serve())
    await asyncio.sleep(0.3)
    yield f"http://127.0.0.1:{port}"
    server.stop()  # type: ignore[no-untyped-call]
    await serving


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        await browser.close()


@pytest.fixture
async def visitor(browser: Browser) -> AsyncIterator[BrowserContext]:
    context = await browser.new_context(viewport={"width": 390, "height": 780}, reduced_motion="reduce")
    yield context
    await context.close()


async def opened(visitor: BrowserContext, client: Client, origin: str) -> tuple[Page, list[str]]:
    """The page of a new chat, online; and the errors that its console will have shown."""
    chat = await a_chat(client, title="Ask us", greeting="Welcome!", suggestions=["hello"])
    page, errors = await visitor.new_page(), list[str]()
    page.on("pageerror", lambda error: errors.append(str(error)))
    await page.goto(f"{origin}/c/{chat}")
    await expect(page.get_by_text("Online", exact=True)).to_be_visible(timeout=20_000)
    return page, errors


async def say(page: Page, text: str) -> None:
    await page.get_by_label("Your message").fill(text)
    await page.get_by_label("Your message").press("Enter")
    await expect(page.locator(".bubble.you").last).not_to_have_class("pending", timeout=10_000)
    await expect(page.locator(".bubble.pending")).to_have_count(0, timeout=10_000)


@pytest.mark.parametrize("sockets", [True, False])
async def test_a_visitor_is_answered(
    sockets: bool,
    visitor: BrowserContext,
    client: Client,
    origin: str,
    store: Store,
    vault: Vault,
    workspace: UUID,
) -> None:
    """From the suggestion to the last answer; after a reload all is there once; a new conversation begins empty."""
    await published(client, asker())
    if not sockets:
        await visitor.add_init_script(NO_SOCKETS)
    page, errors = await opened(visitor, client, origin)
    log = page.get_by_role("log")
    await expect(log).to_contain_text("Welcome!")
    await page.get_by_role("button", name="hello").click()
    await expect(page.locator(".bubble.pending")).to_have_count(0, timeout=10_000)
    conversation = await the_conversation(store, workspace)
    await bot_answers(store, vault, workspace, conversation)
    await expect(log).to_contain_text("Your name?", timeout=10_000)
    await say(page, "Ann <b>Bold</b>")
    await bot_answers(store, vault, workspace, conversation)
    await expect(log).to_contain_text("Hi Ann <b>Bold</b>", timeout=10_000)
    await page.reload()
    await expect(log).to_contain_text("Hi Ann", timeout=20_000)
    assert await page.locator(".bubble").count() == 4
    await page.get_by_role("button", name="New conversation").click()
    await expect(page.locator(".bubble")).to_have_count(0)
    await expect(log).to_contain_text("Welcome!", timeout=20_000)
    assert errors == []


async def test_what_is_written_without_a_network_is_sent_when_it_is_back(
    visitor: BrowserContext, client: Client, origin: str, store: Store, workspace: UUID
) -> None:
    """Once, and marked as pending until then."""
    page, errors = await opened(visitor, client, origin)
    await say(page, "one")
    await visitor.set_offline(True)
    await page.get_by_label("Your message").fill("two")
    await page.get_by_label("Your message").press("Enter")
    await visitor.set_offline(False)
    await expect(page.locator(".bubble.pending")).to_have_count(0, timeout=30_000)
    await page.reload()
    await expect(page.locator(".bubble")).to_have_count(2, timeout=20_000)
    assert errors == []


async def test_every_control_has_a_name_and_the_page_fits(visitor: BrowserContext, client: Client, origin: str) -> None:
    """For who hears the page instead of seeing it, and on the smallest phones."""
    page, errors = await opened(visitor, client, origin)
    for width in (320, 390, 1440):
        await page.set_viewport_size({"width": width, "height": 600})
        assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    controls = page.locator("button, textarea")
    for control in await controls.all():
        assert await control.evaluate("(one) => one.ariaLabel || one.labels[0]?.innerText || one.innerText")
    assert await page.get_by_role("log").get_attribute("aria-live") == "polite"
    assert errors == []


async def test_a_sticker_and_a_reaction(
    visitor: BrowserContext, client: Client, origin: str, store: Store, vault: Vault, workspace: UUID
) -> None:
    """A sticker has words for who cannot see it; a reaction sits on the visitor's own message, also after a reload."""
    cat = {"kind": "sticker", "url": "https://a.example/cat.webp", "name": "A cat"}
    nodes: Nodes = {
        "start": ("any_message", {}),
        "cat": ("send_message", {"media": cat}),
        "react": ("react", {"emoji": "🎉"}),
    }
    await published(client, a_document(nodes, {"start.next": "cat", "cat.next": "react"}))
    page, errors = await opened(visitor, client, origin)
    await say(page, "Done!")
    await bot_answers(store, vault, workspace, await the_conversation(store, workspace))
    for _ in range(2):
        await expect(page.locator(".bubble.bot").get_by_role("img", name="A cat")).to_have_count(1, timeout=20_000)
        await expect(page.locator(".bubble.you")).to_have_text("You: Done!Reaction: 🎉", timeout=20_000)
        assert await page.locator(".bubble").count() == 2
        await page.reload()
    assert errors == []


async def test_cards_in_a_row(
    visitor: BrowserContext, client: Client, origin: str, store: Store, vault: Vault, workspace: UUID
) -> None:
    """They scroll sideways and not the page, are reached by keyboard, and a press says which it was."""
    cards = [
        {"title": f"Dish {i}", "text": "Good", "buttons": [{"id": f"add_{i}", "title": f"Add {i}"}]} for i in range(6)
    ]
    nodes: Nodes = {
        "start": ("any_message", {}),
        "cards": ("send_cards", {"cards": cards}),
        "wait": ("wait_reply", {}),
        "say": ("send_message", {"text": "Pressed {{ input.choice }}"}),
    }
    await published(client, a_document(nodes, {"start.next": "cards", "cards.next": "wait", "wait.replied": "say"}))
    page, errors = await opened(visitor, client, origin)
    await say(page, "menu")
    conversation = await the_conversation(store, workspace)
    await bot_answers(store, vault, workspace, conversation)
    row = page.get_by_role("group", name="6 cards")
    await expect(row.get_by_role("heading")).to_have_count(6, timeout=20_000)
    assert await row.evaluate("(one) => one.scrollWidth > one.clientWidth")
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    await row.get_by_role("button", name="Add 4").press("Enter")
    await expect(page.locator(".bubble.you")).to_have_count(2)
    await expect(page.locator(".bubble.pending")).to_have_count(0, timeout=10_000)
    await bot_answers(store, vault, workspace, conversation)
    await expect(page.get_by_role("log")).to_contain_text("Pressed add_4", timeout=20_000)
    assert errors == []


@pytest.mark.parametrize("sockets", [True, False])
async def test_a_location_is_shared_where_it_is_asked_for(
    sockets: bool,
    browser: Browser,
    client: Client,
    origin: str,
    store: Store,
    vault: Vault,
    workspace: UUID,
) -> None:
    """The button is there from the question to the answer, and what it sends is what the question takes."""
    nodes: Nodes = {
        "start": ("any_message", {}),
        "ask": ("ask_location", {"question": "Where to?", "save_as": "place"}),
        "say": ("send_message", {"text": "To {{ vars.place.latitude }}"}),
    }
    await published(client, a_document(nodes, {"start.next": "ask", "ask.answered": "say", "ask.no_match": "say"}))
    visitor = await browser.new_context(
        viewport={"width": 390, "height": 780},
        geolocation={"latitude": 52.5163, "longitude": 13.3777},
        permissions=["geolocation"],
    )
    if not sockets:
        await visitor.add_init_script(NO_SOCKETS)
    page, errors = await opened(visitor, client, origin)
    share = page.get_by_role("button", name="Share my location")
    await expect(share).to_have_count(0)
    await say(page, "taxi")
    conversation = await the_conversation(store, workspace)
    await bot_answers(store, vault, workspace, conversation)
    await share.click(timeout=20_000)
    await expect(share).to_have_count(0)
    await expect(page.locator(".bubble.pending")).to_have_count(0, timeout=10_000)
    await bot_answers(store, vault, workspace, conversation)
    await expect(page.get_by_role("log")).to_contain_text("To 52.5163", timeout=20_000)
    await page.reload()
    await expect(page.get_by_role("link", name="52.51630, 13.37770")).to_be_visible(timeout=20_000)
    await expect(share).to_have_count(0)
    assert errors == []
    await visitor.close()


async def test_a_location_that_is_not_given(
    browser: Browser, client: Client, origin: str, store: Store, vault: Vault, workspace: UUID
) -> None:
    """Whoever does not want to say where they are is told that they can write it."""
    nodes: Nodes = {"start": ("any_message", {}), "ask": ("ask_location", {"question": "Where to?"})}
    await published(client, a_document(nodes, {"start.next": "ask"}))
    visitor = await browser.new_context(permissions=[])
    page, errors = await opened(visitor, client, origin)
    await say(page, "taxi")
    await bot_answers(store, vault, workspace, await the_conversation(store, workspace))
    await page.get_by_role("button", name="Share my location").click(timeout=20_000)
    await expect(page.get_by_role("alert")).to_contain_text("You can write the address instead")
    await expect(page.get_by_role("button", name="Share my location")).to_be_enabled()
    assert errors == []
    await visitor.close()
