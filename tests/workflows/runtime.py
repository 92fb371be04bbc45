"""Publishes flows, says things for contacts, and hears what the bot says; what the HTTP API does around it is left out."""

import asyncio
import itertools
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import redis.asyncio as redis
from sqlalchemy import text
from temporalio.client import Client, WorkflowExecutionStatus, WorkflowHandle
from temporalio.service import RPCError, RPCStatusCode

from engine import FlowDocument, MessageReceived, Occasion, compile_flow
from engine.triggers import CompiledTrigger, candidates, choose, trigger_table, triggers_of
from nodes import NodeType, node_types
from store.channels import Channels
from store.crypto import Vault
from store.database import Store
from store.flows import Flows
from store.inbox import Arrival, Person, Received, command, ensure_conversation, receive
from store.records import NewTrigger
from tests.make import a_document
from workflows import config, worker
from workflows.client import Conversations, workflow_id
from workflows.due import INSIDE
from workflows.parts import Parts

_ids = itertools.count(1)
SETTINGS = config.Worker(sandbox=True, sends_at_once=8, turns_at_once=8)


@dataclass(slots=True)
class Runtime:
    store: Store
    vault: Vault
    workspace: UUID
    client: Client
    valkey: redis.Redis
    channel: UUID
    node_types: Mapping[str, NodeType[Any]] = field(default_factory=node_types)
    settings: config.Worker = SETTINGS
    channel_kind: str = "webchat"

    @asynccontextmanager
    async def working(self, **over: Any) -> AsyncIterator[None]:
        """Workers, until the block ends."""
        parts = {
            "client": self.client,
            "store": self.store,
            "vault": self.vault,
            "valkey": self.valkey,
            "node_types": self.node_types,
            "settings": self.settings,
        }
        async with worker.running(Parts(**{**parts, **over})):
            yield

    @property
    def conversations(self) -> Conversations:
        return Conversations(self.client)

    def with_types(self, **changes: dict[str, Any]) -> dict[str, NodeType[Any]]:
        """The node types of another release: ``ask_text={"enter": …}``."""
        return {**self.node_types, **{kind: replace(self.node_types[kind], **over) for kind, over in changes.items()}}

    async def publish(self, document: dict[str, Any], key: str = "flow") -> UUID:
        """The id of the new version."""
        compiled = compile_flow("new", FlowDocument.model_validate(document), self.node_types)
        triggers = [
            NewTrigger(node=t.node, kind=t.kind, params=t.params, priority=t.priority, when_busy=t.when_busy)
            for t in triggers_of(compiled)
        ]
        async with self.store.transaction(self.workspace) as session:
            flow = await Flows(session).find(key) or await Flows(session).add(key, key, document)
            version = await Flows(session).publish(flow.id, document, "hash", triggers=triggers)
        return version.id

    async def flow(
        self, nodes: Mapping[str, tuple[str, dict[str, Any]]], edges: Mapping[str, str], key: str = "flow", **over: Any
    ) -> UUID:
        """Publish this; the id of the version."""
        return await self.publish(a_document(nodes, edges, **over), key)

    async def arrival(self, address: str, said: str | MessageReceived, id: str | None = None) -> Arrival:
        """What the hook makes of a message: its content, and the trigger that it may pull."""
        message = MessageReceived(text=said) if isinstance(said, str) else said
        async with self.store.transaction(self.workspace) as session:
            rows = await Flows(session).triggers()
        chosen = choose(candidates(trigger_table(rows, self.node_types).triggers, message, self.channel), _unasked)
        order = chosen.idle and {**_order(chosen.idle), INSIDE: chosen.inside and _order(chosen.inside)}
        return Arrival(
            channel=self.channel,
            channel_kind=self.channel_kind,
            provider_id=id or f"m{next(_ids)}",
            address=address,
            content=message.model_dump(mode="json", exclude={"type"}),
            name=address.title(),
            trigger=order,
        )

    async def say(
        self, address: str, said: str | MessageReceived, id: str | None = None, *, nudge: bool = True
    ) -> Received | None:
        """None when this message was here already."""
        found = await receive(self.store, self.workspace, [await self.arrival(address, said, id)], None)
        if found and found[0].due and nudge:
            await self.conversations.nudge(self.workspace, found[0].conversation, found[0].number)
        return found[0] if found else None

    async def command(self, address: str, kind: Any, data: dict[str, Any]) -> UUID:
        async with self.store.transaction(self.workspace) as session:
            person = Person(self.channel, self.channel_kind, address, address.title())
            conversation = await ensure_conversation(session, person)
            number = await command(session, conversation, kind, data)
        await self.conversations.nudge(self.workspace, conversation, number or 0)
        return conversation

    async def heard(self, address: str, *statuses: str) -> list[str]:
        """What the bot said to this contact, in order."""
        query = """
            select m.content ->> 'text' from messages m join conversations c on c.id = m.conversation_id
            where c.address = :address and m.direction = 'out' and m.status = any (:statuses) order by m.number
        """
        values = {"address": address, "statuses": list(statuses or ("sent", "delivered", "read", "in_doubt"))}
        return [row[0] for row in await self.rows(query, **values)]

    async def conversation(self, address: str) -> UUID:
        found = await self.rows("select id from conversations where address = :address", address=address)
        id: UUID = found[0].id
        return id

    def handle(self, conversation: UUID) -> WorkflowHandle[Any, Any]:
        return self.client.get_workflow_handle(workflow_id(self.workspace, conversation))

    async def runs(self, conversation: UUID) -> bool:
        """Whether a workflow is open for it."""
        try:
            return (await self.handle(conversation).describe()).status is WorkflowExecutionStatus.RUNNING
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise
            return False

    async def hears(self, address: str, *texts: str, seconds: float = 20) -> None:
        """Wait until the bot has said exactly this to the contact, from the beginning."""
        await self.until(lambda: self.heard(address), lambda found: found == list(texts), seconds)

    async def until(self, look: Callable[[], Any], good: Callable[[Any], bool], seconds: float = 20) -> Any:
        end = time.monotonic() + seconds
        while not good(found := await look()):
            assert time.monotonic() < end, f"not within {seconds} s; at last: {found}"
            await asyncio.sleep(0.02)
        return found

    async def session(self, address: str) -> Any:
        """The newest session's row of this contact."""
        query = """
            select s.* from sessions s join conversations c on c.id = s.conversation_id
            where c.address = :address order by s.id desc limit 1
        """
        rows = await self.rows(query, address=address)
        return rows[0] if rows else None

    async def is_(self, address: str, status: str, seconds: float = 20) -> None:
        """Wait until the contact's newest session is so."""
        await self.until(lambda: self.status(address), lambda found: found == status, seconds)

    async def stands(self, address: str, node: str) -> None:
        """Wait until the contact's newest session waits at this node."""
        await self.until(lambda: self.session(address), lambda found: found is not None and found.node == node)

    async def status(self, address: str) -> str | None:
        found = await self.session(address)
        return found.status if found else None

    async def rows(self, query: str, **values: Any) -> list[Any]:
        async with self.store.transaction(self.workspace) as session:
            return list(await session.execute(text(query), values))

    async def execute(self, statement: str, **values: Any) -> None:
        async with self.store.transaction(self.workspace) as session:
            await session.execute(text(statement), values)


def _order(pulled: CompiledTrigger[MessageReceived]) -> dict[str, Any]:
    return {
        "flow": str(pulled.flow_id),
        "version": str(pulled.version_id),
        "node": pulled.node,
        "when_busy": pulled.when_busy,
    }


def _unasked(trigger: CompiledTrigger[MessageReceived]) -> Occasion:
    raise LookupError(f"{trigger.node} has conditions, and here nobody looks up whom they fit")


async def opened(
    stack: AsyncExitStack, store: Store, vault: Vault, workspace: UUID, client: Client, valkey_url: str
) -> Runtime:
    valkey = await stack.enter_async_context(redis.Redis.from_url(valkey_url))
    async with store.transaction(workspace) as session:
        channel = await Channels(session, vault).add("webchat", "Chat", {"title": "Chat"}, {})
    return Runtime(store, vault, workspace, client, valkey, channel.id)
