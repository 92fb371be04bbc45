"""Lets the bot answer in a test, by the same turn that the worker runs, without Temporal."""

import asyncio
import itertools
from datetime import UTC, datetime
from uuid import UUID

import httpx

from nodes import node_types
from store.crypto import Vault
from store.database import Store
from workflows.activities.turn import Turns
from workflows.channel_cache import ChannelCache
from workflows.config import Worker
from workflows.flow_cache import FlowCache
from workflows.model import TurnRequest, TurnResult
from workflows.sending import Announce, Sender

_keys = itertools.count(1)


async def nobody(workspace: UUID, conversation: UUID, *, typing: bool = False) -> None:
    """No screen is open."""


async def bot_answers(
    store: Store, vault: Vault, workspace: UUID, conversation: UUID, announce: Announce = nobody
) -> TurnResult:
    """Everything that the conversation has to handle; how the last turn left it."""
    async with httpx.AsyncClient(transport=httpx.MockTransport(lambda _: httpx.Response(500))) as http:
        sender = Sender(store, ChannelCache(store, vault), http, Worker(), announce, asyncio.Semaphore(4))
        turns = Turns(store, FlowCache(node_types(), 10), sender)
        while True:
            request = TurnRequest(
                workspace=workspace, conversation=conversation, key=f"t{next(_keys)}", now=datetime.now(UTC)
            )
            result = await turns.turn(request)
            if not result.more:
                return result
