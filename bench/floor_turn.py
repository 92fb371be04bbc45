"""The floor's turn, one local activity: claim, decide, commit, send; and what is left by a process that died."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NoReturn

import httpx
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection
from temporalio import activity
from temporalio.exceptions import ApplicationError

from bench import floor_tables as sql
from bench.floor import State, decide

NOTHING_WRITTEN = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


@dataclass(frozen=True)
class Turns:
    database: sql.Database
    http: httpx.AsyncClient
    address: str  # of sendMessage

    @activity.defn(name="turn")
    async def turn(self, chat: int, late: bool) -> tuple[int, bool]:
        """The number of the last message that was seen, and whether an answer is awaited."""
        async with self.database.engine.begin() as connection:
            row = await _claim(connection, chat)
            state = State(row.step, row.name, row.asked)
            bodies: tuple[dict[str, Any], ...] = ()
            ids: Sequence[int] = ()
            handled = row.handled_in
            if row.said is not None or late:
                handled += row.said is not None
                state, bodies = decide(state, row.said)
                ids = await _commit(connection, chat, row, state, handled, bodies)
        if row.unsent:
            await self._send_what_is_left(chat)
        else:
            await self._send(chat, list(zip(ids, bodies, strict=True)))
        return handled, state.step != "idle"

    async def _send_what_is_left(self, chat: int) -> None:
        async with self.database.engine.begin() as connection:
            if (await connection.execute(sql.UNDER_WAY, {"chat": chat})).scalar_one():
                raise ApplicationError("an attempt to send is under way", next_retry_delay=timedelta(seconds=2))
            await connection.execute(sql.IN_DOUBT, {"chat": chat})
            queued = (await connection.execute(sql.TAKE_QUEUED, {"chat": chat})).all()
        await self._send(chat, [(row.id, row.body) for row in queued])

    async def _send(self, chat: int, messages: list[tuple[int, dict[str, Any]]]) -> None:
        """In order; the first is marked as being sent already."""
        for position, (id, body) in enumerate(messages, start=1):
            following = messages[position][0] if position < len(messages) else None
            await self._attempt(chat, id, body, following)

    async def _attempt(self, chat: int, id: int, body: dict[str, Any], following: int | None) -> None:
        try:
            answer = await self.http.post(self.address, json={"chat_id": chat, **body})
        except NOTHING_WRITTEN as error:
            await self._queue_again(id, repr(error), None)
        except httpx.HTTPError as error:
            await self._settle(id, "in_doubt", following, error=repr(error))
            return
        match answer.status_code:
            case 200:
                await self._settle(id, "sent", following, provider_id=answer.json()["result"]["message_id"])
            case 429:
                await self._queue_again(id, answer.text, answer.json()["parameters"]["retry_after"])
            case code if code >= 500:
                await self._queue_again(id, answer.text, None)
            case _:
                await self._settle(id, "failed", following, error=answer.text)

    async def _settle(
        self, id: int, state: str, following: int | None, *, provider_id: int | None = None, error: str | None = None
    ) -> None:
        values = {"id": id, "state": state, "next": following, "provider_id": provider_id, "error": error}
        async with self.database.alone.connect() as connection:
            await connection.execute(sql.SETTLE, values)

    async def _queue_again(self, id: int, error: str, after: float | None) -> NoReturn:
        await self._settle(id, "queued", None, error=error)
        raise ApplicationError(error, next_retry_delay=None if after is None else timedelta(seconds=after))


async def _claim(connection: AsyncConnection, chat: int) -> Row[Any]:
    while True:
        row = (await connection.execute(sql.CLAIM, {"chat": chat})).one()
        if row.said is not None or row.handled_in == row.last_in:
            return row  # else the hook committed while we waited for the lock: its message is seen by a new statement


async def _commit(
    connection: AsyncConnection, chat: int, row: Row[Any], state: State, handled: int, bodies: Sequence[dict[str, Any]]
) -> Sequence[int]:
    values = {
        "chat": chat,
        "last_out": row.last_out,
        "first": not row.unsent,
        "bodies": list(bodies),
        "handled_in": handled,
    }
    return (await connection.execute(sql.COMMIT, values | state._asdict())).scalars().all()
