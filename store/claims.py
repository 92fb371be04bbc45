"""The claim: what a turn reads of a conversation, under the lock that makes it the only one to decide."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from engine import Channel, Contact, Session, Value
from engine.contact_fields import ContactField
from store.database import Store
from store.hot import Connection, Query
from store.states import EventKind

Row: TypeAlias = Any  # an asyncpg record

# Joins by a known id are subqueries with a limit: whatever the statistics say of a young table, its key is used.
_CLAIM = Query("""
    select c.contact_id, c.channel_id, c.address, c.session_id, c.last_event, c.last_message,
           c.last_event - c.handled_event as pending,
           p.name, p.language, p.fields, p.tags, p.segments,
           h.kind as channel_kind, h.name as channel_name, h.status as channel_status,
           w.globals,
           (select jsonb_object_agg(f.key, jsonb_build_object('type', f.type, 'choices', f.choices)) from contact_fields f)
               as defined,
           s.flow_id, s.version_id, s.status, s.state,
           e.id as event_id, e.number as event_number, e.kind as event_kind, e.data, m.content,
           k.id as call_id, k.status as call_status, k.result as call_result, k.error as call_error,
           k.detail as call_detail, k.node as call_node, k.kind as call_kind, k.timeout_seconds,
           d.status as delivery,
           t.result as done,
           case when t.id is not null then exists (select from turns n where n.conversation_id = c.id and n.id > t.id)
               else false end as overtaken,
           exists (select from addresses a where a.channel_kind = h.kind and a.address = c.address
               and a.opted_out_at is not null) as stopped,
           exists (select from messages u where u.conversation_id = c.id and u.status = any (array['queued', 'sending']))
               as unsent,
           case when :pace > 0 then (
               select created_at from messages b where b.conversation_id = c.id and b.number = c.last_message - :pace limit 1
           ) end as paced,
           case when e.kind = 'start' then (select max(b.started_at) from sessions b
               where b.contact_id = c.contact_id and b.flow_id::text = e.data ->> 'flow') end as started,
           uuidv7() as fresh_turn, uuidv7() as fresh_session
    from conversations c
    join lateral (select * from contacts where id = c.contact_id limit 1) p on true
    join lateral (select * from channels where id = c.channel_id limit 1) h on true
    join lateral (select globals from workspaces where id = c.workspace_id limit 1) w on true
    left join lateral (select * from sessions where id = c.session_id limit 1) s on true
    left join lateral (
        select status from messages v where v.conversation_id = c.id and v.session_id = s.id and v.direction = 'out'
            and s.waiting = 'delivery' order by v.number desc limit 1
    ) d on true
    left join lateral (select id, result from turns where conversation_id = c.id and key = :key limit 1) t on true
    left join lateral (
        select * from calls where session_id = s.id and call_key = s.state -> 'waiting' ->> 'call' limit 1
    ) k on true
    left join lateral (
        select * from events x
        where x.conversation_id = c.id and x.handled_at is null and (x.kind not in ('message', 'happened')
            or s.waiting is distinct from 'call' and s.status is distinct from 'blocked')
        order by x.number limit 1
    ) e on true
    left join lateral (select content from messages where id = e.message_id limit 1) m on true
    where c.id = :id
""")


class ClaimedEvent(Value):
    """The next event in line; ``message`` is the stored content of a message."""

    id: UUID
    number: int
    kind: EventKind
    data: dict[str, Any] = {}
    message: dict[str, Any] | None = None


class OpenSession(Value):
    id: UUID
    flow: UUID
    version: UUID
    session: Session


class CallOutcome(Value):
    result: Any = None
    error: str | None = None
    detail: str = ""


class WaitingCall(Value):
    """A call whose outcome is still to come; ``seconds`` is its timeout."""

    id: UUID
    node: str
    kind: str
    seconds: float


class Claim(Value):
    """A conversation as a turn finds it. ``done`` is the committed result, when this turn ran before; ``overtaken`` says
    that later turns were committed, too; ``paced`` is when the message came or went that is as far back as was asked;
    ``delivery`` is the state of the session's last message, where it waits for that; ``started`` is when the flow that the
    event is to start was last started for the contact."""

    conversation: UUID
    contact: Contact
    channel: Channel
    address: str
    stopped: bool
    globals: dict[str, Any]
    contact_fields: dict[str, ContactField] = {}
    open: OpenSession | None
    event: ClaimedEvent | None
    call: CallOutcome | None
    waiting_call: WaitingCall | None
    last_event: int
    last_message: int
    pending: int
    unsent: bool
    done: dict[str, Any] | None
    overtaken: bool
    paced: datetime | None = None
    delivery: str | None = None
    started: datetime | None = None
    fresh_turn: UUID
    fresh_session: UUID


@asynccontextmanager
async def claimed(
    store: Store, workspace: UUID, conversation: UUID, key: str, pace: int = 0
) -> AsyncIterator[tuple[Connection, Claim | None]]:
    """The conversation, locked until the block ends, which commits. The claim is None when it has been erased."""
    async with store.hot.transaction(workspace, lock=conversation) as connection:
        row = await _CLAIM.row(connection, {"id": conversation, "key": key, "pace": pace})
        yield connection, None if row is None else _claim(conversation, row)


def _claim(conversation: UUID, row: Row) -> Claim:
    return Claim(
        conversation=conversation,
        contact=_contact(row),
        channel=Channel(id=row["channel_id"], kind=row["channel_kind"], name=row["channel_name"]),
        address=row["address"],
        stopped=row["stopped"],
        globals=row["globals"],
        contact_fields=_defined(row["defined"]),
        open=_open(row),
        event=_event(row),
        call=_call(row),
        waiting_call=_waiting_call(row),
        last_event=row["last_event"],
        last_message=row["last_message"],
        pending=row["pending"],
        unsent=row["unsent"],
        done=row["done"],
        overtaken=row["overtaken"],
        paced=row["paced"],
        delivery=row["delivery"],
        started=row["started"],
        fresh_turn=row["fresh_turn"],
        fresh_session=row["fresh_session"],
    )


def _contact(row: Row) -> Contact:
    return Contact(
        id=row["contact_id"],
        name=row["name"],
        language=row["language"],
        fields=row["fields"],
        tags=tuple(row["tags"]),
        opted_out=row["stopped"],
        segments=tuple(row["segments"]),
    )


def _defined(found: dict[str, Any] | None) -> dict[str, ContactField]:
    return {key: ContactField.model_validate(field) for key, field in (found or {}).items()}


def _open(row: Row) -> OpenSession | None:
    if row["session_id"] is None:
        return None
    state = Session.model_validate(row["state"]).model_copy(update={"status": row["status"]})
    return OpenSession(id=row["session_id"], flow=row["flow_id"], version=row["version_id"], session=state)


def _event(row: Row) -> ClaimedEvent | None:
    if row["event_id"] is None:
        return None
    return ClaimedEvent(
        id=row["event_id"], number=row["event_number"], kind=row["event_kind"], data=row["data"], message=row["content"]
    )


def _call(row: Row) -> CallOutcome | None:
    if row["call_id"] is None or row["call_status"] == "waiting":
        return None
    return CallOutcome(result=row["call_result"], error=row["call_error"], detail=row["call_detail"])


def _waiting_call(row: Row) -> WaitingCall | None:
    if row["call_id"] is None or row["call_status"] != "waiting":
        return None
    return WaitingCall(id=row["call_id"], node=row["call_node"], kind=row["call_kind"], seconds=row["timeout_seconds"])
