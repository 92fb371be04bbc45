"""How many messages fit into a second, in all and per chat. The clock is a parameter."""

import math
from collections import defaultdict


class Bucket:
    """Refills at ``rate`` a second and holds one second's worth; a rate of 0 is no limit."""

    def __init__(self, rate: float) -> None:
        self.rate, self.left, self.at = rate, max(rate, 1.0), -math.inf

    def wait(self, now: float) -> float:
        """Seconds until the next one fits; 0 when it fits now."""
        if not self.rate:
            return 0.0
        if now > self.at:
            full = max(self.rate, 1.0)
            self.left = min(full, self.left + (now - self.at) * self.rate)
            self.at = now
        return max(0.0, (1 - self.left) / self.rate)

    def take(self) -> None:
        self.left -= 1


class Rates:
    def __init__(self, overall: float, per_chat: float) -> None:
        self.overall = Bucket(overall)
        self.chats: defaultdict[int, Bucket] = defaultdict(lambda: Bucket(per_chat))

    def retry_after(self, chat: int, now: float) -> int:
        """Take one message's room and return 0, or the whole seconds to wait for it."""
        buckets = (self.overall, self.chats[chat])
        if wait := max(bucket.wait(now) for bucket in buckets):
            return math.ceil(wait)
        for bucket in buckets:
            bucket.take()
        return 0
