"""How long the webhook keeps Telegram waiting, at 200 requests a second whatever the answers take."""

import asyncio
import statistics
import time
from collections.abc import Callable
from typing import Any

from bench.drive import fresh_chat, replies
from bench.ground import Side
from bench.hook import Hook, update
from bench.report import Ratio, Row, ms, say

RATE = 200
BUDGET = 0.050
BACKLOG = 600.0  # seconds until the last conversation is answered: hooks come faster than turns can be taken


async def measure(dialoom: Side, floor: Side, seconds: float, rounds: int) -> list[Row]:
    """Messages that no bot waits for are only stored. At the worst every message starts a conversation."""
    rows = []
    for what, text, answered in (("stored only", "hello", 0), ("each starts a conversation", "start", 2)):
        ours, theirs = [], []
        for _ in range(rounds):
            theirs.append(await _round(floor, seconds, text, answered))
            ours.append(await _round(dialoom, seconds, text, answered))
            say(f"hook, {what}: dialoom {_quantiles(ours[-1])}, floor {_quantiles(theirs[-1])}")
        rows.append(_row(what, ours, theirs))
    return rows


async def _round(side: Side, seconds: float, text: str, answered: int) -> list[float]:
    chats = [fresh_chat() for _ in range(int(RATE * seconds))]
    found = await at_rate(side, [update(chat, text) for chat in chats])
    if answered:
        await asyncio.gather(*(replies(side, chat, answered, BACKLOG) for chat in chats))
    for chat in chats:
        side.provider.sent.pop(chat, None)
    await asyncio.sleep(1)
    return found


async def at_rate(side: Side, updates: list[dict[str, Any]], rate: float = RATE) -> list[float]:
    """Seconds from the moment when each was due, so that a slow answer does not hide the ones behind it."""
    free: list[Hook] = []

    async def post(due: float, one: dict[str, Any]) -> float:
        hook = free.pop() if free else await Hook.open(side.provider.hook, side.provider.secret)
        await hook.post(one)
        free.append(hook)
        return time.perf_counter() - due

    began, tasks = time.perf_counter(), []
    for number, one in enumerate(updates):
        due = began + number / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        tasks.append(asyncio.create_task(post(due, one)))
    found = await asyncio.gather(*tasks)
    for hook in free:
        hook.close()
    return found


def _row(what: str, ours: list[list[float]], theirs: list[list[float]]) -> Row:
    def each(rounds: list[list[float]], read: Callable[[list[float]], float]) -> list[float]:
        return [read(one) for one in rounds]

    p99, floor_p99 = statistics.median(each(ours, _p99)), statistics.median(each(theirs, _p99))
    p50, floor_p50 = (
        statistics.median(each(ours, statistics.median)),
        statistics.median(each(theirs, statistics.median)),
    )
    return Row(
        f"hook acknowledged, {RATE}/s, {what}",
        budget="p99 ≤ 50 ms",
        measured=f"p50 {ms(p50)}, p99 {ms(p99)}",
        floor=f"p50 {ms(floor_p50)}, p99 {ms(floor_p99)}",
        ratio=str(Ratio.of(each(ours, _p99), each(theirs, _p99))),
        ok=p99 <= BUDGET,
    )


def _quantiles(latencies: list[float]) -> str:
    return f"p50 {ms(statistics.median(latencies))} p99 {ms(_p99(latencies))}"


def _p99(latencies: list[float]) -> float:
    return statistics.quantiles(latencies, n=100)[98]
