"""Whether a turn, from the webhook to the send, gets dearer with the size of its flow or with the turns before it."""

import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bench import flows
from bench.drive import fresh_chat, replies
from bench.ground import Side, publish
from bench.hook import Hook, update
from bench.processes import cpu_seconds
from bench.report import Row, ms, say

BATCH = 8  # turns; fits into the smaller flow


@dataclass(slots=True)
class Talk:
    """One conversation with a flow that only asks."""

    side: Side
    hook: Hook
    chat: int
    heard: int = 0

    @classmethod
    async def begin(cls, side: Side, hook: Hook, word: str) -> "Talk":
        talk = cls(side, hook, fresh_chat())
        await talk.say(word)
        return talk

    async def say(self, text: str) -> float:
        began = time.perf_counter()
        await self.hook.post(update(self.chat, text))
        self.heard += 1
        return await replies(self.side, self.chat, self.heard) - began


async def measure(dialoom: Side, past: int, batches: int) -> list[Row]:
    client = dialoom.made["client"]
    documents = {"few": flows.chain(9, "few"), "many": flows.chain(1_998, "many"), "loop": flows.loop("again")}
    for key, document in documents.items():
        await publish(client, key, document)
    hook = await Hook.open(dialoom.provider.hook, dialoom.provider.secret)
    say("a conversation of many turns grows")
    old = await Talk.begin(dialoom, hook, "again")
    for number in range(past):
        await old.say(f"answer {number}")

    async def fresh(word: str) -> Talk:
        return await Talk.begin(dialoom, hook, word)

    async def grown() -> Talk:
        return old

    rows = [
        await _compare(dialoom, "flow of 10 → 2,000 nodes", lambda: fresh("few"), lambda: fresh("many"), batches),
        await _compare(dialoom, f"1 → {past:,} past turns", lambda: fresh("again"), grown, batches),
    ]
    hook.close()
    return rows


async def _compare(
    side: Side, what: str, small: Callable[[], Awaitable[Talk]], large: Callable[[], Awaitable[Talk]], batches: int
) -> Row:
    latencies: tuple[list[float], list[float]] = ([], [])
    cpu = [0.0, 0.0]
    for number in range(batches + 1):  # the first warms up
        for which, make in enumerate((small, large)):
            talk = await make()
            before = sum(cpu_seconds(side.costs).values())
            found = [await talk.say(f"answer {turn}") for turn in range(BATCH)]
            if number:
                latencies[which].extend(found)
                cpu[which] += sum(cpu_seconds(side.costs).values()) - before
    few, many = (statistics.median(one) for one in latencies)
    spent = [ms(seconds / (batches * BATCH)) for seconds in cpu]
    say(f"{what}: p50 {ms(few)} and {ms(many)}, CPU a turn {spent[0]} and {spent[1]}")
    return Row(
        f"turn end to end: {what}",
        budget="≤ 1.1",
        measured=f"p50 {ms(few)} → {ms(many)}, CPU {spent[0]} → {spent[1]}",
        ratio=f"{many / few:.2f}",
        ok=many / few <= 1.1,
    )
