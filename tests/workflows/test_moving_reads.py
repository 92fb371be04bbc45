"""What a batch reads: the versions that somebody stands in who is looked at, and none else."""

from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from engine import FlowSet
from tests.make import a_document
from tests.workflows.flows import keyword
from tests.workflows.runtime import Runtime
from tests.workflows.test_moving import new, old, outcomes
from tests.workflows.test_moving_again import prepared, wait
from workflows.flow_cache import FlowCache
from workflows.moving import Moving


class Watched(FlowCache):
    """Tells whoever asks for versions; ``then`` happens when that is the first time of one."""

    def __init__(self, runtime: Runtime, then: Callable[[str], Awaitable[None]]) -> None:
        super().__init__(runtime.node_types, 8)
        self.asked: list[str] = []
        self.then = then

    async def needed(self, session: AsyncSession, versions: Iterable[str], **over: Any) -> FlowSet:
        (version,) = versions
        if version not in self.asked:
            self.asked.append(version)
            await self.then(version)
        return await super().needed(session, (version,), **over)


async def nothing(version: str) -> None:
    """Happens."""


async def test_a_batch_reads_what_its_own_stand_in(runtime: Runtime) -> None:
    """However many versions others wait in: they are read when it is their turn."""
    versions = []
    for name in ("ann", "bo", "cid"):
        versions.append(str(await runtime.publish(old())))
        await wait(runtime, name)
    target = await runtime.publish(new())
    move, cache = await prepared(runtime, target, {"one": "uno"}), Watched(runtime, nothing)
    for turn in range(1, 4):
        await Moving(runtime.store, cache, runtime.workspace).batch(move.id, 1)
        assert cache.asked == [str(target), *versions[:turn]]
    assert await outcomes(runtime, move.id) == {("moved", "one"): 3}


async def test_what_somebody_gets_into_meanwhile_is_read_too(runtime: Runtime) -> None:
    """Found alone, and then run by another flow in a version that is named there: it stays, as if it had been found so."""
    source = await runtime.publish(old())
    nodes = {"start": keyword("else"), "run": ("run_flow", {"flow": "flow", "version": 1})}
    outer = await runtime.publish(a_document(nodes, {"start.next": "run"}), "outer")
    await wait(runtime, "ann")

    async def entered(version: str) -> None:
        if version == str(source):
            around = f'[{{"flow": "{outer}", "node": "run"}}]'
            await runtime.execute(
                "update sessions set state = jsonb_set(state, '{frames}', cast(:around as jsonb) || (state -> 'frames'))",
                around=around,
            )

    move = await prepared(runtime, await runtime.publish(new()), {"one": "uno"})
    await Moving(runtime.store, Watched(runtime, entered), runtime.workspace).batch(move.id, 10)
    assert await outcomes(runtime, move.id) == {("stays", "one"): 1}
