"""``python -m bench``: measures against the budgets and prints the table. About ten minutes; ``--quick`` takes two."""

import argparse
import asyncio
import gc
import os
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import uvloop

from bench import acknowledge, clone, growth, idle, pure, reference
from bench.ground import Ground, dialoom, floor
from bench.report import Row, keep, machine, say, table

PARTS = ("pure", "reference", "hook", "growth", "idle")


@dataclass(frozen=True, slots=True)
class Sizes:
    reference: reference.Size
    advances: int
    hook: tuple[float, int]  # seconds, rounds
    past: int
    batches: int
    idle: int
    wakes: int


QUICK = Sizes(reference.Size(2, 20, 100), 200, (3, 1), 100, 4, 200, 10)
USUAL = Sizes(reference.Size(5, 60, 400), 1000, (10, 3), 1000, 15, 2_000, 30)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes: shows that it works, proves little")
    parser.add_argument("--full", action="store_true", help="10,000 idle conversations instead of 2,000")
    parser.add_argument("--clone", action="store_true", help="also from a clean clone to the first reply; downloads")
    parser.add_argument("--rounds", type=int, help="how often the reference flow is measured on each side")
    parser.add_argument("--only", choices=PARTS, action="append", help="measure only this part; may be repeated")
    given = parser.parse_args()
    head = machine()
    rows = uvloop.run(_measure(given))
    text = f"{head}{', quick' if given.quick else ''}\n\n{table(rows)}\n"
    print(text, flush=True)
    say(f"kept in {keep(text)}")
    return 0


async def _measure(given: argparse.Namespace) -> list[Row]:
    sizes = QUICK if given.quick else USUAL
    size = sizes.reference
    size = reference.Size(given.rounds or size.rounds, size.alone, size.crowd)
    parts: Sequence[str] = given.only or PARTS
    rows: list[Row] = []
    if "pure" in parts:
        rows += await _timed("pure", lambda: asyncio.to_thread(pure.measure, sizes.advances))
    if {"reference", "hook", "growth"} & set(parts):
        rows += await _timed("both sides", lambda: _both(parts, sizes, size))
    if "idle" in parts:
        rows += await _timed("idle", lambda: _idle(10_000 if given.full else sizes.idle, sizes.wakes))
    if given.clone:
        rows += await _timed("clone", clone.measure)
    return rows


async def _both(parts: Sequence[str], sizes: Sizes, size: reference.Size) -> list[Row]:
    rows: list[Row] = []
    with Ground.prepared() as ground:
        async with floor(ground) as theirs, dialoom(ground) as ours:
            if "reference" in parts:
                rows += await reference.measure(ours, theirs, size)
            if "hook" in parts:
                rows += await acknowledge.measure(ours, theirs, *sizes.hook)
            if "growth" in parts:
                rows += await growth.measure(ours, sizes.past, sizes.batches)
    return rows


async def _idle(many: int, wakes: int) -> list[Row]:
    with Ground.prepared() as ground:
        return await idle.measure(ground, many, wakes)


async def _timed(what: str, measure: Callable[[], Awaitable[list[Row]]]) -> list[Row]:
    began = time.perf_counter()
    rows = await measure()
    say(f"{what}: measured in {time.perf_counter() - began:.0f} s")
    return rows


if __name__ == "__main__":
    code = main()
    gc.collect()
    sys.stdout.flush()
    os._exit(code)  # a Temporal client may abort a clean exit: see dialoom.run_main
