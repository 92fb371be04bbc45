"""Puts the workers together: one per task queue, all in this process, with the settings that were measured."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta

import httpx
from temporalio.worker import UnsandboxedWorkflowRunner, Worker
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from nodes.warm import warm_up
from workflows import heartbeat
from workflows.activities.call import CallActivities
from workflows.activities.deliver import Deliveries
from workflows.activities.turn import Turns
from workflows.ai_client import endpoint_client
from workflows.announce import Announcer
from workflows.channel_cache import ChannelCache
from workflows.client import QUEUE
from workflows.conversation import Conversation
from workflows.flow_cache import FlowCache
from workflows.io import IoFactory
from workflows.outbound import guarded_client
from workflows.parts import Parts
from workflows.recordings import Files
from workflows.rounds import for_ever
from workflows.sending import Sender
from workflows.watchers import watchers

OURS = ("engine", "nodes", "store", "channels", "ui_schema", "workflows")


@asynccontextmanager
async def running(parts: Parts) -> AsyncIterator[None]:
    """Workers for conversations, deliveries and calls, and those who sweep, clean, tell and watch, until the block ends; then
    they finish gently."""
    warm_up()
    async with AsyncExitStack() as stack:
        provider_http = await stack.enter_async_context(
            httpx.AsyncClient(timeout=30, limits=httpx.Limits(max_connections=200))
        )
        allowed = parts.settings.allowed
        customer_http = await stack.enter_async_context(guarded_client(allowed))
        webhook_http = await stack.enter_async_context(guarded_client(allowed))  # slow receivers hold up no node's call
        ai_http = await stack.enter_async_context(endpoint_client(parts.settings.calls_at_once))
        sender = _sender(parts, provider_http)
        files = Files(customer_http, provider_http, sender.channels)
        io = IoFactory(files, ai_http, parts.ai, parts.store, parts.vault, parts.smtp)
        for worker in _workers(parts, sender, io):
            await stack.enter_async_context(worker)
        for watcher in watchers(parts, sender.channels, provider_http, webhook_http):
            stack.callback(asyncio.create_task(for_ever(watcher)).cancel)
        yield


def _sender(parts: Parts, http: httpx.AsyncClient) -> Sender:
    return Sender(
        store=parts.store,
        channels=ChannelCache(parts.store, parts.vault),
        http=http,
        settings=parts.settings,
        announce=Announcer(parts.valkey).tell,
        slots=asyncio.Semaphore(parts.settings.sends_at_once),
    )


def _workers(parts: Parts, sender: Sender, io: IoFactory) -> tuple[Worker, ...]:
    settings = parts.settings
    flows, announcer = FlowCache(parts.node_types, settings.cached_flows), Announcer(parts.valkey)
    turns = Turns(parts.store, flows, sender, announcer.desk)
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
