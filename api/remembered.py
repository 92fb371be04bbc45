"""A small memory in front of the database, for what is asked with every request."""

import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Remembered(Generic[K, V]):
    """What ``read`` gave for a key, for ``seconds``. Remembers that there is nothing, too, so that guesses stay cheap."""

    def __init__(
        self,
        read: Callable[[K], Awaitable[V]],
        seconds: float,
        most: int = 10_000,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._read, self._seconds, self._most, self._clock = read, seconds, most, clock
        self._found: OrderedDict[K, tuple[float, V]] = OrderedDict()

    async def get(self, key: K) -> V:
        known = self._found.get(key)
        if known and self._clock() - known[0] < self._seconds:
            return known[1]
        value = await self._read(key)
        self._found[key] = (self._clock(), value)
        self._found.move_to_end(key)
        if len(self._found) > self._most:
            self._found.popitem(last=False)
        return value

    def forget(self, key: K) -> None:
        self._found.pop(key, None)

    def clear(self) -> None:
        self._found.clear()
