"""What processes cost, read from /proc: CPU seconds and memory of a program and everything it started."""

import os
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


def cpu_seconds(roots: Mapping[str, int]) -> dict[str, float]:
    """By name of the program: its own time, that of its living descendants, and that of children it has waited for."""
    stats = _all()
    children: defaultdict[int, list[int]] = defaultdict(list)
    for pid, fields in stats.items():
        children[int(fields[1])].append(pid)
    return {name: sum(_ticks(stats[pid]) for pid in _family(root, children)) / TICK for name, root in roots.items()}


def resident_bytes(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE


def _all() -> dict[int, list[str]]:
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                # The name is in brackets and may contain anything; state and parent follow it.
                found[int(entry.name)] = (entry / "stat").read_text().rpartition(") ")[2].split()
            except OSError:
                continue
    return found


def _family(root: int, children: Mapping[int, list[int]]) -> list[int]:
    found = [root]
    for pid in found:
        found.extend(children.get(pid, ()))
    return found


def _ticks(fields: list[str]) -> int:
    """utime, stime, cutime and cstime."""
    return sum(int(field) for field in fields[11:15])
