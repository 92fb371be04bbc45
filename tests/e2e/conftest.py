"""The whole product as `make up` starts it, and a browser."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, sync_playwright

from dialoom.stack import free_port

ROOT = Path(__file__).parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Up:
    """A running Dialoom: its addresses, and the key of its bootstrap owner."""

    folder: Path
    chat: str
    api: str
    key: str

    def ask(self, method: str, path: str, **options: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.key}"}
        answer = httpx.request(method, f"{self.api}{path}", headers=headers, timeout=30, trust_env=False, **options)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None


@pytest.fixture(scope="session")
def shop_port() -> int:
    """Where flows may reach a server of the tests: on this machine."""
    return free_port()


@pytest.fixture(scope="session")
def up(tmp_path_factory: pytest.TempPathFactory, shop_port: int) -> Iterator[Up]:
    """`dialoom up` in an empty folder, with everything it starts; Ctrl-C at the end."""
    folder = tmp_path_factory.mktemp("up") / ".dialoom"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DIALOOM_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "dialoom", "up", "--folder", str(folder)],
        cwd=ROOT,
        env={**kept, **_ours(shop_port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield _ready(process, folder)
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    assert process.returncode == 0
    assert json.loads((folder / "state.json").read_text())["pids"] == {}


def _ours(shop_port: int) -> dict[str, str]:
    allowed = json.dumps([f"127.0.0.1:{shop_port}"])
    return {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "DIALOOM_WORKER__ALLOW_PRIVATE": allowed}


def _ready(process: "subprocess.Popen[str]", folder: Path) -> Up:
    assert process.stdout is not None
    seen = ""
    end = time.monotonic() + 180
    for line in process.stdout:
        seen += line
        if "Stop: Ctrl-C" in line:
            break
        assert time.monotonic() < end, seen
    chat = re.search(r"http://\S+/c/\S+", seen)
    api = re.search(r"(http://\S+/api/v1)", seen)
    assert chat is not None, seen
    assert api is not None, seen
    key = json.loads((folder / "credentials.json").read_text())["api_key"]
    return Up(folder, chat.group(), api.group(), key)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium of the machine; the playwright package brings none. Its event loop must end before other modules' tests."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()
