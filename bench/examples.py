"""``advance`` on every turn of the flow tests in ``examples/``: each of these flows within the budget of a turn."""

import gc
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import engine.simulator
from bench.report import Row
from dialoom.flow_tests import run_files
from engine import Event, Flows, Session, Turn, World, advance
from nodes import node_types

EXAMPLES = Path(__file__).parents[1] / "examples"
BUDGET = 150e-6
BATCHES = 9


class Taken(NamedTuple):
    """The arguments of one ``advance``."""

    flows: Flows
    session: Session
    event: Event
    world: World


def measure(repeats: int) -> list[Row]:
    """CPU seconds of a turn: the mean over all turns of a flow's tests, and of its dearest turn, each a median of batches."""
    return [_row(path.name.removesuffix(".tests.json"), _turns(path), repeats) for path in sorted(_files())]


def _files() -> Iterator[Path]:
    return EXAMPLES.glob("*.tests.json")


def _row(name: str, turns: list[Taken], repeats: int) -> Row:
    for turn in turns:
        advance(*turn)
    gc.collect()
    rounds = max(1, repeats // len(turns))
    costs = [_cost(turn, rounds) for turn in turns]
    mean, most = statistics.fmean(costs), max(costs)
    measured = f"{mean * 1e6:.0f} µs, dearest of {len(turns)} turns {most * 1e6:.0f} µs"
    return Row(f"advance on examples/{name}.json", budget="≤ 150 µs a turn", measured=measured, ok=mean <= BUDGET)


def _cost(turn: Taken, rounds: int) -> float:
    return statistics.median(_timed(turn, rounds) for _ in range(BATCHES))


def _timed(turn: Taken, rounds: int) -> float:
    began = time.process_time()
    for _ in range(rounds):
        advance(*turn)
    return (time.process_time() - began) / rounds


def _turns(path: Path) -> list[Taken]:
    """What the engine was asked while the tests of this file ran."""
    with _listening() as turns:
        for suite in run_files([path], node_types()):
            assert not suite.failed, path
    return turns


@contextmanager
def _listening() -> Iterator[list[Taken]]:
    turns: list[Taken] = []

    def overheard(flows: Flows, session: Session, event: Event, world: World) -> Turn:
        turns.append(Taken(flows, session, event, world))
        return advance(flows, session, event, world)

    engine.simulator.advance = overheard  # type: ignore[attr-defined]
    try:
        yield turns
    finally:
        engine.simulator.advance = advance  # type: ignore[attr-defined]
