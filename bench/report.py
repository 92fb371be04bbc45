"""The table that ``make bench`` prints: what, budget, measured, floor, ratio, ok."""

import os
import platform
import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

RESULTS = Path(__file__).parent / "results"
HEAD = ("what", "budget", "measured", "floor", "ratio", "ok")


@dataclass(frozen=True, slots=True)
class Row:
    """``ok`` is None where nothing is promised."""

    what: str
    measured: str
    budget: str = ""
    floor: str = ""
    ratio: str = ""
    ok: bool | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        word = {None: "", True: "yes", False: "**no**"}[self.ok]
        return (self.what, self.budget, self.measured, self.floor, self.ratio, word)


@dataclass(frozen=True, slots=True)
class Ratio:
    """Ours to theirs, of each pair of rounds that ran one after the other; the median counts."""

    pairs: Sequence[float]

    @classmethod
    def of(cls, ours: Sequence[float], theirs: Sequence[float]) -> "Ratio":
        return cls([one / other for one, other in zip(ours, theirs, strict=True)])

    @property
    def middle(self) -> float:
        return statistics.median(self.pairs)

    def __str__(self) -> str:
        return f"{self.middle:.2f} ({min(self.pairs):.2f}-{max(self.pairs):.2f})"


def table(rows: Sequence[Row]) -> str:
    cells = [HEAD, tuple("---" for _ in HEAD), *(row.cells for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in cells)


def machine() -> str:
    """Where it was measured, as far as it explains the numbers."""
    name = next((line.split(":")[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), "")
    load = os.getloadavg()[0]
    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores ({name or platform.machine()}), "
        f"Python {platform.python_version()}, load before the start {load:.1f}"
    )


def say(text: str) -> None:
    """Progress: beside the table, which alone goes to the standard output."""
    print(text, file=sys.stderr, flush=True)


def keep(text: str) -> Path:
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / "latest.md"
    path.write_text(text)
    return path


def ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


def _lines(path: str) -> list[str]:
    file = Path(path)
    return file.read_text().splitlines() if file.exists() else []
