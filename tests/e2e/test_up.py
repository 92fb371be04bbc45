"""From an empty folder to a bot that answers: in a browser, in the terminal, and over Telegram."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from dialoom.stack import free_port
from tests.e2e.conftest import ROOT, Up

TOKEN = "123456:simulated"
pytestmark = pytest.mark.browser


def say(page: Page, text: str) -> None:
    page.get_by_label("Your message").fill(text)
    page.get_by_label("Your message").press("Enter")


@pytest.fixture
def page(browser: Browser, up: Up) -> Iterator[Page]:
    """The hosted chat in a fresh browser profile; an error in its console fails the test."""
    context = browser.new_context(viewport={"width": 390, "height": 780})
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(up.chat)
    yield page
    context.close()
    assert errors == []


def test_the_demo_bot_answers_in_a_browser(page: Page) -> None:
    """A visitor of the hosted page says hi, tells a name, presses a quick reply, and finds it all again after a reload."""
    log = page.get_by_role("log")
    say(page, "hi")
    expect(log).to_contain_text("What may I call you?", timeout=60_000)
    say(page, "Bo")
    expect(log).to_contain_text("Nice to see you, Bo", timeout=20_000)
    page.get_by_role("button", name="Just looking").click()
    expect(log).to_contain_text("See you, Bo", timeout=20_000)
    page.reload()
    expect(log).to_contain_text("See you, Bo", timeout=20_000)
    expect(log).to_contain_text("Just looking")
    assert page.get_by_text("See you, Bo. Write anything").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390, 320])
def test_the_page_fits_every_screen(browser: Browser, up: Up, scheme: Any, width: int, tmp_path: Path) -> None:
    """In light and dark, from a phone to a desk, nothing is wider than the screen and the input can be reached."""
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    page.goto(up.chat)
    say(page, "order")
    expect(page.get_by_role("log")).to_contain_text("order number", timeout=60_000)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    box = page.get_by_label("Your message").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 800
    page.screenshot(path=tmp_path / f"chat-{scheme}-{width}.png")
    context.close()


def test_the_demo_bot_answers_in_the_terminal() -> None:
    """The same flow talks in the terminal, without any server."""
    done = subprocess.run(
        [sys.executable, "-m", "dialoom", "play", "examples/order-bot.json", "--name", "Ann"],
        cwd=ROOT,
        input="order\nA-1\n",
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Hi Ann, what is your order number?" in done.stdout
    assert "Order A-1 left our house" in done.stdout


@pytest.fixture
def telegram() -> Iterator[str]:
    """A simulator of the Bot API in a process of its own."""
    port = free_port()
    words = [sys.executable, "-m", "tests.simulators.telegram", "--port", str(port), "--token", TOKEN]
    process = subprocess.Popen(words, cwd=ROOT)
    url = f"http://127.0.0.1:{port}"
    for _ in range(200):
        with suppress(httpx.HTTPError):
            if httpx.get(f"{url}/sim/stats", trust_env=False).is_success:
                break
        time.sleep(0.1)
    yield url
    process.terminate()
    process.wait(20)


def test_the_demo_bot_answers_over_telegram(up: Up, telegram: str) -> None:
    """A bot connected through the API takes a webhook delivered twice, answers once, and shows the run with its steps."""
    config = {"token": TOKEN, "api": telegram}
    channel = up.ask("POST", "/channels", json={"kind": "telegram", "name": "My bot", "config": config})
    assert channel["status"] == "connected"
    assert TOKEN not in str(channel)
    for text, answer in [("order", "order number"), ("B-7", "being packed")]:
        said = {"chat": 77, "text": text, "repeat": 2}
        httpx.post(f"{telegram}/sim/say", json=said, timeout=30, trust_env=False).raise_for_status()
        _heard(telegram, answer)
    texts = [one["text"] for one in _sent(telegram)]
    assert len(texts) == len(set(texts)) == 3, texts
    (run,) = up.ask("GET", "/runs", params={"channel": channel["id"]})["items"]
    detail = up.ask("GET", f"/runs/{run['id']}")
    assert run["status"] == "active"
    assert "packing" in str(detail["turns"])


def _sent(telegram: str) -> list[Any]:
    answer = httpx.get(f"{telegram}/sim/sent", params={"chat": 77}, timeout=30, trust_env=False).json()
    found = answer if isinstance(answer, list) else answer["messages"]
    return [{"text": one.get("text") or one["payload"]["text"]} for one in found]


def _heard(telegram: str, words: str) -> None:
    for _ in range(200):
        if any(words in one["text"] for one in _sent(telegram)):
            return
        time.sleep(0.1)
    raise AssertionError(f"{words!r} was not sent: {_sent(telegram)}")
