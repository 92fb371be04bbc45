"""From a fresh clone, with an empty home and nothing cached, to the first reply of the demo bot."""

import asyncio
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from uuid import uuid4

import httpx

from bench.report import Row, say
from dialoom.stack.program import CHECKOUT

BUDGET = 90.0
PATIENCE = 900.0
CHAT = re.compile(r"Chat with the demo bot\s+(http://\S+)")


async def measure() -> list[Row]:
    """Commits only: what is not committed is not in the clone. The package index is whatever pip and uv are told to use."""
    folder = Path(tempfile.mkdtemp(prefix="dialoom-clone-"))
    folder.chmod(0o755)
    try:
        cloned, answered = await asyncio.to_thread(_clone, folder), 0.0
        began = time.perf_counter()
        with (folder / "up.log").open("wb") as log:
            up = subprocess.Popen(
                ["make", "up"],
                cwd=folder / "dialoom",
                env=_environment(folder),
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        try:
            answered = await _first_reply(folder / "up.log", up) - began
        finally:
            _stop(up)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return [
        Row(
            "clone to first bot reply, nothing cached",
            budget="≤ 90 s",
            measured=f"{cloned + answered:.1f} s (clone {cloned:.1f} s)",
            ok=cloned + answered <= BUDGET,
        )
    ]


def _clone(folder: Path) -> float:
    began = time.perf_counter()
    subprocess.run(["git", "clone", "--quiet", "--no-local", str(CHECKOUT), str(folder / "dialoom")], check=True)
    return time.perf_counter() - began


def _environment(folder: Path) -> dict[str, str]:
    """As on a new machine: its own home and caches, none of our settings, none of this environment's Python."""
    (folder / "home").mkdir()
    kept = {
        name: text for name, text in os.environ.items() if not name.startswith(("DIALOOM_", "VIRTUAL_ENV", "PYTHON"))
    }
    paths = [path for path in os.environ["PATH"].split(os.pathsep) if not path.startswith(sys.prefix)]
    caches = {
        "UV_CACHE_DIR": str(folder / "uv"),
        "PIP_CACHE_DIR": str(folder / "pip"),
        "NPM_CONFIG_CACHE": str(folder / "npm"),
    }
    return {**kept, **caches, "HOME": str(folder / "home"), "PATH": os.pathsep.join(paths)}


async def _first_reply(log: Path, up: "subprocess.Popen[bytes]") -> float:
    """When the bot's first message was read in the web chat."""
    deadline = time.perf_counter() + PATIENCE
    while not (found := CHAT.search(log.read_text(errors="replace"))):
        if up.poll() is not None or time.perf_counter() > deadline:
            raise RuntimeError(f"make up did not come up:\n{log.read_text(errors='replace')[-4000:]}")
        await asyncio.sleep(0.05)
    say(f"up; the chat is at {found[1]}")
    async with httpx.AsyncClient(timeout=30, trust_env=False) as http:
        session = (await http.post(f"{found[1]}/session", json={})).raise_for_status().json()
        headers = {"Authorization": f"Bearer {session['token']}"}
        said = {"id": uuid4().hex, "text": "order"}
        (await http.post(f"{found[1]}/messages", json=said, headers=headers)).raise_for_status()
        while time.perf_counter() < deadline:
            query = {"after": session["cursor"], "wait": 20}
            news = (await http.get(f"{found[1]}/messages", params=query, headers=headers)).raise_for_status().json()
            if any(message["from"] == "bot" for message in news["messages"]):
                return time.perf_counter()
    raise RuntimeError("the bot did not answer")


def _stop(up: "subprocess.Popen[bytes]") -> None:
    """As Ctrl-C does: the signal goes to make and to what it runs, which stops its servers."""
    if up.poll() is None:
        os.killpg(up.pid, signal.SIGINT)
    try:
        up.wait(60)
    except subprocess.TimeoutExpired:
        os.killpg(up.pid, signal.SIGKILL)
        up.wait()
