"""What the database says of the conversations; it may be killed while it is asked."""

import asyncio
import time
from typing import Any, NamedTuple

import asyncpg

AWAY = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
PATIENCE = 60

_IN_DOUBT = """
    select count(*) from messages m join conversations c on c.id = m.conversation_id
    where c.address = $1 and m.status = 'in_doubt' and m.content ->> 'text' = $2
"""
_SAID = """
    select c.address, m.content ->> 'text' as text, m.status
    from messages m join conversations c on c.id = m.conversation_id
    where c.address = any ($1) and m.direction = 'out' order by m.number
"""
_LEFT = """
    select c.address, s.status, s.node, s.waiting, c.last_event - c.handled_event as unhandled,
        (select array_agg(m.status) from messages m where m.conversation_id = c.id and m.direction = 'out') as messages
    from conversations c left join sessions s on s.conversation_id = c.id
    where c.address = any ($1) and (
        s.status is distinct from 'completed'
        or exists (select from events e where e.conversation_id = c.id and e.handled_at is null)
        or exists (select from messages m where m.conversation_id = c.id and m.status in ('queued', 'sending')))
    order by c.address
"""
_COUNTS = """
    with ours as (select id from conversations where address = any ($1))
    select (select count(*) from ours) as conversations,
        (select count(*) from sessions where conversation_id in (table ours) and status = 'completed') as completed,
        (select count(*) from messages where conversation_id in (table ours) and direction = 'in') as inbound,
        (select count(*) from turns where conversation_id in (table ours)) as turns
"""


class Said(NamedTuple):
    """One message of the bot, as the database knows it."""

    text: str
    status: str


class Records:
    """Asks as the owner of the tables, for whom there are no workspaces."""

    def __init__(self, address: str) -> None:
        self._address = address

    async def in_doubt(self, address: str, text: str) -> bool:
        return bool((await self.rows(_IN_DOUBT, address, text))[0]["count"])

    async def said(self, addresses: list[str]) -> dict[str, list[Said]]:
        found: dict[str, list[Said]] = {address: [] for address in addresses}
        for row in await self.rows(_SAID, addresses):
            found[row["address"]].append(Said(row["text"], row["status"]))
        return found

    async def unfinished(self, addresses: list[str]) -> list[dict[str, Any]]:
        """Conversations that did not end, or have something unhandled or unsent."""
        return [dict(row) for row in await self.rows(_LEFT, addresses)]

    async def counts(self, addresses: list[str]) -> dict[str, int]:
        """How many conversations, completed sessions, messages of people, and turns."""
        return dict((await self.rows(_COUNTS, addresses))[0])

    async def rows(self, query: str, *values: Any) -> list[Any]:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                return await self._rows(query, *values)
            except AWAY:
                if time.monotonic() > end:
                    raise
                await asyncio.sleep(0.2)

    async def _rows(self, query: str, *values: Any) -> list[Any]:
        connection = await asyncpg.connect(self._address, timeout=5)
        try:
            return list(await connection.fetch(query, *values))
        finally:
            connection.terminate()
