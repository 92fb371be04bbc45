"""The first workspace: its owner, a key, a web chat, and the example flows published."""

import json
import secrets
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Self
from uuid import uuid4

import httpx
from cryptography.fernet import Fernet
from pydantic import SecretStr

from api.permissions import ROLES
from store.config import Database
from store.database import Store
from store.keys import Keys
from store.people import Members, People
from store.workspaces import Workspaces

EXAMPLES = Path(__file__).parents[1] / "examples"
PUBLISHED = ("order-bot", "support", "welcome")
TEAM = "support"  # the one that the example of this name hands over to
OWNER = "owner@localhost"


@dataclass(frozen=True, slots=True)
class Credentials:
    """What `make up` makes once and keeps in ``credentials.json``, readable by its owner only."""

    path: Path
    encryption_key: str
    pepper: str
    workspace: str = ""
    api_key: str = ""

    @classmethod
    def of(cls, folder: Path) -> Self:
        path = folder / "credentials.json"
        if path.exists():
            return cls(path, **json.loads(path.read_text()))
        return cls(path, Fernet.generate_key().decode(), secrets.token_urlsafe(32))

    def save(self) -> None:
        self.path.touch(mode=0o600)
        self.path.write_text(json.dumps({k: v for k, v in asdict(self).items() if k != "path"}, indent=2) + "\n")


async def ensure_workspace(database: Database, credentials: Credentials) -> Credentials:
    """The workspace, its owner and the owner's key, made once."""
    if credentials.api_key:
        return credentials
    store = Store.open(database)
    try:
        made = await _make(store, credentials)
    finally:
        await store.close()
    made.save()
    return made


async def _make(store: Store, credentials: Credentials) -> Credentials:
    workspace = uuid4()
    async with store.system() as session:
        owner = await People(session).ensure(OWNER, "Owner")
    async with store.transaction(workspace) as session:
        await Workspaces(session).add("Demo", slug=f"demo-{workspace.hex[:8]}")
        await Members(session).add(owner, "owner")
        permissions = sorted(ROLES["owner"])
        key = await Keys(session, SecretStr(credentials.pepper)).add("bootstrap owner", permissions, owner)
    return replace(credentials, workspace=str(workspace), api_key=key.plain.get_secret_value())


async def ensure_demo(api_url: str, credentials: Credentials) -> str:
    """Connect the web chat and publish the examples through the API, as anybody would; the address of the chat."""
    headers = {"Authorization": f"Bearer {credentials.api_key}"}
    async with httpx.AsyncClient(base_url=f"{api_url}/api/v1", headers=headers, timeout=30) as api:
        known = {flow["key"] for flow in (await _get(api, "/flows"))["items"]}
        for name in PUBLISHED:
            if name not in known:
                await _publish(api, name)
        if TEAM not in {team["key"] for team in (await _get(api, "/teams"))["items"]}:
            await _post(api, "/teams", {"key": TEAM, "name": "Support"})
        channels = (await _get(api, "/channels"))["items"]
        chat = next((one for one in channels if one["kind"] == "webchat"), None) or await _chat(api)
    return f"{api_url}/c/{chat['id']}"


async def _publish(api: httpx.AsyncClient, name: str) -> None:
    document = json.loads((EXAMPLES / f"{name}.json").read_text())
    made = await _post(api, "/flows/import", {"key": name, "document": document})
    await _post(api, f"/flows/{made['id']}/publish", {"note": "from the examples"})


async def _chat(api: httpx.AsyncClient) -> Any:
    return await _post(api, "/channels", {"kind": "webchat", "name": "Demo chat", "config": {"title": "Demo bot"}})


async def _get(api: httpx.AsyncClient, path: str) -> Any:
    answer = await api.get(path)
    answer.raise_for_status()
    return answer.json()


async def _post(api: httpx.AsyncClient, path: str, body: Any) -> Any:
    answer = await api.post(path, json=body)
    answer.raise_for_status()
    return answer.json()
