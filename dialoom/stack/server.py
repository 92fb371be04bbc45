"""A supervised child process: started, waited for, stopped, killed and started again on the same port."""

import os
import signal
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Self

from dialoom.stack.accounts import Account
from dialoom.stack.errors import StackError
from dialoom.stack.ports import is_free

MARK = "STACK_FOLDER"  # in the environment of every child: by it the next start recognises what a killed one left
POLL = 0.02
LOG_LIMIT = 5_000_000


class Server(ABC):
    """One child in a session of its own, so that a terminal's Ctrl-C reaches only us, with its output in a log."""

    stop_signal = signal.SIGTERM
    port: int | None = None

    def __init__(self, name: str, folder: Path, *, logs: Path | None, patience: float = 30, grace: float = 10) -> None:
        self.name, self.folder = name, folder.absolute()
        self.log = (logs or self.folder.parent) / f"{name.lower()}.log"
        self.patience, self.grace = patience, grace
        self.run = self.folder.parent  # which run the child belongs to
        self._process: subprocess.Popen[bytes] | None = None

    @abstractmethod
    def _command(self) -> Sequence[str]:
        """What to run."""

    @abstractmethod
    def _ready(self) -> bool:
        """Whether it does its work by now; asked again and again."""

    def _prepare(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def _account(self) -> Account | None:
        return None

    def _environment(self) -> Mapping[str, str]:
        return os.environ

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        return self._process.pid if self._process is not None and self.alive() else None

    def alive(self) -> bool:
        """Whether the process exists."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> Self:
        """Start and wait until it answers; one that does not in time is stopped and its log quoted."""
        if not self.alive():
            self._prepare()
            self._check_port(time.monotonic() + 1)
            self._spawn()
            try:
                self._wait(time.monotonic() + self.patience)
            except BaseException:
                self.stop()
                raise
        return self

    def stop(self) -> None:
        """Ask it to end, and end it if it has not after its time of grace."""
        if self._process is None:
            return
        self._process.send_signal(self.stop_signal)
        try:
            self._process.wait(self.grace)
        except subprocess.TimeoutExpired:
            self.kill()
        self._process = None

    def kill(self) -> None:
        """End it and everything of its session at once, as a crash would."""
        if self._process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = None
        self._released(time.monotonic() + self.grace)

    def restart(self) -> Self:
        """Stop if need be and start again on the same port."""
        self.stop()
        return self.start()

    def tail(self, lines: int = 20) -> str:
        """The last words of the log."""
        if not self.log.exists():
            return ""
        with self.log.open("rb") as log:
            log.seek(max(0, self.log.stat().st_size - 16_384))
            return "\n".join(log.read().decode(errors="replace").splitlines()[-lines:])

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _check_port(self, deadline: float) -> None:
        if not self._released(deadline):
            raise StackError(self.name, f"port {self.port} is taken by another program")

    def _released(self, deadline: float) -> bool:
        """Whether the port is free by then: children with sessions of their own, as PostgreSQL's, outlive a kill by a moment."""
        while self.port is not None and not is_free(self.port):
            if time.monotonic() > deadline:
                return False
            time.sleep(POLL)
        return True

    def _spawn(self) -> None:
        account = self._account()
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".old.log"))
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env={**self._environment(), MARK: str(self.run)},
                start_new_session=True,
                user=account.user if account else None,
                group=account.group if account else None,
                extra_groups=[] if account else None,
            )

    def _wait(self, deadline: float) -> None:
        while not self._ready():
            if self._process is not None and self._process.poll() is not None:
                raise StackError(self.name, f"ended at start with code {self._process.returncode}", self.tail())
            if time.monotonic() > deadline:
                raise StackError(self.name, f"did not answer within {self.patience:.0f} s", self.tail())
            time.sleep(POLL)
