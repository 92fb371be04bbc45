"""Conversations as people look at them: whose they are, what waits, and what was handed over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from store import desk
from store.agents import Agents, Teams
from store.errors import NotFound
from store.inbox import command
from store.models import ContactRow, ConversationRow, HandOverRow
from store.pages import Page, Window, page_of
from store.records import Record
from store.states import ConversationStatus, HandOverOutcome, Priority


class Conversation(Record):
    """``waiting_since`` is since when people are waited for; ``run`` is what the bot is in, ``rating`` the newest one."""

    id: UUID
    contact_id: UUID
    contact_name: str
    channel_id: UUID
    status: ConversationStatus
    priority: Priority
    team_id: UUID | None
    assignee_id: UUID | None
    waiting_since: datetime | None
    closed_at: datetime | None
    rating: int | None
    run: UUID | None
    last_message_at: datetime | None
    created_at: datetime


class HandOver(Record):
    """A time that people had the conversation. ``summary`` is what the flow had learned before."""

    id: UUID
    session_id: UUID | None
    team_id: UUID | None
    agent_id: UUID | None
    priority: Priority
    note: str
    summary: dict[str, Any] | None
    created_at: datetime
    ended_at: datetime | None
    outcome: HandOverOutcome | None
    rating: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationFilter:
    """What is None does not matter. ``assigned`` says whether somebody has it."""

    status: ConversationStatus | None = None
    team: UUID | None = None
    assignee: UUID | None = None
    assigned: bool | None = None
    contact: UUID | None = None
    channel: UUID | None = None


class Conversations:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def page(self, window: Window, which: ConversationFilter) -> Page[Conversation]:
        return await page_of(self._session, _chosen(which), ConversationRow.id, window, _conversation)

    async def get(self, id: UUID) -> Conversation:
        query = _named().where(ConversationRow.id == id).execution_options(populate_existing=True)
        found = (await self._session.execute(query)).one_or_none()
        if found is None:
            raise NotFound("conversation", id)
        return _conversation(*found)

    async def hand_overs(self, id: UUID, limit: int) -> tuple[HandOver, ...]:
        """The newest first."""
        query = select(HandOverRow).where(HandOverRow.conversation_id == id).order_by(HandOverRow.id.desc())
        return tuple(HandOver.model_validate(row) for row in await self._session.scalars(query.limit(limit)))

    async def change(self, id: UUID, changes: Mapping[str, Any], reason: str, by: desk.By) -> int | None:
        """Change status, team, assignee and priority, as far as they are given.

        Closing is told to the run that is open: the number to nudge the conversation up to.
        """
        await self._locked(id)
        await self._assign(id, changes, by)
        if changes.get("priority"):
            await self._set(id, priority=changes["priority"])
        return await self._become(id, changes.get("status"), reason, by)

    async def _assign(self, id: UUID, changes: Mapping[str, Any], by: desk.By) -> None:
        team, agent = changes.get("team_id"), changes.get("assignee_id")
        if team is not None:
            await Teams(self._session).get(team)
        if agent is not None:
            await Agents(self._session).get(agent)
        sets = {"sets_team": "team_id" in changes, "sets_agent": "assignee_id" in changes}
        await desk.assign(self._session, id, team, agent, by, **sets)

    async def _become(self, id: UUID, status: str | None, reason: str, by: desk.By) -> int | None:
        if status == "closed":
            return await self._close(id, reason, by)
        if status == "open":
            await desk.reopen(self._session, id, by)
            await self._set(id, status="open", waiting_since=None)
        if status == "pending":
            await desk.reopen(self._session, id, by)
            since = func.coalesce(ConversationRow.waiting_since, func.now())
            await self._set(id, status="pending", waiting_since=since)
        return None

    async def _close(self, id: UUID, reason: str, by: desk.By) -> int | None:
        if not await desk.close(self._session, id, reason, by):
            return None
        if (await self.get(id)).run is not None:  # the turn that takes it ends the hand-over, too
            return await command(self._session, id, "hand_back", {"resolved": True, "by": dict(by)})
        await desk.hand_back(self._session, id, "resolved", by)
        return None

    async def _set(self, id: UUID, **values: Any) -> None:
        await self._session.execute(update(ConversationRow).where(ConversationRow.id == id).values(values))

    async def _locked(self, id: UUID) -> None:
        query = select(ConversationRow.id).where(ConversationRow.id == id).with_for_update()
        if await self._session.scalar(query) is None:
            raise NotFound("conversation", id)


def _named() -> Select[*tuple[Any, ...]]:
    query: Select[*tuple[Any, ...]] = select(ConversationRow, ContactRow.name)
    return query.join(ContactRow, ContactRow.id == ConversationRow.contact_id)


def _chosen(which: ConversationFilter) -> Select[*tuple[Any, ...]]:
    wanted = {
        ConversationRow.status: which.status,
        ConversationRow.team_id: which.team,
        ConversationRow.assignee_id: which.assignee,
        ConversationRow.contact_id: which.contact,
        ConversationRow.channel_id: which.channel,
    }
    query = _named().where(*(column == value for column, value in wanted.items() if value is not None))
    if which.assigned is not None:
        nobody = ConversationRow.assignee_id.is_(None)
        query = query.where(~nobody if which.assigned else nobody)
    return query


def _conversation(row: ConversationRow, contact_name: str) -> Conversation:
    columns = {name: getattr(row, name) for name in Conversation.model_fields if name not in {"contact_name", "run"}}
    return Conversation.model_validate({**columns, "contact_name": contact_name, "run": row.session_id})
