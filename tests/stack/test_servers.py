"""Each server for real: start, stop, kill, start again."""

import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import asyncpg
import pytest
import redis.asyncio as redis

from dialoom.stack import Postgres, Server, StackError, Temporal, Valkey
from dialoom.stack.ports import accepts, free_port
from dialoom.stack.wheels import script

MAKERS: dict[str, Callable[[Path, int], Server]] = {
    "postgres": lambda folder, port: Postgres(folder / "postgres", durable=False, port=port),
    "valkey": lambda folder, port: Valkey(folder / "valkey", port=port),
    "temporal": lambda folder, port: Temporal(folder / "temporal", port=port),
}


@pytest.mark.parametrize("kind", MAKERS)
def test_comes_back_on_its_port_after_a_stop_and_after_a_crash(folder: Path, kind: str) -> None:
    """A server listens again where it listened before, however it ended."""
    port = free_port()
    with MAKERS[kind](folder, port) as server:
        first = server.pid
        assert server.alive()
        assert accepts(port)
        server.kill()
        assert not server.alive()
        assert not accepts(port)
        assert server.start().pid != first
        assert server.restart().alive()
        assert accepts(port)
    assert server.pid is None
    assert not accepts(port)


@pytest.mark.parametrize("kind", MAKERS)
def test_says_why_it_cannot_start(folder: Path, kind: str) -> None:
    """A server whose port is taken fails at once and names the port."""
    with socket.socket() as rival:
        rival.bind(("127.0.0.1", 0))
        rival.listen()
        server = MAKERS[kind](folder, rival.getsockname()[1])
        with pytest.raises(StackError, match=f"{server.name}: port {server.port} is taken"):
            server.start()
    assert server.pid is None


async def test_postgres_keeps_what_was_committed_before_a_crash(folder: Path) -> None:
    """Durable data survive a SIGKILL, and a database is created only once."""
    with Postgres(folder / "postgres") as server:
        server.create_database("demo")
        server.create_database("demo")
        await execute(server, "create table kept as select 1 as one")
        server.kill()
        server.start()
        connection = await asyncpg.connect(server.url(database="demo"))
        assert await connection.fetchval("select one from kept") == 1
        assert connection.get_server_version().major == 18
        await connection.close()


async def execute(server: Postgres, statement: str) -> None:
    connection = await asyncpg.connect(server.url(database="demo"))
    await connection.execute(statement)
    await connection.close()


def test_postgres_recovers_from_a_note_that_names_a_stranger(folder: Path) -> None:
    """A stale postmaster.pid whose number belongs to another process by now does not keep the server from starting."""
    with Postgres(folder / "postgres", durable=False) as server:
        note = (server.folder / "postmaster.pid").read_text()
    (server.folder / "postmaster.pid").write_text(note.replace(note.split()[0], "1", 1))
    with server:
        assert server.alive()


def test_postgres_starts_over_after_a_first_start_that_was_killed(folder: Path) -> None:
    """Half a cluster, left by a killed initdb, is not taken for a whole one."""
    (folder / "postgres.new").mkdir()
    (folder / "postgres.new" / "PG_VERSION").write_text("18\n")
    with Postgres(folder / "postgres", durable=False) as server:
        assert server.alive()


def test_postgres_refuses_data_of_another_version(folder: Path) -> None:
    """Data of an older PostgreSQL are named, not touched."""
    (folder / "postgres").mkdir()
    (folder / "postgres" / "PG_VERSION").write_text("17\n")
    with pytest.raises(StackError, match="version 17"):
        Postgres(folder / "postgres").start()


async def test_valkey_answers_clients(folder: Path) -> None:
    """An ordinary client can use the address as it is."""
    with Valkey(folder / "valkey") as server:
        client = redis.Redis.from_url(server.url)
        assert await client.set("a", "b")
        await client.aclose()


def test_temporal_ignores_what_the_account_set_for_other_servers(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Variables and files that point the command-line tool elsewhere do not reach our server."""
    monkeypatch.setenv("TEMPORAL_ADDRESS", "127.0.0.1:1")
    monkeypatch.setenv("HOME", str(folder / "postgres.log" / "not a folder"))
    with Temporal(folder / "temporal") as server:
        assert server.alive()


def test_temporal_has_our_namespace_with_a_month_of_history(folder: Path) -> None:
    """The namespace keeps closed conversations for 30 days, after a restart on the same file too."""
    with Temporal(folder / "temporal", db_filename=folder / "temporal" / "temporal.db") as server:
        assert "720h" in retention(server)
        server.kill()
        server.start()
        assert "720h" in retention(server)


def retention(server: Temporal) -> str:
    words = ["operator", "namespace", "describe", "-n", "dialoom", "--address", server.address]
    found = subprocess.run([script("temporal"), *words], check=True, capture_output=True, text=True).stdout
    return next(line for line in found.splitlines() if "RetentionTtl" in line)
