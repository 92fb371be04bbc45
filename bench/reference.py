"""The reference flow from the webhook to the send, Dialoom against the floor, in turns."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bench.drive import Measured, converse
from bench.ground import Side
from bench.report import Ratio, Row, ms, say

WARM_UP = (30, 10)
CPU_AIM = 0.008


@dataclass(frozen=True, slots=True)
class Size:
    rounds: int
    alone: int  # conversations of a round at concurrency 1
    crowd: int  # and at concurrency 50

    @property
    def loads(self) -> tuple[tuple[int, int], ...]:
        return ((self.alone, 1), (self.crowd, 50))


@dataclass(frozen=True, slots=True)
class Pairs:
    """The rounds at one concurrency; the n-th of both sides ran one after the other."""

    concurrency: int
    dialoom: list[Measured] = field(default_factory=list)
    floor: list[Measured] = field(default_factory=list)

    def of(self, read: Callable[[Measured], float]) -> tuple[float, float, Ratio]:
        """Both medians, and the ratio."""
        ours, theirs = [read(one) for one in self.dialoom], [read(one) for one in self.floor]
        return statistics.median(ours), statistics.median(theirs), Ratio.of(ours, theirs)


async def measure(dialoom: Side, floor: Side, size: Size) -> list[Row]:
    for side in (dialoom, floor):
        await converse(side, *WARM_UP)
    found = [Pairs(concurrency) for _, concurrency in size.loads]
    for number in range(size.rounds):
        for pairs, (conversations, concurrency) in zip(found, size.loads, strict=True):
            order = (floor, dialoom) if number % 2 == 0 else (dialoom, floor)
            for side in order:
                measured = await converse(side, conversations, concurrency)
                (pairs.dialoom if side is dialoom else pairs.floor).append(measured)
                say(f"round {number + 1}, {concurrency} at once, {side.name}: {_line(measured)}")
    return [row for pairs in found for row in _rows(pairs)]


def _line(one: Measured) -> str:
    cpu = ", ".join(f"{name} {seconds / one.turns * 1000:.1f}" for name, seconds in one.cpu.items())
    p50, p95 = ms(one.quantile(50)), ms(one.quantile(95))
    return f"{one.rate:.1f} conversations/s, turn p50 {p50}, p95 {p95}, CPU a turn {ms(one.cpu_per_turn)} ({cpu})"


def _rows(pairs: Pairs) -> list[Row]:
    name = f"reference flow, {pairs.concurrency} at once"
    rate, floor_rate, rates = pairs.of(lambda one: one.rate)
    p50, floor_p50, p50s = pairs.of(lambda one: one.quantile(50))
    p95, floor_p95, p95s = pairs.of(lambda one: one.quantile(95))
    cpu, floor_cpu, cpus = pairs.of(lambda one: one.cpu_per_turn)
    return [
        Row(
            f"{name}: throughput",
            budget="≥ 0.9 of the floor",
            measured=_rate(rate),
            floor=_rate(floor_rate),
            ratio=str(rates),
            ok=rates.middle >= 0.9,
        ),
        Row(
            f"{name}: turn p50",
            budget="≤ 1.2 of the floor",
            measured=ms(p50),
            floor=ms(floor_p50),
            ratio=str(p50s),
            ok=p50s.middle <= 1.2,
        ),
        Row(f"{name}: turn p95", measured=ms(p95), floor=ms(floor_p95), ratio=str(p95s)),
        Row(
            f"{name}: CPU a turn, all processes",
            budget="aim ≤ 8 ms",
            measured=ms(cpu),
            floor=ms(floor_cpu),
            ratio=str(cpus),
            ok=cpu <= CPU_AIM,
        ),
        *_by_process(name, pairs),
    ]


def _by_process(name: str, pairs: Pairs) -> list[Row]:
    return [
        Row(
            f"{name}: CPU a turn, {process}",
            measured=ms(_median_cpu(pairs.dialoom, process)),
            floor=ms(_median_cpu(pairs.floor, process)),
        )
        for process in ("api", "worker", "postgresql", "temporal", "valkey")
    ]


def _median_cpu(rounds: Sequence[Measured], process: str) -> float:
    return statistics.median(one.cpu.get(process, 0.0) / one.turns for one in rounds)


def _rate(conversations: float) -> str:
    return f"{conversations:.1f} conversations/s, {conversations * 3:.0f} turns/s"
