"""Runs as people look at them: the list with its filters, and everything that happened in one."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from engine.session import Status
from store.errors import NotFound
from store.models import (
    CallRow,
    ContactRow,
    EventRow,
    FlowRow,
    MessageRow,
    SessionRow,
    StepRow,
    TurnRow,
    VersionRow,
)
from store.pages import Page, Window, page_of
from store.records import Message, Run, RunCall, RunDetail, RunEvent, RunStep, RunTurn

# Of each version no more are looked at than can be among the latest: millions may have come through one.
_THROUGH = text("""
    with begun as (select id from sessions where flow_id = :flow order by id desc limit :most),
    within as (
        select run.id from versions cross join lateral (
            select distinct session_id as id from steps
            where flow_version = versions.id and entered = 'started' order by session_id desc limit :most
        ) run where versions.flow_id = :flow
    )
    select id from sessions where id in (select id from begun union select id from within)
        and started_at >= coalesce(cast(:since as timestamptz), started_at)
    order by id desc limit :most
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFilter:
    """What is None does not matter. ``since`` is when the run started, ``node`` where it stands or ended."""

    status: Status | None = None
    flow: UUID | None = None
    contact: UUID | None = None
    channel: UUID | None = None
    node: str | None = None
    since: datetime | None = None


class Runs:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def page(self, window: Window, which: RunFilter | None = None) -> Page[Run]:
        return await page_of(self._session, _chosen(which or RunFilter()), SessionRow.id, window, _run)

    async def through(self, flow: UUID, most: int, since: datetime | None = None) -> tuple[UUID, ...]:
        """The latest runs that came through a flow, as their own or where another flow ran it; the latest first."""
        found = await self._session.scalars(_THROUGH, {"flow": flow, "most": most, "since": since})
        return tuple(found)

    async def versions_of(self, flow: UUID) -> frozenset[UUID]:
        """The versions of a flow, which steps of runs name."""
        return frozenset(await self._session.scalars(select(VersionRow.id).where(VersionRow.flow_id == flow)))

    async def get(self, id: UUID) -> Run:
        return _run(*await self._row(id))

    async def state(self, id: UUID) -> dict[str, Any]:
        """The engine's session of a run, without what happened in it."""
        state: dict[str, Any] | None = await self._session.scalar(select(SessionRow.state).where(SessionRow.id == id))
        if state is None:
            raise NotFound("run", id)
        return state

    async def detail(self, id: UUID) -> RunDetail:
        """The run with its turns in order, each with its steps, and what was said, called and commanded meanwhile."""
        found = await self._row(id)
        row: SessionRow = found[0]
        turns = await self._turns(id)
        events = await self._events(row.conversation_id, [turn.id for turn in turns])
        calls = await self._all(select(CallRow).where(CallRow.session_id == id).order_by(CallRow.id))
        return RunDetail(
            run=_run(*found),
            state=row.state,
            contact_then=row.contact_then,
            leaving=await self._leaving(row),
            turns=turns,
            messages=await self._messages(row, [event.message_id for event in events if event.message_id]),
            calls=tuple(RunCall.model_validate(call) for call in calls),
            events=events,
        )

    async def _leaving(self, run: SessionRow) -> Any:
        """Of the run that the same commit has ended, whose state stays as it was."""
        query = select(SessionRow.state["leaving"]).where(SessionRow.conversation_id == run.conversation_id)
        return await self._session.scalar(query.where(SessionRow.ended_at == run.started_at, SessionRow.id != run.id))

    async def _row(self, id: UUID) -> Any:
        found = (await self._session.execute(_named().where(SessionRow.id == id))).one_or_none()
        if found is None:
            raise NotFound("run", id)
        return found

    async def _turns(self, id: UUID) -> tuple[RunTurn, ...]:
        steps: defaultdict[UUID, list[RunStep]] = defaultdict(list)
        for row in await self._all(select(StepRow).where(StepRow.session_id == id).order_by(StepRow.position)):
            steps[row.turn_id].append(RunStep.model_validate(row))
        rows = await self._all(select(TurnRow).where(TurnRow.session_id == id).order_by(TurnRow.number, TurnRow.id))
        return tuple(RunTurn(**_columns(row, RunTurn, "steps"), steps=tuple(steps[row.id])) for row in rows)

    async def _events(self, conversation: UUID, turns: list[UUID]) -> tuple[RunEvent, ...]:
        query = select(EventRow).where(EventRow.conversation_id == conversation, EventRow.turn_id.in_(turns))
        return tuple(RunEvent.model_validate(row) for row in await self._all(query.order_by(EventRow.number)))

    async def _messages(self, run: SessionRow, came: list[UUID]) -> tuple[Message, ...]:
        """What the run sent, and the messages that its turns answered."""
        query = select(MessageRow).where(MessageRow.conversation_id == run.conversation_id)
        query = query.where(or_(MessageRow.session_id == run.id, MessageRow.id.in_(came)))
        return tuple(Message.model_validate(row) for row in await self._all(query.order_by(MessageRow.number)))

    async def _all(self, query: Select[*tuple[Any, ...]]) -> list[Any]:
        return list(await self._session.scalars(query))


def _named() -> Select[*tuple[Any, ...]]:
    query: Select[*tuple[Any, ...]] = select(SessionRow, ContactRow.name, FlowRow.name, VersionRow.number)
    query = query.join(ContactRow, ContactRow.id == SessionRow.contact_id)
    return query.join(FlowRow, FlowRow.id == SessionRow.flow_id).join(
        VersionRow, VersionRow.id == SessionRow.version_id
    )


def _chosen(which: RunFilter) -> Select[*tuple[Any, ...]]:
    wanted = {
        SessionRow.status: which.status,
        SessionRow.flow_id: which.flow,
        SessionRow.contact_id: which.contact,
        SessionRow.channel_id: which.channel,
        SessionRow.node: which.node,
    }
    query = _named().where(*(column == value for column, value in wanted.items() if value is not None))
    if which.since is not None:
        query = query.where(SessionRow.started_at >= which.since)
    return query


def _run(row: SessionRow, contact_name: str, flow_name: str, version_number: int) -> Run:
    named = {"contact_name": contact_name, "flow_name": flow_name, "version_number": version_number}
    return Run.model_validate({**_columns(row, Run, *named), **named})


def _columns(row: Any, record: type[Run] | type[RunTurn], *others: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in record.model_fields if name not in others}
