"""A person at Telegram who talks to the reference flow, and says everything twice."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.faults.records import Records

LOOK = 2.0  # seconds without a reply, after which a person wonders


@dataclass(slots=True)
class Contact:
    """``wondered`` counts the replies that the person did not wait for, because they are in doubt."""

    telegram: httpx.AsyncClient
    records: Records
    chat: int
    drink: str
    done: bool = False
    wondered: int = 0
    deliveries: list[dict[str, Any]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return str(self.chat)

    @property
    def name(self) -> str:
        return f"Guest {self.chat}"

    @property
    def expects(self) -> list[str]:
        return [
            "Welcome to the tea house.",
            "What is your name?",
            f"Tea or coffee, {self.name}?",
            f"{self.drink} for {self.name}.",
        ]

    async def talk(self) -> None:
        _, question, choice, answer = self.expects
        await self.say("start")
        await self.hear(question)
        await self.say(self.name)
        await self.hear(choice)
        await self.say(self.drink.lower())
        await self.hear(answer)
        self.done = True

    async def slow_down(self, seconds: float, *, fail: int = 0) -> None:
        """From now on the provider takes so long for a message to this person, and then refuses the first so many."""
        fault = {"chat": self.chat, "latency": seconds, "fail": fail}
        answer = await self.telegram.post("/sim/faults", json=fault)
        answer.raise_for_status()

    async def say(self, text: str) -> None:
        """Returns when both deliveries of this message were taken."""
        said = {"chat": self.chat, "text": text, "repeat": 2, "concurrently": self.chat % 2 == 0}
        answer = await self.telegram.post("/sim/say", json=said)
        self.deliveries += answer.raise_for_status().json()["deliveries"]

    async def hear(self, text: str) -> None:
        """Wait for this reply; one that is in doubt may be lost, and then a person goes on without it."""
        heard = await self.heard()
        while text not in heard:
            before, heard = heard, await self.heard(at_least=len(heard) + 1)
            if heard == before and await self.records.in_doubt(self.address, text):
                self.wondered += 1
                return

    async def heard(self, at_least: int = 0) -> list[str]:
        """What has arrived, in order; waits a while until it is so much."""
        query = {"chat": self.chat, "at_least": at_least, "timeout": LOOK if at_least else 0}
        answer = await self.telegram.get("/sim/sent", params=query)
        return [message["text"] for message in answer.raise_for_status().json()]


async def talk_all(contacts: list[Contact], at_once: int) -> None:
    """Every contact has a conversation, so many at the same time."""
    seats = asyncio.Semaphore(at_once)

    async def visit(contact: Contact) -> None:
        async with seats:
            await contact.talk()

    async with asyncio.TaskGroup() as group:
        for contact in contacts:
            group.create_task(visit(contact))
