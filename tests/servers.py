"""The real servers that tests talk to: each started once a run, by whoever needs it first, and shared by all workers.

A run is a folder. A server that runs is a file in it with its address and process id, written under a lock; the process
that began the run ends them all.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from dialoom.stack.postgres import Postgres
from dialoom.stack.server import Server
from dialoom.stack.temporal import Temporal
from dialoom.stack.valkey import Valkey

RUN = "TEST_RUN_OF_DIALOOM"  # where workers find the folder: the environment is what they inherit
GRACE = 10.0
_ours: list[Server] = []  # kept, or Python complains of children that outlive their handle


@dataclass(frozen=True)
class Shared:
    """A server as other processes know it."""

    address: str
    pid: int
    stop_signal: int


class Run:
    """One run of pytest, whatever the number of its workers."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @classmethod
    def begin(cls) -> Run:
        folder = Path(tempfile.mkdtemp(prefix="dialoom-test-"))
        folder.chmod(0o755)  # so that the account that PostgreSQL runs as can pass
        os.environ[RUN] = str(folder)
        return cls(folder)

    @classmethod
    def joined(cls) -> Run:
        return cls(Path(os.environ[RUN]))

    def address(self, name: str, start: Callable[[Path], Shared]) -> str:
        """Where this server is; ``start`` is called in a folder of its own if nobody has started it yet."""
        known = self._folder / f"{name}.server"
        with (self._folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not known.exists():
                folder = self._folder / name
                folder.mkdir()
                known.write_text(json.dumps(asdict(_started(start, folder))))
        return Shared(**json.loads(known.read_text())).address

    def end(self) -> None:
        """End what anybody started, and forget the run."""
        servers = [Shared(**json.loads(file.read_text())) for file in self._folder.glob("*.server")]
        for server in servers:
            _signal(server.pid, server.stop_signal)
        for server in servers:
            _see_off(server.pid)
        shutil.rmtree(self._folder, ignore_errors=True)
        del os.environ[RUN]


def start_postgres(folder: Path) -> Shared:
    """PostgreSQL as `dialoom up` starts it, but without safety against crashes; the address ends with the port."""
    server = Postgres(folder / "data", durable=False).start()
    return _shared(server, server.url().rpartition("/")[0])


def start_valkey(folder: Path) -> Shared:
    server = Valkey(folder / "data").start()
    return _shared(server, server.url)


def start_temporal(folder: Path) -> Shared:
    """The development server, in memory, with the product's own namespace; the address is host:port."""
    server = Temporal(folder / "data").start()
    return _shared(server, server.address)


def _started(start: Callable[[Path], Shared], folder: Path) -> Shared:
    before = len(_ours)
    try:
        return start(folder)
    except BaseException:
        for server in _ours[before:]:
            server.stop()
        raise


def _shared(server: Server, address: str) -> Shared:
    _ours.append(server)
    assert server.pid is not None
    return Shared(address, server.pid, server.stop_signal)


def _see_off(pid: int) -> None:
    deadline = time.monotonic() + GRACE
    while _runs(pid):
        if time.monotonic() > deadline:
            _signal(pid, signal.SIGKILL)
        time.sleep(0.02)


def _runs(pid: int) -> bool:
    for server in _ours:
        server.alive()  # takes a dead child out of the process table
    return _signal(pid, 0)


def _signal(pid: int, number: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(pid, number)
        return True
    return False
