"""What a conversation costs that waits and does nothing, and how fast one of many wakes up."""

import asyncio
import random
import statistics
import time

from temporalio.client import Client, WorkflowExecution

from bench.drive import begin, converse, fresh_chat, replies
from bench.ground import Ground, Side, dialoom
from bench.hook import Hook, update
from bench.processes import resident_bytes
from bench.report import Row, ms, say
from workflows.client import connect
from workflows.config import Temporal

CACHED = 50  # conversations that the worker keeps in memory: all others are evicted
AT_ONCE = 20
FEW = 10
HISTORY_BUDGET = 10 * 1024
NOTHING = 512  # bytes a conversation: below this it is the allocator's noise


async def measure(ground: Ground, many: int, wakes: int) -> list[Row]:
    async with dialoom(ground, DIALOOM_WORKER__CACHED_CONVERSATIONS=str(CACHED)) as side:
        await converse(side, 200, AT_ONCE)  # buffers, pools and caches grow to their size
        few = await _wake_few(side, wakes)
        client = await connect(Temporal(address=ground.temporal.address), lazy=False)
        waiting = await _wait(side, many // 2)
        half = resident_bytes(side.costs["worker"])
        waiting += await _wait(side, many - len(waiting))
        full = resident_bytes(side.costs["worker"])
        size, events = await _history(client)
        lot = await _wake(side, random.sample(waiting, wakes))
        each = (full - half) / (many // 2)
        return [
            _history_row(size, events),
            Row(
                f"an idle conversation in the worker, {CACHED} of {many:,} cached",
                budget="0 bytes",
                measured=f"{each:,.0f} bytes (worker {half / 2**20:.1f} → {full / 2**20:.1f} MiB)",
                ok=each <= NOTHING,
            ),
            _wake_row(few, lot, many),
        ]


async def _wait(side: Side, count: int) -> list[int]:
    """So many conversations that wait for a name."""
    say(f"{count} conversations begin to wait")
    chats = [fresh_chat() for _ in range(count)]
    todo = iter(chats)

    async def people() -> None:
        hook = await Hook.open(side.provider.hook, side.provider.secret)
        for chat in todo:
            await begin(side, hook, chat)
        hook.close()

    await asyncio.gather(*(people() for _ in range(AT_ONCE)))
    await asyncio.sleep(1)
    return chats


async def _wake_few(side: Side, wakes: int) -> list[float]:
    """One of ten, again and again. Others wait after them, so that they are evicted, and go to their end."""
    found: list[float] = []
    while len(found) < wakes:
        chats = await _wait(side, FEW)
        await _finish(side, await _wait(side, CACHED + AT_ONCE))
        found += await _wake(side, chats[: wakes - len(found)])
        await _finish(side, chats)
    return found


async def _wake(side: Side, chats: list[int]) -> list[float]:
    """Seconds from the message to the reply, one conversation after the other."""
    hook = await Hook.open(side.provider.hook, side.provider.secret)
    found = []
    for chat in chats:
        began = time.perf_counter()
        await hook.post(update(chat, "Ann"))
        found.append(await replies(side, chat, 3) - began)
        await asyncio.sleep(0.05)
    hook.close()
    return found


async def _finish(side: Side, chats: list[int]) -> None:
    hook = await Hook.open(side.provider.hook, side.provider.secret)
    for chat in chats:
        while len(side.provider.sent[chat]) < 4:
            await hook.post(update(chat, "tea"))
            await replies(side, chat, len(side.provider.sent[chat]) + 1)
    hook.close()


async def _history(client: Client) -> tuple[int, int]:
    """Bytes and events of one waiting conversation, as Temporal counts them."""
    found: WorkflowExecution | None = None
    async for one in client.list_workflows("ExecutionStatus = 'Running'", limit=1):
        found = one
    if found is None:
        raise RuntimeError("no conversation waits")
    handle = client.get_workflow_handle(found.id)
    told = (await handle.describe()).raw_description.workflow_execution_info
    events = (await handle.fetch_history()).events
    return max(told.history_size_bytes, sum(event.ByteSize() for event in events)), len(events)


def _history_row(size: int, events: int) -> Row:
    measured = f"{size / 1024:.1f} KB in {events} events"
    ok = size <= HISTORY_BUDGET
    return Row("an idle conversation in Temporal, after its first turn", budget="≤ 10 KB", measured=measured, ok=ok)


def _wake_row(few: list[float], lot: list[float], many: int) -> Row:
    one, other = statistics.median(few), statistics.median(lot)
    return Row(
        f"waking 1 of {FEW} → 1 of {many:,}, evicted",
        budget="as fast (≤ 1.2)",
        measured=f"p50 {ms(one)} → {ms(other)}",
        ratio=f"{other / one:.2f}",
        ok=other / one <= 1.2,
    )
