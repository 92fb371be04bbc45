"""The whole of Dialoom as processes that can be killed: its servers, the API, one worker, and Telegram."""

import os
import random
import signal
import sys
from contextlib import suppress
from pathlib import Path

from cryptography.fernet import Fernet

from dialoom.bootstrap import Credentials
from dialoom.stack import Addresses, Postgres, Program, Server, Temporal, Valkey, http_answers, is_free
from dialoom.up import database_of, environment_of

ROOT = Path(__file__).parents[2]
PORTS = range(20_000, 32_000)  # below those of outgoing connections: one of them could take the port of a dead server
TOKEN = "7:simulated"
WORKER = {"DIALOOM_WORKER__SENDS_AT_ONCE": "1", "DIALOOM_WORKER__LEASE": "PT6S"}


class System:
    """``mortal`` are the processes that get killed, in the order in which it is their turn."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.credentials = Credentials(folder / "credentials.json", Fernet.generate_key().decode(), "pepper")
        database, valkey, temporal, telegram, api = free_ports(5)
        logs, file = folder / "logs", folder / "temporal" / "temporal.db"
        self.postgres = Postgres(folder / "postgres", durable=True, port=database, logs=logs)
        self.valkey = Valkey(folder / "valkey", port=valkey, logs=logs)
        self.temporal = Temporal(file.parent, db_filename=file, port=temporal, logs=logs)
        self.addresses = Addresses(
            database, self.valkey.url, self.temporal.address, "http://127.0.0.1", self.temporal.namespace, api
        )
        self.database, self.telegram_url = database_of(self.addresses), f"http://127.0.0.1:{telegram}"
        options = ("--port", str(telegram), "--token", TOKEN, "--retry-for", "120")
        self.telegram = self._program("telegram", "tests.simulators.telegram", *options)
        self.api, self.worker = self._program("api", "dialoom", "api"), self._program("worker", "dialoom", "worker")
        self.mortal: tuple[Server, ...] = (self.worker, self.api, self.temporal, self.postgres)

    def start_servers(self) -> None:
        for server in (self.postgres, self.valkey, self.temporal, self.telegram):
            server.start()
        self.postgres.create_database("dialoom")

    def start_programs(self) -> None:
        """Once the database has its tables."""
        for program in (self.api, self.worker):
            program.start()

    def stop(self) -> None:
        for server in (*self.mortal, self.telegram, self.valkey):
            kill(server)

    def last_words(self) -> str:
        return "\n".join(f"--- {server.name}\n{server.tail(12)}" for server in self.mortal)

    def _program(self, name: str, module: str, *options: str) -> Program:
        settings = {**environment_of(self.addresses, self.credentials), **WORKER}
        answers = {"api": f"{self.addresses.api_url}/health", "telegram": f"{self.telegram_url}/sim/stats"}
        return Program(
            name,
            (sys.executable, "-m", module, *options),
            self.folder,
            environment={**settings, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
            ready=http_answers(answers[name]) if name in answers else None,
        )


def kill(server: Server) -> None:
    """SIGKILL, for the process and then for its children: those of PostgreSQL lead sessions of their own."""
    children = _children(server.pid) if server.pid else []
    server.kill()
    for child in children:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)


def free_ports(count: int) -> list[int]:
    ports = (port for port in random.sample(PORTS, len(PORTS)) if is_free(port))
    return [next(ports) for _ in range(count)]


def _children(pid: int) -> list[int]:
    known = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in known.read_text().split()] if known.exists() else []
