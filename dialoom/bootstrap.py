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
from dialoom.remote import told
from store.config import Database
from store.database import Store
from store.keys import Keys
from store.people import Members, People
from store.workspaces import Workspaces

EXAMPLES = Path(__file__).parents[1] / "examples"
PUBLISHED = ("order-bot", "support", "welcome")
TEAM = "support"  # the one that the example of this name hands over to
OWNER = "owner@localhost"


class DemoRefused(Exception):
    """The API would not have it; the text says what, and why."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """What `make up` makes once and keeps in ``credentials.json``, readable by its owner only."""

    path: Path
    encryption_key: str
    pepper: str
    workspace: str = ""
    api_key: str = ""
    demo: bool = False  # whether the examples were published here: what is deleted afterwards does not come back

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
    """Where to chat with the demo bot; or why nowhere: that Dialoom starts does not depend on its demo.

    The examples are published through the API, as anybody would, and once: what people make of them afterwards stays.
    """
    headers = {"Authorization": f"Bearer {credentials.api_key}"}
    async with httpx.AsyncClient(base_url=f"{api_url}/api/v1", headers=headers, timeout=30, trust_env=False) as api:
        try:
            if not credentials.demo:
                await _publish_examples(api)
                replace(credentials, demo=True).save()
            return f"{api_url}/c/{await _chat(api)}"
        except (DemoRefused, httpx.HTTPError) as error:
            return f"none: {error or type(error).__name__}"


async def _publish_examples(api: httpx.AsyncClient) -> None:
    """What is there already stays as it is: a start that was cut short, or an older Dialoom, may have made it."""
    flows = await _all(api, "/flows") + await _all(api, "/flows", archived="true")
    known = {flow["key"] for flow in flows}
    for name in PUBLISHED:
        if name not in known:
            await _publish(api, name)
    if TEAM not in {team["key"] for team in await _all(api, "/teams")}:
        await _ask(api, "POST", "/teams", json={"key": TEAM, "name": "Support"})


async def _publish(api: httpx.AsyncClient, name: str) -> None:
    document = json.loads((EXAMPLES / f"{name}.json").read_text())
    made = await _ask(api, "POST", "/flows/import", json={"key": name, "document": document})
    await _ask(api, "POST", f"/flows/{made['id']}/publish", json={"note": "from the examples"})


async def _chat(api: httpx.AsyncClient) -> str:
    channels = await _all(api, "/channels")
    chat = next((one for one in channels if one["kind"] == "webchat"), None)
    new = {"kind": "webchat", "name": "Demo chat", "config": {"title": "Demo bot"}}
    id: str = (chat or await _ask(api, "POST", "/channels", json=new))["id"]
    return id


async def _all(api: httpx.AsyncClient, path: str, **params: str) -> list[Any]:
    """Every item of a list, page after page."""
    found: list[Any] = []
    after: dict[str, str] = {}
    while True:
        page = await _ask(api, "GET", path, params={**params, **after, "limit": "200"})
        found += page["items"]
        if not page.get("next"):
            return found
        after = {"after": page["next"]}


async def _ask(api: httpx.AsyncClient, method: str, path: str, **options: Any) -> Any:
    answer = await api.request(method, path, **options)
    if answer.is_error:
        raise DemoRefused(f"{method} {path} was refused: {told(answer)}")
    return answer.json()
