"""Processes that a killed run left behind: found by who started them, and ended."""

import os
import signal
import subprocess
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from dialoom.stack.server import MARK, POLL

PROC = Path("/proc")


def command_line(pid: int) -> str:
    """How a running process was called, or nothing."""
    if PROC.exists():
        return _read(PROC / str(pid) / "cmdline").replace("\0", " ")
    command = ["/bin/ps", "-ww", "-o", "command=", "-p", str(pid)]
    return subprocess.run(command, check=False, capture_output=True, text=True).stdout


def leftovers(folder: Path, recorded: Iterable[int]) -> set[int]:
    """What still runs for this folder: processes we marked, and recorded ones whose command names the folder."""
    marked = {pid for pid in _all() if f"{MARK}={folder}" in _read(PROC / str(pid) / "environ").split("\0")}
    known = {pid for pid in recorded if str(folder) in command_line(pid)}
    return (marked | known) - {os.getpid()}


def end(pids: Iterable[int], number: signal.Signals = signal.SIGINT, grace: float = 10) -> None:
    """Ask processes to end and, once their time of grace is over, end those that stayed."""
    left, deadline = set(pids), time.monotonic() + grace
    leaders = {pid for pid in left if _leads(pid)}
    _signal(leaders or left, number)
    while (left := {pid for pid in left if _runs(pid)}) and time.monotonic() < deadline:
        time.sleep(POLL)
        if not leaders & left:
            _signal(left, signal.SIGTERM)
    _signal(left, signal.SIGKILL)


def _signal(pids: Iterable[int], number: signal.Signals) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, number)


def _leads(pid: int) -> bool:
    with suppress(ProcessLookupError):
        return os.getsid(pid) == pid
    return False


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return ") Z" not in _read(PROC / str(pid) / "stat")


def _all() -> Iterator[int]:
    return (int(entry.name) for entry in (PROC.iterdir() if PROC.exists() else ()) if entry.name.isdigit())


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode(errors="replace")
    except OSError:
        return ""
