"""What comes in: one transaction keeps the webhook, finds or makes the contact and the conversation, and numbers the event.

The common case, a contact who wrote before, is one statement. A repeated delivery changes nothing: the unique key on the
provider's message id refuses it, also when both arrive in the same instant.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from asyncpg import UniqueViolationError
from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from engine import Value
from store import desk
from store.database import Store
from store.hot import Query
from store.states import EventKind, HookStatus

ATTEMPTS = 5


class Arrival(Value):
    """A message of a contact, ready to be stored. ``trigger`` is what it starts, as an order."""

    channel: UUID
    channel_kind: str
    provider_id: str
    address: str
    content: dict[str, Any]
    name: str = ""
    language: str | None = None
    trigger: dict[str, Any] | None = None


class RawHook(Value):
    """A webhook as it came in, kept with what it brought."""

    channel: UUID
    headers: dict[str, str]
    body: bytes
    status: HookStatus = "handled"


class Person(NamedTuple):
    channel: UUID
    kind: str
    address: str
    name: str = ""
    language: str | None = None


class Received(Value):
    """``due`` says that the conversation's workflow has something to do; ``number`` is the event to nudge it up to."""

    conversation: UUID
    contact: UUID
    number: int
    due: bool


_RECEIVE = Query("""
    with conversation as (
        update conversations set
            last_event = last_event + 1,
            last_message = last_message + 1,
            last_message_at = now(),
            handled_event = handled_event + (session_id is null and last_event = handled_event and not :triggered)::int
        where channel_id = :channel and address = :address and not exists (
            select from messages
            where messages.channel_id = :channel and provider_id = :provider_id and direction = 'in')
        returning id, contact_id, last_event, last_message, last_event = handled_event as idle,
            status = 'closed' and session_id is null as reopens
    ), message as (
        insert into messages (conversation_id, channel_id, number, direction, status, content, provider_id, hook_event_id)
        select id, :channel, last_message, 'in', 'received', cast(:content as jsonb), :provider_id, cast(:hook as uuid)
        from conversation
        returning id
    ), event as (
        insert into events (conversation_id, number, kind, message_id, data, handled_at)
        select conversation.id, last_event, 'message', message.id, cast(:data as jsonb), case when idle then now() end
        from conversation, message
    )
    select id, contact_id, last_event, idle, reopens from conversation
""")

_KEEP = Query("""
    insert into hook_events (channel_id, headers, body, status, handled_at)
    values (:channel, :headers, :body, :status, now()) returning id
""")

_PERSON = """
    with known as (
        select contact_id from addresses where channel_kind = cast(:kind as text) and address = cast(:address as text)
    ), made as (
        insert into contacts (name, language)
        select cast(:name as text), cast(:language as text) where not exists (select from known) returning id
    ), person as (
        select contact_id as id from known union all select id from made
    ), address as (
        insert into addresses (contact_id, channel_kind, address)
        select id, cast(:kind as text), cast(:address as text) from made
    )
    insert into conversations (contact_id, channel_id, address)
    select id, cast(:channel as uuid), cast(:address as text) from person
    on conflict (channel_id, address) do nothing
"""
_MEET, _MAKE = Query(_PERSON), text(_PERSON)

_CONVERSATION = text("select id from conversations where channel_id = :channel and address = :address")

_COMMAND = text("""
    with conversation as (
        update conversations set last_event = last_event + 1 where id = :id returning id, last_event
    ), event as (
        insert into events (conversation_id, number, kind, data) select id, last_event, :kind, :data from conversation
    )
    select last_event from conversation
""").bindparams(bindparam("data", type_=JSONB))


async def receive(
    store: Store, workspace: UUID, arrivals: Sequence[Arrival], raw: RawHook | UUID | None
) -> list[Received]:
    """What was new among these. ``raw`` is the webhook that brought them, or the id of one that is kept already.

    Safe to call again, and at once from several processes.
    """
    attempt = 1
    while True:
        try:
            return await _store(store, workspace, arrivals, raw)
        except UniqueViolationError:  # somebody stored the same message, or made the same contact, in this instant
            if attempt == ATTEMPTS:
                raise
            attempt += 1


async def _store(
    store: Store, workspace: UUID, arrivals: Sequence[Arrival], raw: RawHook | UUID | None
) -> list[Received]:
    async with store.hot.transaction(workspace) as connection:
        hook = (await _KEEP.row(connection, raw.model_dump()))["id"] if isinstance(raw, RawHook) else raw
        found = [await _receive(connection, arrival, hook) for arrival in arrivals]
        return [one for one in found if one is not None]


async def _receive(connection: Any, arrival: Arrival, hook: UUID | None) -> Received | None:
    values = {
        "channel": arrival.channel,
        "provider_id": arrival.provider_id,
        "address": arrival.address,
        "content": arrival.content,
        "data": {"trigger": arrival.trigger} if arrival.trigger else {},
        "triggered": arrival.trigger is not None,
        "hook": hook,
    }
    row = await _RECEIVE.row(connection, values)
    if row is None:  # a stranger, or a message that is here already
        person = Person(arrival.channel, arrival.channel_kind, arrival.address, arrival.name, arrival.language)
        await _MEET.run(connection, person._asdict())
        row = await _RECEIVE.row(connection, values)
    if row is not None and row[4]:  # few are closed, so the others pay for no more than the question
        await desk.reopen(connection, row[0], {"kind": "contact"})
    return None if row is None else Received(conversation=row[0], contact=row[1], number=row[2], due=not row[3])


async def ensure_conversation(session: AsyncSession, person: Person) -> UUID:
    """The conversation with this person; it, the contact and their address are made as far as they are not there."""
    await session.execute(_MAKE, person._asdict())
    values = {"channel": person.channel, "address": person.address}
    id: UUID = (await session.execute(_CONVERSATION, values)).scalar_one()
    return id


async def command(session: AsyncSession, conversation: UUID, kind: EventKind, data: dict[str, Any]) -> int | None:
    """Put what a program or an operator asks for in line with the messages; the number to nudge up to."""
    row = (await session.execute(_COMMAND, {"id": conversation, "kind": kind, "data": data})).one_or_none()
    return None if row is None else int(row[0])
