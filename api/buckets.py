"""A limit on how often something may be done: a token bucket per name, in this process."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Buckets:
    """``burst`` at once, ``rate`` a second after that. Remembers the ``most`` names that were used last."""

    burst: float
    rate: float
    most: int = 50_000
    clock: Callable[[], float] = time.monotonic
    _levels: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def wait_for(self, name: str) -> float:
        """Take one; 0, or how many seconds too early it is."""
        now = self.clock()
        level, at = self._levels.pop(name, (self.burst, now))
        level = min(self.burst, level + (now - at) * self.rate)
        wait = max(0.0, (1 - level) / self.rate)
        self._levels[name] = (level if wait else level - 1, now)
        if len(self._levels) > self.most:
            self._levels.popitem(last=False)
        return wait


@dataclass(frozen=True, slots=True)
class Limits:
    """Of this process. By visitor and by network address: many visitors may share one of those."""

    visitor: Buckets = field(default_factory=lambda: Buckets(burst=20, rate=1))
    network: Buckets = field(default_factory=lambda: Buckets(burst=100, rate=10))
    newcomers: Buckets = field(default_factory=lambda: Buckets(burst=60, rate=1))
    refused_webhooks: Buckets = field(default_factory=lambda: Buckets(burst=20, rate=0.1))
