"""The floor's API process: Telegram is answered when the message is committed, then the workflow is nudged.

``python -m bench.floor_hook PORT``
"""

import hmac
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec
from granian import Granian
from granian.constants import Interfaces
from litestar import Litestar, Request, Response, get, post
from litestar.background_tasks import BackgroundTask
from litestar.datastructures import State
from litestar.exceptions import NotAuthorizedException
from sqlalchemy.exc import IntegrityError
from temporalio.client import Client
from temporalio.common import WorkflowIDReusePolicy
from temporalio.service import GrpcCompression, RPCError

from bench import floor_tables as sql
from bench.floor import TeaHouse, starts

QUEUE = "floor"


class Chat(msgspec.Struct):
    id: int


class Message(msgspec.Struct):
    chat: Chat
    text: str = ""


class Callback(msgspec.Struct):
    id: str
    message: Message
    data: str = ""


class Update(msgspec.Struct):
    update_id: int
    message: Message | None = None
    callback_query: Callback | None = None


@post("/hook", status_code=200)
async def hook(request: Request[Any, Any, State], state: State) -> Response[Any]:
    given = request.headers.get("x-telegram-bot-api-secret-token", "")
    if not hmac.compare_digest(given.encode(), state.secret):
        raise NotAuthorizedException
    update = msgspec.json.decode(await request.body(), type=Update)
    match update:
        case Update(message=Message(chat=chat, text=said)) if said:
            return await _take(state, update.update_id, chat.id, said, None)
        case Update(callback_query=Callback(id=id, message=message, data=said)):
            answer = {"method": "answerCallbackQuery", "callback_query_id": id}
            return await _take(state, update.update_id, message.chat.id, said, answer)
        case _:
            return Response(None)


@get("/health")
async def health() -> None: ...


async def _take(state: State, update_id: int, chat: int, said: str, answer: Any) -> Response[Any]:
    values = {"chat": chat, "update_id": update_id, "said": said, "starts": starts(said)}
    try:
        async with state.database.alone.connect() as connection:
            row = (await connection.execute(sql.RECEIVE, values)).one_or_none()
    except IntegrityError:  # the same update at the same instant
        row = None
    due = row is not None and row.due
    return Response(answer, background=BackgroundTask(nudge, state.client, chat, row.last_in) if due else None)


async def nudge(client: Client, chat: int, upto: int) -> None:
    try:
        await client.start_workflow(
            TeaHouse.run,
            chat,
            id=f"tea-house/{chat}",
            task_queue=QUEUE,
            id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
            start_signal="nudge",
            start_signal_args=[upto],
        )
    except RPCError as error:
        print(f"nudge failed, the worker's sweep repeats it: {error}", flush=True)


async def connect() -> Client:
    address, namespace = os.environ["FLOOR_TEMPORAL"].split("/")
    return await Client.connect(address, namespace=namespace, grpc_compression=GrpcCompression.NONE)


@asynccontextmanager
async def clients(app: Litestar) -> AsyncIterator[None]:
    app.state.database = sql.Database(os.environ["FLOOR_DATABASE"])
    app.state.client = await connect()
    app.state.secret = os.environ["FLOOR_SECRET"].encode()
    yield
    await app.state.database.engine.dispose()


def create() -> Litestar:
    return Litestar([hook, health], lifespan=[clients], openapi_config=None, logging_config=None)


if __name__ == "__main__":
    Granian(
        "bench.floor_hook:create",
        factory=True,
        address="127.0.0.1",
        port=int(sys.argv[1]),
        interface=Interfaces.ASGI,
        log_access=False,
    ).serve()
