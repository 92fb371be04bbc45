"""One system for the tests of this folder: started from nothing, with the reference flow published and Telegram connected."""

import asyncio
import json
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from dialoom.bootstrap import ensure_workspace
from store.migrate import prepare
from tests.faults.records import Records
from tests.faults.system import ROOT, TOKEN, System

REFERENCE: dict[str, Any] = json.loads((ROOT / "examples" / "reference.json").read_text())


@pytest.fixture(scope="module")
def system() -> Iterator[System]:
    folder = Path(tempfile.mkdtemp(prefix="dialoom-faults-"))
    folder.chmod(0o755)  # so that the account that PostgreSQL runs as can pass
    system = System(folder)
    try:
        system.start_servers()
        asyncio.run(_prepare(system))
        yield system
    finally:
        system.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
async def telegram(system: System) -> AsyncIterator[httpx.AsyncClient]:
    """The hands of people at Telegram; while the API is down they wait long for a message to be taken."""
    limits = httpx.Limits(max_connections=100)
    async with httpx.AsyncClient(base_url=system.telegram_url, trust_env=False, timeout=150, limits=limits) as client:
        yield client


@pytest.fixture
def records(system: System) -> Records:
    return Records(system.postgres.url(database="dialoom"))


async def _prepare(system: System) -> None:
    await prepare(system.database)
    system.credentials = await ensure_workspace(system.database, system.credentials)
    await asyncio.to_thread(system.start_programs)
    headers = {"Authorization": f"Bearer {system.credentials.api_key}"}
    url = f"{system.addresses.api_url}/api/v1"
    async with httpx.AsyncClient(base_url=url, headers=headers, trust_env=False, timeout=60) as api:
        config = {"token": TOKEN, "api": system.telegram_url}
        await _post(api, "/channels", {"kind": "telegram", "name": "Tea house", "config": config})
        flow = await _post(api, "/flows/import", {"key": "reference", "document": REFERENCE})
        await _post(api, f"/flows/{flow['id']}/publish", {"note": "for the fault test"})


async def _post(api: httpx.AsyncClient, path: str, body: Any) -> Any:
    answer = await api.post(path, json=body)
    assert answer.is_success, answer.text
    return answer.json()
