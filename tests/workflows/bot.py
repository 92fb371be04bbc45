"""A run time whose channel is a Telegram bot at the simulator."""

import itertools
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import httpx

from store.channels import Channels
from tests.simulators.telegram import Options
from tests.workflows.runtime import Runtime

_chats = itertools.count(1_000)


@dataclass(frozen=True)
class Bot:
    """Every call of ``chat`` is a person that no other test knows."""

    runtime: Runtime
    http: httpx.AsyncClient

    def chat(self) -> str:
        return str(next(_chats))

    async def sim(self, path: str, **body: Any) -> None:
        (await self.http.post(f"/sim/{path}", json=body)).raise_for_status()

    async def arrived(self, chat: str) -> list[str]:
        """What the person sees, in order."""
        sent = (await self.http.get("/sim/sent", params={"chat": chat})).raise_for_status().json()
        return [message["text"] for message in sent]

    async def sees(self, chat: str, *texts: str, seconds: float = 30) -> None:
        """Wait until the person sees exactly this."""
        await self.runtime.until(lambda: self.arrived(chat), lambda found: found == list(texts), seconds)


async def a_bot(runtime: Runtime, http: httpx.AsyncClient, **config: Any) -> Bot:
    settings = {"api": str(http.base_url).rstrip("/"), **config}
    async with runtime.store.transaction(runtime.workspace) as session:
        channel = await Channels(session, runtime.vault).add("telegram", "Bot", settings, {"token": Options.token})
    quick = runtime.settings.model_copy(update={"first_send": timedelta(seconds=1), "lease": timedelta(seconds=2)})
    return Bot(replace(runtime, channel=channel.id, channel_kind="telegram", settings=quick), http)
