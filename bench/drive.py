"""Acts as Telegram's users: whole conversations of the reference flow, some at a time, checked word by word."""

import asyncio
import itertools
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bench.ground import Side
from bench.hook import Hook, press, update
from bench.processes import cpu_seconds
from bench.provider import Sent

PATIENCE = 60.0
SETTLE = 1.0  # after the last reply its turn is still written down, and the workflow completes
TURNS = 3
_chats = itertools.count(1000)


class Wrong(Exception):
    """The bot said something else than it should, or twice, or nothing."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One round. Latencies are those of single turns, in seconds, from the POST to the turn's last message."""

    seconds: float
    conversations: int
    latencies: Sequence[float]
    cpu: dict[str, float]

    @property
    def turns(self) -> int:
        return self.conversations * TURNS

    @property
    def rate(self) -> float:
        return self.conversations / self.seconds

    @property
    def cpu_per_turn(self) -> float:
        return sum(self.cpu.values()) / self.turns

    def quantile(self, hundredth: int) -> float:
        return statistics.quantiles(self.latencies, n=100)[hundredth - 1]


async def converse(side: Side, conversations: int, concurrency: int) -> Measured:
    """All conversations, ``concurrency`` at a time; each person answers the moment the bot has spoken."""
    before = cpu_seconds(side.costs)
    todo = iter(range(conversations))
    began = time.perf_counter()
    found = await asyncio.gather(*(_person(side, todo) for _ in range(concurrency)))
    seconds = time.perf_counter() - began
    await asyncio.sleep(SETTLE)
    after = cpu_seconds(side.costs)
    latencies = [one for latencies in found for one in latencies]
    return Measured(seconds, conversations, latencies, {name: after[name] - before[name] for name in after})


async def _person(side: Side, todo: Iterator[int]) -> list[float]:
    hook = await Hook.open(side.provider.hook, side.provider.secret)
    latencies: list[float] = []
    for _ in todo:
        latencies += await conversation(side, hook, next(_chats))
    hook.close()
    return latencies


async def conversation(side: Side, hook: Hook, chat: int) -> tuple[float, float, float]:
    """Half of the people press a button, the others type."""
    name = f"Ann {chat}"
    greeted = await begin(side, hook, chat)
    began = time.perf_counter()
    await hook.post(update(chat, name))
    asked = await replies(side, chat, 3) - began
    question = side.provider.sent[chat][2]
    began = time.perf_counter()
    await hook.post(press(chat, question, "tea") if chat % 2 else update(chat, "coffee"))
    answered = await replies(side, chat, 4) - began
    drink = "Tea" if chat % 2 else "Coffee"
    _check(side.provider.sent.pop(chat), f"Tea or coffee, {name}?", f"{drink} for {name}.")
    return greeted, asked, answered


async def begin(side: Side, hook: Hook, chat: int) -> float:
    """The first turn, which leaves the conversation waiting for a name."""
    began = time.perf_counter()
    await hook.post(update(chat, side.start))
    return await replies(side, chat, 2) - began


async def replies(side: Side, chat: int, count: int, patience: float = PATIENCE) -> float:
    """When the last of so many messages was sent."""
    try:
        return (await side.provider.has_sent(chat, count, patience))[count - 1].at
    except TimeoutError:
        raise Wrong(f"{side.name}: chat {chat} got {side.provider.sent[chat]}, not {count} messages") from None


def _check(sent: list[Sent], question: str, answer: str) -> None:
    said = [one.text for one in sent]
    expected = ["Welcome to the tea house.", "What is your name?", question, answer]
    if said != expected or not (sent[2].markup or {}).get("inline_keyboard"):
        raise Wrong(f"the bot said {said}")


def fresh_chat() -> int:
    return next(_chats)
