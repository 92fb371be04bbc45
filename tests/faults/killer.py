"""Kills one process after the other while conversations run, and starts each of them again."""

import asyncio
import itertools
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from dialoom.stack import Server
from tests.faults.system import System, kill

REPLIES_BETWEEN = (60, 80)  # so that every kill strikes a system at work, however slow the machine is
DOWN_SECONDS = (0.1, 1.5)
PATIENCE = 30.0


@dataclass(slots=True)
class Killer:
    """``replies`` tells how many messages the bot has tried to send by now. The same dice give the same pauses."""

    system: System
    replies: Callable[[], Awaitable[int]]
    dice: random.Random = field(default_factory=lambda: random.Random(7))
    kills: Counter[str] = field(default_factory=Counter)
    fallen: list[str] = field(default_factory=list)
    over: bool = False

    async def run(self) -> None:
        """Until it is ``over``; then everything runs again."""
        for server in itertools.cycle(self.system.mortal):
            await self._work()
            if self.over:
                return
            self._look()
            await self._strike(server)

    async def _work(self) -> None:
        """Let the system answer some messages, or at least try."""
        until = await self.replies() + self.dice.randint(*REPLIES_BETWEEN)
        try:
            async with asyncio.timeout(PATIENCE):
                while not self.over and await self.replies() < until:  # noqa: ASYNC110 - it happens in another process
                    await asyncio.sleep(0.02)
        except TimeoutError:
            return

    async def _strike(self, server: Server) -> None:
        await asyncio.to_thread(kill, server)
        self.kills[server.name] += 1
        await asyncio.sleep(self.dice.uniform(*DOWN_SECONDS))
        await asyncio.to_thread(server.start)

    def _look(self) -> None:
        """Who has ended without having been killed: nobody may fall because another one was away."""
        self.fallen += [server.name for server in self.system.mortal if not server.alive()]
