"""Ctrl-C and SIGTERM as one exception, raised once: a second one does not disturb the stopping."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Stopped(KeyboardInterrupt):
    """Somebody asked this process to stop."""


@contextmanager
def stoppable() -> Iterator[None]:
    """Raise Stopped in the block at the first SIGINT or SIGTERM; only the main thread may enter."""
    before = {number: signal.signal(number, _raise) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _raise(number: int, _: FrameType | None) -> None:
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)
    raise Stopped(signal.Signals(number).name)
