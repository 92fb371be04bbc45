"""When things happened in a run, as its flow test tells it: what came counts from when it came, however late it was taken."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from store.records import RunEvent, RunTurn

NONE = timedelta()


@dataclass(slots=True)
class Times:
    """A test takes everything at once, so that it is ahead of a run in which something was taken late: by ``ahead`` since
    the last turn, by ``since_wait`` where the present wait began. ``last`` is the moment of the last turn in the test."""

    last: datetime
    ahead: timedelta = NONE
    since_wait: timedelta = NONE

    def of(self, turn: RunTurn, event: RunEvent | None, *, silent: bool) -> datetime:
        """The moment of the next turn in the test; none comes before the one that was before it. Who is ``silent`` and stays
        where it was waits on for what it waited for."""
        if turn.event_kind == "timed_out":
            self.last = max(self.last, turn.created_at - self.since_wait)
        else:
            came = min(event.created_at, turn.created_at) if event else turn.created_at
            self.last = max(self.last, came - self.ahead)
        self.ahead = turn.created_at - self.last
        if not silent or any(step.left for step in turn.steps):
            self.since_wait = self.ahead
        return self.last
