"""The small things that limit and remember, on a clock that the test holds."""

from dataclasses import dataclass

from api.buckets import Buckets
from api.remembered import Remembered


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_gives_a_burst_and_then_its_rate() -> None:
    """And says how long to wait; another name has a bucket of its own."""
    clock = Clock()
    buckets = Buckets(burst=3, rate=2, clock=clock)
    assert [buckets.wait_for("a") for _ in range(4)] == [0, 0, 0, 0.5]
    assert buckets.wait_for("b") == 0
    clock.now = 0.5
    assert [buckets.wait_for("a") for _ in range(2)] == [0, 0.5]
    clock.now = 100
    assert [buckets.wait_for("a") for _ in range(4)] == [0, 0, 0, 0.5]


def test_buckets_forget_who_was_seen_longest_ago() -> None:
    """So that many names cost a bounded memory."""
    buckets = Buckets(burst=1, rate=0.001, most=2, clock=Clock())
    for name in "abc":
        assert buckets.wait_for(name) == 0
    assert buckets.wait_for("c") > 0
    assert buckets.wait_for("a") == 0


async def test_what_was_read_is_remembered_for_a_while() -> None:
    """Also that there was nothing; forgetting makes it be read again."""
    clock, asked = Clock(), list[str]()

    async def read(key: str) -> str | None:
        asked.append(key)
        return None if key == "none" else key.upper()

    known = Remembered(read, seconds=5, most=2, clock=clock)
    assert [await known.get("a"), await known.get("a"), await known.get("none"), await known.get("none")] == [
        "A", "A", None, None,
    ]  # fmt: skip
    assert asked == ["a", "none"]
    clock.now = 6
    await known.get("a")
    known.forget("a")
    await known.get("a")
    assert asked == ["a", "none", "a", "a"]
    await known.get("b")
    await known.get("c")
    await known.get("a")
    assert asked[-3:] == ["b", "c", "a"]
    known.clear()
    await known.get("a")
    assert asked[-1] == "a"
