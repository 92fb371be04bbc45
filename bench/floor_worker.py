"""The floor's worker process: ``python -m bench.floor_worker``."""

import asyncio
import os
import signal
from datetime import timedelta

import httpx
from temporalio.client import Client
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from bench import floor_tables as sql
from bench.floor import TeaHouse
from bench.floor_hook import QUEUE, connect, nudge
from bench.floor_turn import Turns
from dialoom.run_main import run_main
from workflows.config import Worker as Settings

SETTINGS = Settings()


async def work() -> int:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    database = sql.Database(os.environ["FLOOR_DATABASE"])
    client = await connect()
    http = httpx.AsyncClient(timeout=4, limits=httpx.Limits(max_connections=200))
    async with http, _worker(client, Turns(database, http, os.environ["FLOOR_SEND"])):
        sweeping = asyncio.create_task(_sweep(database, client))
        print("worker: ready", flush=True)
        await stop.wait()
        sweeping.cancel()
    await database.engine.dispose()
    return 0


def _worker(client: Client, turns: Turns) -> Worker:
    """With Dialoom's settings."""
    return Worker(
        client,
        task_queue=QUEUE,
        workflows=[TeaHouse],
        activities=[turns.turn],
        workflow_runner=UnsandboxedWorkflowRunner(),
        no_remote_activities=True,
        max_concurrent_workflow_tasks=SETTINGS.turns_at_once,
        max_concurrent_local_activities=SETTINGS.turns_at_once,
        max_cached_workflows=SETTINGS.cached_conversations,
        sticky_queue_schedule_to_start_timeout=timedelta(seconds=3),
    )


async def _sweep(database: sql.Database, client: Client) -> None:
    """Nudge what was committed and not nudged: the API died in between, or Temporal was away."""
    while True:
        async with database.alone.connect() as connection:
            forgotten = (await connection.execute(sql.FORGOTTEN)).all()
        for chat, upto in forgotten:
            await nudge(client, chat, upto)
        await asyncio.sleep(2)


if __name__ == "__main__":
    run_main(work())
