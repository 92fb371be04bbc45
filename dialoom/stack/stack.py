"""All servers of one folder, as `dialoom up` starts them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from dialoom.stack.accounts import reachable, servant, shelter
from dialoom.stack.errors import StackError
from dialoom.stack.lock import FolderLock
from dialoom.stack.orphans import end, leftovers
from dialoom.stack.ports import HOST, choose
from dialoom.stack.postgres import Postgres
from dialoom.stack.progress import Progress
from dialoom.stack.server import Server
from dialoom.stack.state import State
from dialoom.stack.temporal import Temporal
from dialoom.stack.valkey import Valkey

DATABASE = "dialoom"
PREFERRED = {"postgres": 55432, "valkey": 56379, "temporal": 7233, "temporal_ui": 8233, "api": 8000}


@dataclass(frozen=True)
class Addresses:
    """Where everything listens."""

    postgres_port: int
    valkey_url: str
    temporal_address: str
    temporal_ui_url: str
    namespace: str
    api_port: int

    def postgres_url(self, user: str, database: str = DATABASE, scheme: str = "postgresql") -> str:
        """The database's address for one role; the server trusts connections from this machine."""
        return f"{scheme}://{user}@{HOST}:{self.postgres_port}/{database}"

    @property
    def api_url(self) -> str:
        """Where the API is to be served."""
        return f"http://{HOST}:{self.api_port}"


class Stack:
    """PostgreSQL, Valkey and Temporal under one folder; stopping or a crash leaves the data for the next start."""

    def __init__(
        self, folder: Path, *, durable: bool = True, namespace: str = "dialoom", wanted: Mapping[str, int] | None = None
    ) -> None:
        self.folder, self.durable, self.namespace = folder.absolute(), durable, namespace
        self._wanted = dict(wanted or {})
        self.servers: list[Server] = []
        self._lock = FolderLock(self.folder / "lock")
        self._file = self.folder / "state.json"
        self._state = State()

    def start(self, progress: Progress) -> Addresses:
        """Start all servers, on the ports that are wanted, or those of last time if they are free; nothing stays if one of
        them fails."""
        self.servers.clear()
        self._open(progress)
        try:
            ports = self._choose_ports(progress)
            addresses = self._build(ports, progress)
            for server in self.servers:
                self._start(server, progress)
            self._create_database()
        except BaseException:
            self.stop()
            raise
        return addresses

    def adopt(self, server: Server) -> None:
        """Count one more child as part of this run: stopped with it, and found by the next start after a crash."""
        server.run = self.folder
        self.servers.append(server)

    def record(self) -> None:
        """Write down which processes run now."""
        self._state.pids = {server.name: server.pid for server in self.servers if server.pid is not None}
        self._state.save(self._file)

    def stop(self, progress: Progress | None = None) -> None:
        """Stop everything in reverse order; the data stay."""
        for server in reversed(self.servers):
            if progress is None or not server.alive():
                server.stop()
                continue
            with progress.step(f"Stopping {server.name}"):
                server.stop()
        if self._lock.held:
            self.record()
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _open(self, progress: Progress) -> None:
        try:
            self._make_folder()
            dead = self._lock.acquire()
            self._state = State.load(self._file)
        except PermissionError as error:
            raise StackError(str(self.folder), f"is not ours to write ({error}); start as its owner") from error
        if dead is not None:
            progress.say(f"The last run, process {dead}, did not stop in order; recovering.")
        self._end_leftovers(progress)

    def _make_folder(self) -> None:
        if not self.folder.exists():
            self.folder.mkdir(parents=True)
            self.folder.chmod(0o711)  # PostgreSQL passes it under another account when we are root
        (self.folder / "logs").mkdir(exist_ok=True, mode=0o700)

    def _end_leftovers(self, progress: Progress) -> None:
        left = leftovers(self.folder, self._state.pids.values())
        if left:
            with progress.step("Stopping what the last run left") as step:
                step.note = f"{len(left)} processes"
                end(left)

    def _choose_ports(self, progress: Progress) -> dict[str, int]:
        ports: dict[str, int] = {}
        for name, preferred in PREFERRED.items():
            last = self._wanted.get(name) or self._state.ports.get(name, preferred)
            others = (port for other, port in self._wanted.items() if other != name)
            ports[name] = choose((last, preferred), {*ports.values(), *others})
            if ports[name] != last and name in self._wanted:
                raise StackError(name, f"port {last}, which is wanted for it, is taken")
            if ports[name] != last:
                progress.say(f"Port {last} is taken; {name} gets {ports[name]}.")
        self._state.ports = ports
        self._state.save(self._file)
        return ports

    def _build(self, ports: dict[str, int], progress: Progress) -> Addresses:
        logs, data = self.folder / "logs", self._postgres_data(progress)
        postgres = Postgres(data, durable=self.durable, port=ports["postgres"], logs=logs)
        valkey = Valkey(self.folder / "valkey", port=ports["valkey"], logs=logs)
        temporal = Temporal(
            self.folder / "temporal",
            db_filename=self.folder / "temporal" / "temporal.db" if self.durable else None,
            port=ports["temporal"],
            ui_port=ports["temporal_ui"],
            namespace=self.namespace,
            logs=logs,
        )
        for server in (postgres, valkey, temporal):
            self.adopt(server)
        ui = temporal.ui_url or ""
        return Addresses(postgres.port, valkey.url, temporal.address, ui, self.namespace, ports["api"])

    def _postgres_data(self, progress: Progress) -> Path:
        """Beside the rest, unless PostgreSQL's account cannot get there; then the same other place every time."""
        data = Path(self._state.postgres_data or self.folder / "postgres")
        if not reachable(servant(data), data):
            data = shelter("dialoom", self.folder) / "postgres"
            progress.say(f"PostgreSQL runs as another account and cannot pass {self.folder}: its data are in {data}.")
        self._state.postgres_data = str(data)
        return data

    def _create_database(self) -> None:
        for server in self.servers:
            if isinstance(server, Postgres):
                server.create_database(DATABASE)

    def _start(self, server: Server, progress: Progress) -> None:
        with progress.step(f"Starting {server.name}") as step:
            server.start()
            self.record()
            step.note = f"{HOST}:{server.port}"
