"""Our own processes, the API and the worker, as supervised children."""

import os
import sys
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from http.client import HTTPException
from pathlib import Path

from dialoom.stack.server import Server

CHECKOUT = Path(__file__).parents[2]


class Program(Server):
    """Any command that runs until it is stopped."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        folder: Path,
        *,
        environment: Mapping[str, str] | None = None,
        ready: Callable[[], bool] | None = None,
        logs: Path | None = None,
        patience: float = 60,
        grace: float = 15,
    ) -> None:
        super().__init__(name, folder / name.lower(), logs=logs or folder / "logs", patience=patience, grace=grace)
        self._words, self._variables, self._is_ready = tuple(command), dict(environment or {}), ready

    def _prepare(self) -> None:
        self.folder.parent.mkdir(parents=True, exist_ok=True)

    def _command(self) -> Sequence[str]:
        return self._words

    def _environment(self) -> Mapping[str, str]:
        return {**os.environ, **self._variables}

    def _ready(self) -> bool:
        return self._is_ready() if self._is_ready else self.alive()


def our_program(
    command: str, folder: Path, environment: Mapping[str, str], *, ready: Callable[[], bool] | None = None
) -> Program:
    """`python -m dialoom COMMAND` on this checkout, with these settings."""
    paths = [str(CHECKOUT), *filter(None, [os.environ.get("PYTHONPATH")])]
    variables = {"PYTHONUNBUFFERED": "1", **environment, "PYTHONPATH": os.pathsep.join(paths)}
    words = (sys.executable, "-m", "dialoom", command)
    return Program(command, words, folder, environment=variables, ready=ready)


def http_answers(url: str) -> Callable[[], bool]:
    """A readiness test: GET on this address gives a success."""
    return partial(_answers, url)


def _answers(url: str) -> bool:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # no proxy knows this machine
    try:
        with direct.open(url, timeout=2):
            return True
    except (HTTPException, OSError):
        return False
