"""What `dialoom up` asks of its API at every start: a demo, made once, whatever has become of the workspace since."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest

from dialoom.bootstrap import PUBLISHED, Credentials, ensure_demo
from dialoom.stack.ports import free_port
from store.database import Store
from store.flows import Flows
from tests.make import a_document

BEYOND_A_PAGE = 201


@pytest.fixture
def credentials(serving: dict[str, str], tmp_path: Path) -> Credentials:
    """Of an owner, as a folder has them that was started by an older Dialoom, or that is started for the first time."""
    return Credentials(tmp_path / "credentials.json", "", "pepper", api_key=serving["DIALOOM_CLI__KEY"])


@pytest.fixture
async def api(serving: dict[str, str]) -> AsyncIterator[httpx.AsyncClient]:
    """As somebody who works in the workspace between two starts."""
    headers = {"Authorization": f"Bearer {serving['DIALOOM_CLI__KEY']}"}
    async with httpx.AsyncClient(
        base_url=f"{serving['DIALOOM_CLI__URL']}/api/v1", headers=headers, trust_env=False
    ) as client:
        yield client


async def started(serving: dict[str, str], credentials: Credentials) -> str:
    return await ensure_demo(serving["DIALOOM_CLI__URL"], credentials)


async def flows(api: httpx.AsyncClient) -> dict[str, Any]:
    return {one["key"]: one for one in (await api.get("/flows", params={"limit": 200})).json()["items"]}


async def test_the_first_start_makes_a_demo(
    serving: dict[str, str], credentials: Credentials, api: httpx.AsyncClient
) -> None:
    """The examples are published, there is a team for one of them, and the address that is told is a chat."""
    chat = await started(serving, credentials)
    assert {key: one["published_id"] is not None for key, one in (await flows(api)).items()} == dict.fromkeys(
        PUBLISHED, True
    )
    assert [one["key"] for one in (await api.get("/teams")).json()["items"]] == ["support"]
    assert (await api.get(chat)).is_success


async def test_a_start_finds_what_is_there(
    serving: dict[str, str], credentials: Credentials, api: httpx.AsyncClient, store: Store, workspace: UUID
) -> None:
    """Also when nobody has written down that the demo was made, one example is archived and pages of flows hide the others."""
    chat = await started(serving, credentials)
    order = (await flows(api))["order-bot"]["id"]
    (await api.patch(f"/flows/{order}", json={"archived": True}, params={"force": "true"})).raise_for_status()
    async with store.transaction(workspace) as session:
        for number in range(BEYOND_A_PAGE):
            await Flows(session).add(f"flow-{number}", f"Flow {number}", a_document({}))
    assert await started(serving, credentials) == chat
    archived = (await api.get("/flows", params={"archived": "true"})).json()["items"]
    assert [one["key"] for one in archived] == ["order-bot"]


async def test_what_people_deleted_stays_deleted(
    serving: dict[str, str], credentials: Credentials, api: httpx.AsyncClient
) -> None:
    """The demo is made once: the next start publishes no example again and brings no team back."""
    chat = await started(serving, credentials)
    order, team = (await flows(api))["order-bot"]["id"], (await api.get("/teams")).json()["items"][0]["id"]
    for path in (f"/flows/{order}", f"/teams/{team}"):
        (await api.delete(path, params={"force": "true"})).raise_for_status()
    later = Credentials.of(credentials.path.parent)
    assert await started(serving, later) == chat
    assert "order-bot" not in await flows(api)
    assert (await api.get("/teams")).json()["items"] == []


async def test_a_refusal_is_told(serving: dict[str, str], credentials: Credentials) -> None:
    """In words, in place of the chat's address: a key that was revoked, or an API that is away, stops no start."""
    assert "this API key does not exist" in await started(serving, replace(credentials, api_key="dlm_gone"))
    nobody = await ensure_demo(f"http://127.0.0.1:{free_port()}", credentials)
    assert nobody.startswith("none: ")
    assert not Credentials.of(credentials.path.parent).demo
