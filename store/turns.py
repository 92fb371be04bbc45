"""The commit of a turn: everything that was decided, in one statement of one transaction."""

from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from engine import Value
from store.enacted import Place, enact
from store.errors import Unstorable
from store.hot import Connection, Query
from store.states import SessionStatus

_DATA_EXCEPTION = "22"  # the class of SQL states for values that do not fit


class SessionAfter(Value):
    """The session as it is to be stored; ``state`` is the engine's, the rest is for lists and filters."""

    id: UUID
    flow: UUID
    version: UUID
    status: SessionStatus
    reason: str | None
    waiting: str | None
    waits_for: str | None = None
    node: str | None
    deadline: datetime | None
    state: dict[str, Any]
    turn: int


class ContactDelta(Value):
    """What the turn changed of the contact; names are set where they are not None."""

    name: str | None = None
    language: str | None = None
    set_fields: dict[str, Any] = {}
    unset_fields: tuple[str, ...] = ()
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()


class Decided(Value):
    """A turn, ready to be committed. ``messages`` are the contents to send; the first is marked as being sent. ``enacted``
    are the effects that the database carries out by itself. ``typing`` is shown after all, and is not kept."""

    turn: UUID
    key: str
    number: int
    event_kind: str
    event: UUID | None
    handled: tuple[int, ...]
    session: SessionAfter | None
    closed: UUID | None
    closed_reason: str | None
    open: UUID | None
    contact: ContactDelta
    steps: tuple[dict[str, Any], ...]
    messages: tuple[dict[str, Any], ...]
    first_status: str
    calls: tuple[dict[str, Any], ...]
    enacted: tuple[dict[str, Any], ...] = ()
    problems: tuple[dict[str, Any], ...]
    typing: bool = False
    result: dict[str, Any]


_SESSION = """
    closed as (
        update sessions set status = 'cancelled', reason = :closed_reason, waiting = null, waits_for = null, deadline = null,
            ended_at = now(), updated_at = now()
        where id = cast(:closed as uuid)
    ), run as (
        insert into sessions (id, conversation_id, contact_id, channel_id, flow_id, version_id, status, reason, waiting,
            waits_for, node, deadline, state, turn, steps, sent, ended_at)
        select cast(:session as uuid), :conversation, contact_id, channel_id, cast(:flow as uuid), cast(:version as uuid),
            :status, :reason, :waiting, :waits_for, :node, cast(:deadline as timestamptz), :state, cast(:number as int),
            jsonb_array_length(:steps), jsonb_array_length(:messages), case when :ended then now() end
        from conversations where id = :conversation and cast(:session as uuid) is not null
        on conflict (id) do update set status = excluded.status, reason = excluded.reason, waiting = excluded.waiting,
            waits_for = excluded.waits_for, node = excluded.node,
            deadline = excluded.deadline, state = excluded.state, turn = excluded.turn,
            steps = sessions.steps + excluded.steps, sent = sessions.sent + excluded.sent,
            ended_at = excluded.ended_at, updated_at = now()
    )"""

_LOG = """
    turn as (
        insert into turns (id, conversation_id, session_id, number, key, event_kind, event_id, result, problems)
        values (cast(:turn as uuid), cast(:conversation as uuid), cast(:session as uuid), cast(:number as int), :key, :event_kind,
            cast(:event as uuid), :result, :problems)
    ), step as (
        insert into steps (session_id, turn_id, position, flow_version, node, kind, entered, "left", problems)
        select cast(:session as uuid), :turn, position - 1, (x ->> 'flow')::uuid, x ->> 'node', x ->> 'kind',
            x ->> 'entered', x ->> 'left', x -> 'problems'
        from jsonb_array_elements(:steps) with ordinality as each (x, position)
    ), call as (
        insert into calls (session_id, conversation_id, turn_id, call_key, node, kind, request, timeout_seconds,
            max_attempts)
        select cast(:session as uuid), :conversation, :turn, x ->> 'key', x ->> 'node', x ->> 'kind', x -> 'params',
            (x ->> 'timeout')::float, (x ->> 'attempts')::int
        from jsonb_array_elements(:calls) as each (x)
        returning id
    ), abandoned as (
        update calls set status = 'abandoned', finished_at = now()
        where session_id = any (array[cast(:closed as uuid), case when :ended then cast(:session as uuid) end])
            and status = 'waiting'
    )"""

_SAID = """
    message as (
        insert into messages (conversation_id, channel_id, number, direction, status, content, session_id, turn_id, key,
            sending_at)
        select c.id, c.channel_id, c.last_message + position, 'out',
            case when position = 1 then :first_status else 'queued' end, x, cast(:session as uuid), :turn,
            cast(:turn as uuid) || '/' || position, case when position = 1 and :first_status = 'sending' then now() end
        from conversations c, jsonb_array_elements(:messages) with ordinality as each (x, position)
        where c.id = :conversation
        returning id, number
    ), event as (
        update events set handled_at = now(), turn_id = :turn
        where conversation_id = :conversation and number = any (cast(:handled as bigint[]))
    ), contact as (
        update contacts set
            name = coalesce(:name, contacts.name), language = coalesce(:language, contacts.language),
            fields = (contacts.fields || :set_fields) - cast(:unset_fields as text[]),
            tags = array(select tag from unnest(tags) as tag where tag <> all (cast(:remove_tags as text[] )
                || cast(:add_tags as text[]))) || cast(:add_tags as text[]),
            updated_at = now()
        where contacts.id = (select contact_id from conversations where id = :conversation) and :changed
    )"""

_COMMIT = Query(f"""
    with {_SESSION}, {_LOG}, {_SAID}
    update conversations set session_id = cast(:open as uuid),
        handled_event = handled_event + cardinality(cast(:handled as bigint[])),
        last_message = last_message + jsonb_array_length(:messages),
        last_message_at = case when jsonb_array_length(:messages) > 0 then now() else last_message_at end
    where id = :conversation
    returning (select id from call), array(select id from message order by number)
""")  # noqa: S608 - three constants of this module


class Committed(Value):
    """The ids that the database gave: of the call, if one is to be made, and of the messages in order."""

    call: UUID | None
    messages: tuple[UUID, ...]


async def commit(connection: Connection, conversation: UUID, decided: Decided) -> Committed:
    """Raises Unstorable for what will never be stored, however often it is tried."""
    try:
        row = await _COMMIT.row(connection, _values(conversation, decided))
        place = Place(conversation, decided.session.id if decided.session else None, decided.turn)
        await enact(connection, place, decided.enacted)
    except asyncpg.PostgresError as error:
        if (state := str(error.sqlstate)).startswith(_DATA_EXCEPTION):
            raise Unstorable(state) from error
        raise
    return Committed(call=row[0], messages=tuple(row[1]))


def _values(conversation: UUID, decided: Decided) -> dict[str, Any]:
    after, contact = decided.session, decided.contact
    return {
        "conversation": conversation,
        **decided.model_dump(exclude={"session", "contact"}),
        **contact.model_dump(),
        "changed": contact != ContactDelta(),
        "session": after.id if after else None,
        "flow": after.flow if after else None,
        "version": after.version if after else None,
        "status": after.status if after else "completed",
        "reason": after.reason if after else None,
        "waiting": after.waiting if after else None,
        "waits_for": after.waits_for if after else None,
        "node": after.node if after else None,
        "deadline": after.deadline if after else None,
        "state": after.state if after else {},
        "ended": after is not None and after.status in {"completed", "failed", "cancelled"},
    }
