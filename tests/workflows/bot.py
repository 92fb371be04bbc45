"""A run time whose channel is a Telegram bot at the simulator."""

import itertools
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx

from dialoom.stack.ports import accepts, free_port
from store.channels import Channels
from tests.simulators.telegram import Options
from tests.workflows.runtime import Runtime

_chats = itertools.count(1_000)


@contextmanager
def simulator(*options: str) -> Iterator[str]:
    """The address of a Telegram simulator in a process of its own: only that can hang up."""
    port = free_port()
    command = (sys.executable, "-m", "tests.simulators.telegram", "--port", str(port), "--open-chats", *options)
    process = subprocess.Popen(command, cwd=Path(__file__).parents[2], stdout=subprocess.DEVNULL)
    try:
        while not accepts(port):
            assert process.poll() is None, "the simulator did not start"
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


@dataclass(frozen=True)
class Bot:
    """Every call of ``chat`` is a person that no other test knows."""

    runtime: Runtime
    http: httpx.AsyncClient

    def chat(self) -> str:
        return str(next(_chats))

    async def sim(self, path: str, **body: Any) -> None:
        (await self.http.post(f"/sim/{path}", json=body)).raise_for_status()

    async def settings(self, **over: Any) -> None:
        """Change settings of the channel; those that are not named stay."""
        async with self.runtime.store.transaction(self.runtime.workspace) as session:
            channels = Channels(session, self.runtime.vault)
            known = {k: v for k, v in (await channels.get(self.runtime.channel)).config.items() if k != "token"}
            await channels.update(self.runtime.channel, settings={**known, **over})

    async def arrived(self, chat: str) -> list[str]:
        """What the person sees, in order."""
        sent = (await self.http.get("/sim/sent", params={"chat": chat})).raise_for_status().json()
        return [message["text"] for message in sent]

    async def sees(self, chat: str, *texts: str, seconds: float = 30) -> None:
        """Wait until the person sees exactly this."""
        await self.runtime.until(lambda: self.arrived(chat), lambda found: found == list(texts), seconds)


@asynccontextmanager
async def a_bot(runtime: Runtime, address: str) -> AsyncIterator[Bot]:
    """A bot that gives up early on its provider, so that tests need not wait."""
    async with runtime.store.transaction(runtime.workspace) as session:
        added = await Channels(session, runtime.vault).add(
            "telegram", "Bot", {"api": address}, {"token": Options.token}
        )
    quick = runtime.settings.model_copy(update={"first_send": timedelta(seconds=1), "lease": timedelta(seconds=2)})
    async with httpx.AsyncClient(base_url=address, trust_env=False) as http:
        yield Bot(replace(runtime, channel=added.id, channel_kind="telegram", settings=quick), http)
