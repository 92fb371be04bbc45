"""Puts the workers together: one per task queue, all in this process, with the settings that were measured."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx
import redis.asyncio as redis
from temporalio.client import Client
from temporalio.worker import UnsandboxedWorkflowRunner, Worker
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from nodes import NodeType
from store.crypto import Vault
from store.database import Store
from workflows import config, heartbeat
from workflows.activities.call import CallActivities
from workflows.activities.deliver import Deliveries
from workflows.activities.turn import Turns
from workflows.ai_client import endpoint_client
from workflows.ai_config import Ai
from workflows.announce import Announcer
from workflows.bulk import BulkStarter, Pace
from workflows.canaries import CanaryWatch
from workflows.channel_cache import ChannelCache
from workflows.client import QUEUE, Conversations
from workflows.conversation import Conversation
from workflows.flow_cache import FlowCache
from workflows.housekeeping import Housekeeper
from workflows.io import IoFactory
from workflows.outbound import guarded_client
from workflows.publishing import Publisher
from workflows.schedules import Scheduler
from workflows.sending import Sender
from workflows.spawning import Spawner
from workflows.sweeper import Sweeper
from workflows.telling import Listener, Teller
from workflows.webhooks import WebhookSender

OURS = ("engine", "nodes", "store", "channels", "ui_schema", "workflows")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a worker process stands on; made in the event loop that runs it."""

    client: Client
    store: Store
    vault: Vault
    valkey: redis.Redis
    node_types: Mapping[str, NodeType[Any]]
    settings: config.Worker
    ai: Ai = field(default_factory=Ai)


@asynccontextmanager
async def running(parts: Parts) -> AsyncIterator[None]:
    """Workers for conversations, deliveries and calls, and those who sweep, clean and watch canaries, until the block ends;
    then they finish gently."""
    async with AsyncExitStack() as stack:
        provider_http = await stack.enter_async_context(
            httpx.AsyncClient(timeout=30, limits=httpx.Limits(max_connections=200))
        )
        customer_http = await stack.enter_async_context(guarded_client(_allowed(parts.settings)))
        ai_http = await stack.enter_async_context(endpoint_client(parts.settings.calls_at_once))
        sender = _sender(parts, provider_http)
        for worker in _workers(parts, sender, IoFactory(customer_http, ai_http, parts.ai, parts.store, parts.vault)):
            await stack.enter_async_context(worker)
        sweeper = Sweeper(parts.store, Conversations(parts.client), parts.settings.sweep_every)
        housekeeper = Housekeeper(parts.store, parts.settings.keep_webhooks)
        flows = FlowCache(parts.node_types, parts.settings.cached_flows)
        teller = Teller(parts.store, Conversations(parts.client), _listeners(flows))
        starter = _bulk_starter(parts, flows)
        scheduler = Scheduler(parts.store, parts.settings.schedule_look_back)
        webhooks = WebhookSender(parts.store, parts.vault, customer_http)
        watch = CanaryWatch(parts.store)
        for one in (sweeper, housekeeper, watch, teller, starter, scheduler, webhooks):
            stack.callback(asyncio.create_task(one.run()).cancel)
        yield


def _listeners(flows: FlowCache) -> tuple[Listener, ...]:
    """Who is told what happens in a workspace."""
    return (Spawner(flows), Publisher())


def _bulk_starter(parts: Parts, flows: FlowCache) -> BulkStarter:
    settings = parts.settings
    return BulkStarter(
        store=parts.store,
        conversations=Conversations(parts.client),
        flow_cache=flows,
        pace=Pace(settings.bulk_per_second, settings.bulk_in_line),
    )


def _sender(parts: Parts, http: httpx.AsyncClient) -> Sender:
    return Sender(
        store=parts.store,
        channels=ChannelCache(parts.store, parts.vault),
        http=http,
        settings=parts.settings,
        announce=Announcer(parts.valkey).sent,
        slots=asyncio.Semaphore(parts.settings.sends_at_once),
    )


def _workers(parts: Parts, sender: Sender, io: IoFactory) -> tuple[Worker, ...]:
    settings = parts.settings
    turns = Turns(parts.store, FlowCache(parts.node_types, settings.cached_flows), sender)
    calls = CallActivities(parts.store, parts.node_types, io)
    beat = timedelta(seconds=heartbeat.EVERY_SECONDS)
    return (
        Worker(
            parts.client,
            task_queue=QUEUE,
            workflows=[Conversation],
            activities=[turns.turn],
            workflow_runner=_runner(sandbox=settings.sandbox),
            no_remote_activities=True,
            max_concurrent_workflow_tasks=settings.turns_at_once,
            max_concurrent_local_activities=settings.turns_at_once,
            max_cached_workflows=settings.cached_conversations,
            sticky_queue_schedule_to_start_timeout=timedelta(seconds=3),
            graceful_shutdown_timeout=settings.grace,
        ),
        Worker(
            parts.client,
            task_queue="deliver",
            activities=[Deliveries(sender).deliver],
            max_heartbeat_throttle_interval=beat,
            max_concurrent_activities=settings.deliveries_at_once,
            graceful_shutdown_timeout=settings.grace,
        ),
        Worker(
            parts.client,
            task_queue="calls",
            activities=[calls.call],
            max_heartbeat_throttle_interval=beat,  # a heartbeat's answer is how a call learns that it was cancelled
            max_concurrent_activities=settings.calls_at_once,
            graceful_shutdown_timeout=settings.grace,
        ),
    )


def _runner(*, sandbox: bool) -> UnsandboxedWorkflowRunner | SandboxedWorkflowRunner:
    """The workflow file is tiny and guarded by replay tests, so production does without the sandbox; tests keep it on."""
    if not sandbox:
        return UnsandboxedWorkflowRunner()
    return SandboxedWorkflowRunner(restrictions=SandboxRestrictions.default.with_passthrough_modules(*OURS))


def _allowed(settings: config.Worker) -> tuple[tuple[str, int], ...]:
    pairs = (one.rpartition(":") for one in settings.allow_private)
    return tuple((host, int(port)) for host, _, port in pairs)
