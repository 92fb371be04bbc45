"""The servers that both sides stand on, and the two sides: each an API process and a worker process, and its Telegram."""

import json
import secrets
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import httpx

from bench.floor_tables import make_tables
from bench.provider import Provider
from dialoom.bootstrap import Credentials, ensure_workspace
from dialoom.stack import Addresses, Postgres, Program, Server, Temporal, Valkey, free_port, http_answers, our_program
from dialoom.stack.program import CHECKOUT
from dialoom.up import database_of, environment_of
from store.migrate import prepare

REFERENCE: dict[str, Any] = json.loads((CHECKOUT / "examples" / "reference.json").read_text())


@dataclass
class Ground:
    """PostgreSQL with its usual durability, Temporal on disk as `make up` starts it, and Valkey."""

    folder: Path
    postgres: Postgres
    temporal: Temporal
    valkey: Valkey

    def __post_init__(self) -> None:
        self.servers: list[Server] = [self.postgres, self.temporal, self.valkey]

    @classmethod
    def prepared(cls) -> Self:
        folder = Path(tempfile.mkdtemp(prefix="dialoom-bench-"))
        folder.chmod(0o711)  # PostgreSQL passes it under another account when we are root
        logs = folder / "logs"
        return cls(
            folder,
            Postgres(folder / "postgres", logs=logs),
            Temporal(folder / "temporal", db_filename=folder / "temporal" / "temporal.db", logs=logs),
            Valkey(folder / "valkey", logs=logs),
        )

    def __enter__(self) -> Self:
        for server in self.servers:
            server.start()
        self.postgres.create_database("dialoom")
        self.postgres.create_database("floor")
        return self

    def __exit__(self, *_: object) -> None:
        for server in reversed(self.servers):
            server.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def pids(self) -> dict[str, int]:
        return {server.name.lower(): server.pid for server in self.servers if server.pid}


@dataclass
class Side:
    """One of the two bots, running. ``costs`` are the processes whose CPU time is counted for it."""

    name: str
    provider: Provider
    api: Program
    worker: Program
    shared: Mapping[str, int]
    start: str = "start"
    made: dict[str, Any] = field(default_factory=dict)

    @property
    def costs(self) -> dict[str, int]:
        own = {"api": self.api.pid, "worker": self.worker.pid}
        return {**self.shared, **{name: pid for name, pid in own.items() if pid}}


@asynccontextmanager
async def floor(ground: Ground, **over: str) -> AsyncIterator[Side]:
    provider = Provider("2:floor")
    await provider.start()
    database = ground.postgres.url(database="floor", scheme="postgresql+asyncpg")
    await make_tables(database)
    port = free_port()
    provider.hook, provider.secret = f"http://127.0.0.1:{port}/hook", secrets.token_urlsafe(32)
    environment = {
        "FLOOR_DATABASE": database,
        "FLOOR_TEMPORAL": f"{ground.temporal.address}/{ground.temporal.namespace}",
        "FLOOR_SECRET": provider.secret,
        "FLOOR_SEND": f"{provider.api}/bot{provider.token}/sendMessage",
        "PYTHONPATH": str(CHECKOUT),
        **over,
    }

    def program(name: str, words: tuple[str, ...], ready: Callable[[], bool]) -> Program:
        command = (sys.executable, "-m", *words)
        return Program(f"floor-{name}", command, ground.folder, environment=environment, ready=ready)

    api = program("api", ("bench.floor_hook", str(port)), http_answers(f"http://127.0.0.1:{port}/health"))
    worker = program("worker", ("bench.floor_worker",), lambda: "worker: ready" in worker.tail())
    shared = {name: pid for name, pid in ground.pids.items() if name != "valkey"}
    async with _running(api, worker):
        yield Side("floor", provider, api, worker, shared)


@asynccontextmanager
async def dialoom(ground: Ground, **over: str) -> AsyncIterator[Side]:
    provider = Provider("1:dialoom")
    await provider.start()
    server = ground.temporal
    addresses = Addresses(
        ground.postgres.port, ground.valkey.url, server.address, "http://127.0.0.1:1", server.namespace, free_port()
    )
    database = database_of(addresses)
    await prepare(database)
    credentials = await ensure_workspace(database, Credentials.of(ground.folder))
    # one conversation takes a thousand turns in a row here, as no person would
    environment = {**environment_of(addresses, credentials), "DIALOOM_WORKER__LOOP_MESSAGES": "0", **over}
    api = our_program("api", ground.folder, environment, ready=http_answers(f"{addresses.api_url}/health"))
    worker = our_program("worker", ground.folder, environment, ready=lambda: "worker: ready" in worker.tail())
    async with _running(api, worker):
        headers = {"Authorization": f"Bearer {credentials.api_key}"}
        async with httpx.AsyncClient(base_url=f"{addresses.api_url}/api/v1", headers=headers, timeout=60) as client:
            await publish(client, "reference", REFERENCE)
            config = {"token": provider.token, "api": provider.api}
            await _post(client, "/channels", {"kind": "telegram", "name": "Bench", "config": config})
            yield Side("dialoom", provider, api, worker, ground.pids, made={"client": client})


async def publish(client: httpx.AsyncClient, key: str, document: Mapping[str, Any]) -> None:
    """Through the API, as anybody would."""
    made = await _post(client, "/flows/import", {"key": key, "document": document})
    await _post(client, f"/flows/{made['id']}/publish", {"note": "for the benchmark"})


async def _post(client: httpx.AsyncClient, path: str, body: Any) -> Any:
    answer = await client.post(path, json=body)
    if answer.is_error:
        raise RuntimeError(f"{path}: {answer.status_code} {answer.text}")
    return answer.json()


@asynccontextmanager
async def _running(*programs: Program) -> AsyncIterator[None]:
    async with AsyncExitStack() as stack:
        for program in programs:
            program.start()
            stack.callback(program.stop)
        yield
