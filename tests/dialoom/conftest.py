"""An API in a process of its own, as `dialoom api` starts it, for what talks to it over HTTP."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr

from api.permissions import ROLES
from dialoom.stack.ports import accepts, free_port
from store.config import Database
from store.database import Store
from store.keys import Keys
from tests.dialoom.test_command_line import ROOT
from tests.dialoom.tested import FLOW


@pytest.fixture
async def here(database: Database, store: Store, workspace: UUID) -> dict[str, str]:
    """The environment of a process of this database, and of the command line that talks to it."""
    port = str(free_port())
    async with store.transaction(workspace) as session:
        made = await Keys(session, SecretStr("pepper")).add("test", sorted(ROLES["owner"]))
    urls = {f"DIALOOM_DATABASE__{name.upper()}": getattr(database, name) for name in ("url", "system_url", "owner_url")}
    return {
        **{name: url.get_secret_value() for name, url in urls.items()},
        "DIALOOM_ENCRYPTION__KEYS": json.dumps([Fernet.generate_key().decode()]),
        "DIALOOM_ENCRYPTION__PEPPER": "pepper",
        "DIALOOM_API__PORT": port,
        "DIALOOM_CLI__URL": f"http://127.0.0.1:{port}",
        "DIALOOM_CLI__KEY": made.plain.get_secret_value(),
    }


@pytest.fixture
def serving(here: dict[str, str]) -> Iterator[dict[str, str]]:
    """An API in a process of its own; there is no Temporal and no Valkey, and importing does not need them."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **here}
    process = subprocess.Popen([sys.executable, "-m", "dialoom", "api"], cwd=ROOT, env=environment)
    try:
        end = time.monotonic() + 60
        while not accepts(int(here["DIALOOM_API__PORT"])):
            assert process.poll() is None, "the API did not start"
            assert time.monotonic() < end, "the API does not answer"
            time.sleep(0.1)
        yield here
    finally:
        process.terminate()
        process.wait()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a flow is, and its tests are put."""
    (tmp_path / "flow.json").write_text(json.dumps(FLOW))
    return tmp_path
