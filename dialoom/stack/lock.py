"""One run at a time over a folder: a lock that the kernel lets go when its holder dies, with a pid to name it."""

import fcntl
import os
from dataclasses import dataclass
from pathlib import Path

from dialoom.stack.errors import StackError


@dataclass(frozen=True)
class Holder:
    """Whose pid is in the lock, and whether that process still holds it."""

    pid: int
    alive: bool


class FolderLock:
    """The lock of one folder."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: int | None = None

    @property
    def held(self) -> bool:
        """Whether this object holds it."""
        return self._file is not None

    def acquire(self) -> int | None:
        """Take the lock, or say who has it; returns the pid of a holder that died without letting go."""
        self._file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        previous = _pid(self._file)
        if not _try(self._file):
            os.close(self._file)
            self._file = None
            raise StackError(str(self.path.parent), f"another run has it, process {previous}; stop that one first")
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, str(os.getpid()).encode(), 0)
        return previous

    def release(self) -> None:
        """Let go, and leave no name behind."""
        if self._file is not None:
            os.ftruncate(self._file, 0)
            os.close(self._file)
            self._file = None

    def holder(self) -> Holder | None:
        """Who is named in the lock, without taking it."""
        if not self.path.exists():
            return None
        file = os.open(self.path, os.O_RDONLY)
        try:
            pid = _pid(file)
            return None if pid is None else Holder(pid, alive=not _try(file))
        finally:
            os.close(file)


def _try(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _pid(file: int) -> int | None:
    text = os.pread(file, 32, 0).strip()
    return int(text) if text.isdigit() else None
