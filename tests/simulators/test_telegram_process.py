"""The simulator as a process of its own, as the benchmarks and the crash tests run it."""

import asyncio
import json
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from channels import Uncertain
from channels.telegram import Config, adapter
from engine import SendMessage
from tests.simulators.telegram_bot import HI

ROOT = Path(__file__).parents[2]


async def until(attempt: Callable[[], Awaitable[Any]]) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            await attempt()
        except httpx.TransportError:
            await asyncio.sleep(0.05)
        else:
            return
    raise TimeoutError


def a_free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


async def test_as_a_process() -> None:
    """Run on its own it speaks real HTTP: JSON and forms, and a dropped connection after a message was accepted."""
    port = a_free_port()
    options = ("--port", str(port), "--token", "7:own", "--open-chats", "--per-chat", "50")
    command = (sys.executable, "-m", "tests.simulators.telegram", *options)
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=subprocess.DEVNULL)
    config = Config.model_validate({"token": "7:own", "api": f"http://127.0.0.1:{port}"})
    try:
        async with httpx.AsyncClient(base_url=config.api, trust_env=False) as http:
            await until(lambda: http.get("/sim/stats"))
            assert (await adapter.test(http, config)).id == "7"
            await adapter.send(http, config, "42", HI, "key")
            markup = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
            form = {"chat_id": "42", "text": "as a form", "reply_markup": json.dumps(markup)}
            assert (await http.post("/bot7:own/SENDMESSAGE", data=form)).is_success
            await http.post("/sim/faults", json={"chat": 42, "drop": 1})
            with pytest.raises(Uncertain, match="RemoteProtocolError"):
                await adapter.send(http, config, "42", SendMessage(text="lost"), "key")
            arrived = (await http.get("/sim/sent", params={"chat": 42, "at_least": 3, "timeout": 5})).json()
            assert [message["text"] for message in arrived] == ["Hi", "as a form", "lost"]
    finally:
        process.terminate()
        await process.wait()
