"""Keeps children running: one that dies is started again, later and later if it keeps dying."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dialoom.stack.errors import StackError
from dialoom.stack.server import Server


@dataclass(frozen=True)
class BackOff:
    """How long to wait before the next try; a child that ran for `healthy` seconds begins anew."""

    first: float = 1
    longest: float = 30
    healthy: float = 60

    def delay(self, deaths: int) -> float:
        """Seconds before the try after this many deaths in a row."""
        return min(self.longest, self.first * 2.0 ** min(deaths - 1, 30))


@dataclass
class Watch:
    """What is known of one child."""

    server: Server
    since: float
    deaths: int = 0
    due: float | None = None


def nothing() -> None:
    """Nobody wants to know."""


class Supervisor:
    """Watches children in the order they depend on each other, and stops them in the reverse."""

    def __init__(
        self,
        servers: Sequence[Server],
        say: Callable[[str], None],
        *,
        changed: Callable[[], None] = nothing,
        back_off: BackOff | None = None,
    ) -> None:
        self._watches = [Watch(server, time.monotonic()) for server in servers]
        self._say, self._changed, self._back_off = say, changed, back_off or BackOff()

    def start(self) -> None:
        """Start whatever does not run yet."""
        for watch in self._watches:
            watch.server.start()
            watch.since = time.monotonic()
            self._changed()

    def run(self, interval: float = 0.2) -> None:
        """Watch until an exception, Stopped as a rule, ends it."""
        while True:
            self.look()
            time.sleep(interval)

    def look(self) -> None:
        """Note who died, and start again who is due."""
        for watch in self._watches:
            if watch.due is not None and time.monotonic() >= watch.due:
                self._revive(watch)
            elif watch.due is None and not watch.server.alive():
                self._note_death(watch)

    def stop(self) -> None:
        """Stop all, the last first; what one of them says does not keep the others."""
        for watch in reversed(self._watches):
            watch.server.stop()
        self._changed()

    def _note_death(self, watch: Watch) -> None:
        lived = time.monotonic() - watch.since
        watch.deaths = 1 if lived >= self._back_off.healthy else watch.deaths + 1
        delay = self._back_off.delay(watch.deaths)
        watch.due = time.monotonic() + delay
        words = watch.server.tail(8)
        self._say(f"{watch.server.name} ended; starting it again in {delay:g} s. Its last words:\n{words}")

    def _revive(self, watch: Watch) -> None:
        watch.due = None
        try:
            watch.server.start()
        except StackError as error:
            self._say(str(error))
        else:
            watch.since = time.monotonic()
            self._say(f"{watch.server.name} runs again")
        self._changed()
