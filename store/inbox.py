"""What comes in: one transaction keeps the webhook, finds or makes the contact and the conversation, and numbers the event.

The common case, a contact who wrote before, is one statement. A repeated delivery changes nothing: the unique key on the
provider's message id refuses it, also when both arrive in the same instant.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from engine import Value
from store.database import Store
from store.states import EventKind, HookStatus

ATTEMPTS = 5


class Arrival(Value):
    """A message of a contact, ready to be stored. ``trigger`` is what it starts if nothing waits for it."""

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


_RECEIVE = text("""
    with conversation as (
        update conversations set
            last_event = last_event + 1,
            last_message = last_message + 1,
            last_message_at = now(),
            handled_event = handled_event + (session_id is null and last_event = handled_event and not :triggered)::int
        where channel_id = :channel and address = :address and not exists (
            select from messages
            where messages.channel_id = :channel and provider_id = :provider_id and direction = 'in')
        returning id, contact_id, last_event, last_message, last_event = handled_event as idle
    ), message as (
        insert into messages (conversation_id, channel_id, number, direction, status, content, provider_id, hook_event_id)
        select id, :channel, last_message, 'in', 'received', :content, :provider_id, :hook from conversation
        returning id
    ), event as (
        insert into events (conversation_id, number, kind, message_id, data, handled_at)
        select conversation.id, last_event, 'message', message.id, :data, case when idle then now() end
        from conversation, message
    )
    select id, contact_id, last_event, idle from conversation
""").bindparams(bindparam("content", type_=JSONB), bindparam("data", type_=JSONB))

_KEEP = text("""
    insert into hook_events (channel_id, headers, body, status, handled_at)
    values (:channel, :headers, :body, :status, now()) returning id
""").bindparams(bindparam("headers", type_=JSONB))

_CONVERSATION = text("select id from conversations where channel_id = :channel and address = :address")

_KNOWN = text("select id from messages where channel_id = :channel and provider_id = :provider_id and direction = 'in'")

_PERSON = text("""
    with known as (
        select contact_id from addresses where channel_kind = :kind and address = :address
    ), made as (
        insert into contacts (name, language) select :name, :language where not exists (select from known) returning id
    ), person as (
        select contact_id as id from known union all select id from made
    ), address as (
        insert into addresses (contact_id, channel_kind, address)
        select id, :kind, :address from made
    )
    insert into conversations (contact_id, channel_id, address) select id, :channel, :address from person
    on conflict (workspace_id, channel_id, address) do nothing
""")

_COMMAND = text("""
    with conversation as (
        update conversations set last_event = last_event + 1 where id = :id returning id, last_event
    ), event as (
        insert into events (conversation_id, number, kind, data) select id, last_event, :kind, :data from conversation
    )
    select last_event from conversation
""").bindparams(bindparam("data", type_=JSONB))


async def receive(store: Store, workspace: UUID, arrivals: Sequence[Arrival], raw: RawHook | None) -> list[Received]:
    """What was new among these. Safe to call again, and at once from several processes."""
    for attempt in range(ATTEMPTS):
        try:
            async with store.transaction(workspace) as session:
                hook = await _keep(session, raw) if raw else None
                found = [await _receive(session, arrival, hook) for arrival in arrivals]
                return [one for one in found if one is not None]
        except IntegrityError:
            if attempt == ATTEMPTS - 1:
                raise
    return []  # unreachable: the last attempt returns or raises


async def _keep(session: AsyncSession, raw: RawHook) -> UUID:
    id: UUID = (await session.execute(_KEEP, raw.model_dump())).scalar_one()
    return id


async def _receive(session: AsyncSession, arrival: Arrival, hook: UUID | None) -> Received | None:
    key = {"channel": arrival.channel, "provider_id": arrival.provider_id}
    values = {
        **key,
        "address": arrival.address,
        "content": arrival.content,
        "data": {"trigger": arrival.trigger} if arrival.trigger else {},
        "triggered": arrival.trigger is not None,
        "hook": hook,
    }
    row = (await session.execute(_RECEIVE, values)).one_or_none()
    if row is None:
        if (await session.execute(_KNOWN, key)).first() is not None:
            return None
        person = Person(arrival.channel, arrival.channel_kind, arrival.address, arrival.name, arrival.language)
        await ensure_conversation(session, person)
        row = (await session.execute(_RECEIVE, values)).one_or_none()
    return None if row is None else Received(conversation=row[0], contact=row[1], number=row[2], due=not row[3])


async def ensure_conversation(session: AsyncSession, person: Person) -> UUID:
    """The conversation with this person; it, the contact and their address are made as far as they are not there."""
    await session.execute(_PERSON, person._asdict())
    values = {"channel": person.channel, "address": person.address}
    id: UUID = (await session.execute(_CONVERSATION, values)).scalar_one()
    return id


async def command(session: AsyncSession, conversation: UUID, kind: EventKind, data: dict[str, Any]) -> int | None:
    """Put what a program or an operator asks for in line with the messages; the number to nudge up to."""
    row = (await session.execute(_COMMAND, {"id": conversation, "kind": kind, "data": data})).one_or_none()
    return None if row is None else int(row[0])


