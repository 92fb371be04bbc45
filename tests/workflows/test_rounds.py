"""Those who look around beside the workers go on, whatever breaks them."""

import asyncio
from dataclasses import dataclass, field

import pytest
from sqlalchemy import text

from store.segments import Segments
from tests.workflows.runtime import Runtime
from tests.workflows.test_segments import MEMBERS, OF_AGE, people, segment
from workflows import rounds
from workflows.away import AWAY, passing
from workflows.rounds import for_ever
from workflows.segmenting import SegmentSweeper


@dataclass
class Watcher:
    """Breaks, ends, and then looks around."""

    looks: asyncio.Event = field(default_factory=asyncio.Event)
    begun: int = 0

    async def run(self) -> None:
        self.begun += 1
        if self.begun == 1:
            raise KeyError("a bug")
        if self.begun > 2:
            self.looks.set()
            await asyncio.Event().wait()


async def test_a_watcher_that_breaks_begins_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody would notice that it is gone."""
    monkeypatch.setattr(rounds, "AGAIN_SECONDS", 0.01)
    watcher = Watcher()
    task = asyncio.create_task(for_ever(watcher))
    await asyncio.wait_for(watcher.looks.wait(), 20)
    assert (watcher.begun, task.done()) == (3, False)
    task.cancel()


async def test_a_workspace_that_breaks_holds_up_no_other(idle: Runtime, other: Runtime) -> None:
    """What cannot be read in one of them is that one's."""
    for runtime in (idle, other):
        await people(runtime, 20)
        await segment(runtime, "of_age", OF_AGE)
    await idle.execute("""update segments set condition = '{"op": "of another age"}'""")
    assert await SegmentSweeper(idle.store).sweep() == 3
    assert len(await other.rows(MEMBERS, key="of_age")) == 3
    async with idle.store.transaction(idle.workspace) as session:
        assert (await Segments(session).all())[0].swept_at is None


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("40P01", True),
        ("40001", True),
        ("55P03", True),
        ("57014", True),
        ("53300", True),
        ("22012", False),
        ("23505", False),
    ],
)
async def test_what_passes(idle: Runtime, state: str, expected: bool) -> None:
    """A deadlock, a lock, a full server pass; a mistake does not."""
    with pytest.raises(AWAY) as raised:
        async with idle.store.transaction(idle.workspace) as session:
            await session.execute(text(f"do $$ begin raise exception using errcode = '{state}'; end $$"))
    assert passing(raised.value) is expected


def test_what_is_no_error_of_the_database() -> None:
    """A bug does not pass by itself."""
    assert passing(KeyError("a bug")) is False
