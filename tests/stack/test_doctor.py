"""The doctor finds what is there, and says what to do about what is not."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from cryptography.fernet import Fernet

from dialoom.doctor import CHECKS, Check, examine
from dialoom.doctor_config import DoctorConfig
from dialoom.stack import Postgres, Temporal, Valkey, free_port
from dialoom.stack.greetings import who_answers

ROLES = """
create role app login; create role system login bypassrls; create role boss superuser login;
"""


@dataclass(frozen=True)
class Servers:
    """All three, running."""

    postgres: Postgres
    valkey: Valkey
    temporal: Temporal


@pytest.fixture
def servers(folder: Path) -> Iterator[Servers]:
    postgres = Postgres(folder / "postgres", durable=False)
    valkey, temporal = Valkey(folder / "valkey"), Temporal(folder / "temporal")
    with postgres, valkey, temporal:
        asyncio.run(create_roles(postgres.url()))
        yield Servers(postgres, valkey, temporal)


async def create_roles(url: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute(ROLES)
    await connection.close()


def a_config(folder: Path, **over: Any) -> DoctorConfig:
    """Addresses at which nobody answers."""
    nowhere = f"127.0.0.1:{free_port()}"
    plain = DoctorConfig(
        database_url=f"postgresql+asyncpg://app@{nowhere}/postgres",
        system_url=f"postgresql+asyncpg://system@{nowhere}/postgres",
        valkey_url=f"redis://{nowhere}/0",
        temporal_address=nowhere,
        namespace="dialoom",
        api_url=f"http://{nowhere}",
        keys=(Fernet.generate_key().decode(),),
        folder=folder,
    )
    return replace(plain, **over)


async def refused() -> tuple[str | None, str | None]:
    """Nothing listens at the owner's address."""
    raise ConnectionRefusedError("[Errno 111] Connect call failed")


def found(config: DoctorConfig) -> dict[str, Check]:
    """Examine in a thread of its own, as a program would in a process of its own."""
    with ThreadPoolExecutor(1) as pool:
        return {check.name: check for check in pool.submit(asyncio.run, examine(config)).result()}


def test_finds_real_servers_well(folder: Path, servers: Servers) -> None:
    """With everything started, only the API and the workers are missing; too mighty a role is named, and so is the setting of
    an address at which the database is not."""
    config = a_config(
        folder,
        database_url=servers.postgres.url("app", scheme="postgresql+asyncpg"),
        system_url=servers.postgres.url("system", scheme="postgresql+asyncpg"),
        valkey_url=servers.valkey.url,
        temporal_address=servers.temporal.address,
    )
    checks = found(config)
    assert {name for name, check in checks.items() if not check.ok} == {"Workers", "API"}
    assert checks["PostgreSQL"].detail.startswith("PostgreSQL 18")
    assert checks["Roles"].detail == "app and system"
    assert checks["Temporal"].detail == "namespace dialoom, history kept for 30 days"
    assert checks["Workers"].detail == "conversations: 0, deliver: 0, calls: 0"
    lost = a_config(folder, database_url=config.database_url, revisions=refused)
    checks = found(lost)
    assert "DIALOOM_DATABASE__SYSTEM_URL" in checks["Roles"].fix
    assert "DIALOOM_DATABASE__OWNER_URL" in checks["Migrations"].fix
    mighty = found(replace(config, database_url=servers.postgres.url("boss"), namespace="other"))
    assert mighty["Roles"].detail == "boss bypasses row-level security"
    assert not mighty["Temporal"].ok


def test_every_failure_comes_with_a_cure(folder: Path) -> None:
    """With nothing started, each check that fails says what to do, and none of them raises."""
    checks = found(a_config(folder, revisions=refused))
    failed = {name for name, check in checks.items() if not check.ok}
    assert failed == {"PostgreSQL", "Roles", "Migrations", "Clock", "Valkey", "Temporal", "Workers", "API"}
    assert all(bool(check.fix) != check.ok and check.detail for check in checks.values())
    assert set(checks) == set(CHECKS)


def test_the_cause_is_mended_first(folder: Path) -> None:
    """Where nothing listens, what would be asked there has no other advice: no migration, no clock, no worker would help."""
    checks = found(a_config(folder, revisions=refused))
    assert checks["PostgreSQL"].fix.startswith("Start PostgreSQL 18 or newer")
    assert {checks[name].fix for name in ("Roles", "Migrations", "Clock")} == {"Mend PostgreSQL first."}
    assert checks["Workers"].fix == "Mend Temporal first."


@pytest.mark.parametrize(
    ("keys", "detail"),
    [((), "there is none"), (("short",), "not a key: number 1"), ((Fernet.generate_key().decode(), ""), "number 2")],
)
def test_bad_keys_are_counted_not_shown(folder: Path, keys: tuple[str, ...], detail: str) -> None:
    """Which key is bad is told by its number."""
    check = found(a_config(folder, keys=keys))["Keys"]
    assert not check.ok
    assert detail in check.detail


def test_old_tables_are_named(folder: Path) -> None:
    """A database that is behind the code fails the check and tells both revisions."""

    async def revisions() -> tuple[str | None, str | None]:
        return "0001", "0002"

    check = found(a_config(folder, revisions=revisions))["Migrations"]
    assert (check.ok, check.detail) == (False, "at 0001, newest 0002")


def test_a_stale_lock_is_told_from_a_running_stack(folder: Path) -> None:
    """The lock of a killed run is a finding, with the pid it names."""
    (folder / "lock").write_text("4194000")
    check = found(a_config(folder))["Lock"]
    assert (check.ok, check.detail) == (False, "process 4194000 was killed and left its lock")


@pytest.mark.parametrize("kind", ["PostgreSQL", "Valkey", "Temporal", "API"])
async def test_a_stranger_on_our_port_is_recognised(kind: str) -> None:
    """Something that listens but answers wrongly, or not at all, is somebody else."""

    async def babble(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail.example ready\r\n")
        writer.close()

    server = await asyncio.start_server(babble, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        assert await who_answers(kind, "127.0.0.1", port) == "somebody else"
    assert await who_answers(kind, "127.0.0.1", free_port()) == "nobody"


def test_real_servers_are_recognised(folder: Path, servers: Servers) -> None:
    """Each server is itself by its first word; a stranger's port is reported as such."""

    async def ask() -> list[str]:
        places = {"PostgreSQL": servers.postgres, "Valkey": servers.valkey, "Temporal": servers.temporal}
        return [await who_answers(kind, "127.0.0.1", server.port or 0) for kind, server in places.items()]

    assert asyncio.run(ask()) == ["itself"] * 3
    check = found(a_config(folder, valkey_url=f"redis://127.0.0.1:{servers.postgres.port}/0"))["Ports"]
    assert not check.ok
    assert check.detail.startswith("another program answers at Valkey's")
