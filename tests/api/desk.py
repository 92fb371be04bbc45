"""People who look at what a bot and its contacts say, for tests."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from store.crypto import Vault
from store.database import Store
from store.inbox import Arrival, receive
from store.workspace_events import WorkspaceEvents
from tests.api.conftest import Client, Nodes, a_chat, published
from tests.api.turns import bot_answers
from tests.make import a_document

NODES: Nodes = {
    "start": ("api_start", {}),
    "ask": ("ask_text", {"question": "Hi {{ contact.name }}, what is it about?", "save_as": "topic"}),
    "people": ("hand_over", {"team": "sales", "note": "About {{ vars.topic }}"}),
    "back": ("send_message", {"text": "welcome back"}),
}
EDGES = {"start.next": "ask", "ask.answered": "people", "ask.no_match": "people", "people.resumed": "back"}
TOPIC = {"variables": {"topic": {"type": "text"}}}


class Desk:
    """Contacts who talk to a bot that hands over, and the people who look at it."""

    def __init__(self, client: Client, store: Store, vault: Vault, workspace: UUID) -> None:
        self.client, self.store, self.vault, self.workspace = client, store, vault, workspace
        self.chat = UUID(int=0)

    async def start(self, document: dict[str, Any], address: str = "v1") -> str:
        """The conversation of a contact who has entered this flow."""
        flow, self.chat = await published(self.client, document), UUID(await a_chat(self.client))
        body = {"to": {"channel": str(self.chat), "address": address}}
        begun = (await self.client.post(f"/flows/{flow['id']}/start", json=body)).json()
        await self.bot(begun["conversation"])
        conversation: str = begun["conversation"]
        return conversation

    async def says(self, text: str, address: str = "v1") -> None:
        arrival = Arrival(
            channel=self.chat,
            channel_kind="webchat",
            provider_id=uuid4().hex,
            address=address,
            content={"text": text},
        )
        [found] = await receive(self.store, self.workspace, [arrival], None)
        if found.due:
            await self.bot(str(found.conversation))

    async def bot(self, conversation: str) -> None:
        await bot_answers(self.store, self.vault, self.workspace, UUID(conversation))

    async def handed_over(self) -> str:
        conversation = await self.start(a_document(NODES, EDGES, **TOPIC))
        await self.says("a refund")
        return conversation

    async def read(self, conversation: str) -> dict[str, Any]:
        found: dict[str, Any] = (await self.client.get(f"/conversations/{conversation}")).json()
        return found

    async def change(self, conversation: str, **changes: Any) -> dict[str, Any]:
        answer = await self.client.patch(f"/conversations/{conversation}", json=changes)
        assert answer.status_code == 200, answer.text
        await self.bot(conversation)
        return await self.read(conversation)

    async def told(self) -> list[tuple[str, dict[str, Any]]]:
        """What the workspace was told since the last time, in order."""
        async with self.store.transaction(self.workspace) as session:
            events = await WorkspaceEvents(session).take(99)
            await WorkspaceEvents(session).handled(one.id for one in events)
        ours = ("conversation.",)
        return [(one.kind.removeprefix(ours[0]), one.data) for one in events if one.kind.startswith(ours)]


@pytest.fixture
def a_desk(client: Client, store: Store, vault: Vault, workspace: UUID) -> Desk:
    return Desk(client, store, vault, workspace)
