"""Agents, who talk to contacts in place of the bot, and their teams."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import delete, func, insert, select
from sqlalchemy.dialects.postgresql import insert as insert_new
from sqlalchemy.ext.asyncio import AsyncSession

from store.errors import Conflict, NotFound
from store.models import AgentRow, TeamMemberRow, TeamRow
from store.records import Record

R = TypeVar("R", AgentRow, TeamRow)
_KINDS = {AgentRow: "agent", TeamRow: "team"}


class Agent(Record):
    """``available`` says whether conversations may be given to them now."""

    id: UUID
    name: str
    email: str
    available: bool
    created_at: datetime


class Team(Record):
    """``key`` is what flows call it by; ``members`` are agents."""

    id: UUID
    key: str
    name: str
    members: tuple[UUID, ...] = ()
    created_at: datetime


class Agents:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def list(self) -> tuple[Agent, ...]:
        rows = await self._session.scalars(select(AgentRow).order_by(AgentRow.id.desc()))
        return tuple(Agent.model_validate(row) for row in rows)

    async def add(self, name: str, email: str, *, available: bool = True) -> Agent:
        """An agent is known by their e-mail address, in whatever case it is written."""
        values = {"name": name, "email": email.lower(), "available": available}
        return Agent.model_validate(await _added(self._session, AgentRow, values, email))

    async def get(self, id: UUID) -> Agent:
        return Agent.model_validate(await _row(self._session, AgentRow, id))

    async def known(self, email: str) -> Agent:
        row = await self._session.scalar(select(AgentRow).where(AgentRow.email == email.lower()))
        if row is None:
            raise NotFound("agent", email)
        return Agent.model_validate(row)

    async def update(self, id: UUID, changes: Mapping[str, Any]) -> Agent:
        row = await _row(self._session, AgentRow, id)
        for name, value in changes.items():
            setattr(row, name, value)
        await self._session.flush()
        return Agent.model_validate(row)

    async def remove(self, id: UUID) -> None:
        """What they had in hand is nobody's then, and waits where it is."""
        await _remove(self._session, AgentRow, id)


class Teams:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def list(self) -> tuple[Team, ...]:
        rows = (await self._session.scalars(select(TeamRow).order_by(TeamRow.id.desc()))).all()
        members = await self._members([row.id for row in rows])
        return tuple(_team(row, members.get(row.id, ())) for row in rows)

    async def keys(self) -> frozenset[str]:
        return frozenset(await self._session.scalars(select(TeamRow.key)))

    async def add(self, key: str, name: str, members: Sequence[UUID] = ()) -> Team:
        row = await _added(self._session, TeamRow, {"key": key, "name": name}, key)
        return await self.update(row.id, {}, members)

    async def get(self, id: UUID) -> Team:
        row = await _row(self._session, TeamRow, id)
        return _team(row, (await self._members([id])).get(id, ()))

    async def update(self, id: UUID, changes: Mapping[str, Any], members: Sequence[UUID] | None = None) -> Team:
        """``members`` replaces those that there are."""
        row = await _row(self._session, TeamRow, id)
        for name, value in changes.items():
            setattr(row, name, value)
        await self._session.flush()
        if members is not None:
            await self._staff(id, members)
        return await self.get(id)

    async def remove(self, id: UUID) -> None:
        """Its conversations wait on, for anybody."""
        await _remove(self._session, TeamRow, id)

    async def _staff(self, team: UUID, members: Sequence[UUID]) -> None:
        wanted = dict.fromkeys(members)
        known = set(await self._session.scalars(select(AgentRow.id).where(AgentRow.id.in_(wanted))))
        for missing in (id for id in wanted if id not in known):
            raise NotFound("agent", missing)
        await self._session.execute(delete(TeamMemberRow).where(TeamMemberRow.team_id == team))
        if wanted:
            await self._session.execute(insert(TeamMemberRow), [{"team_id": team, "agent_id": id} for id in wanted])

    async def _members(self, teams: Sequence[UUID]) -> dict[UUID, tuple[UUID, ...]]:
        listed = func.array_agg(TeamMemberRow.agent_id)
        query = select(TeamMemberRow.team_id, listed).where(TeamMemberRow.team_id.in_(teams))
        rows = await self._session.execute(query.group_by(TeamMemberRow.team_id))
        return {team: tuple(sorted(members)) for team, members in rows}


def _team(row: TeamRow, members: Sequence[UUID]) -> Team:
    return Team.model_validate(
        {**{n: getattr(row, n) for n in ("id", "key", "name", "created_at")}, "members": members}
    )


async def _added(session: AsyncSession, table: type[R], values: dict[str, Any], name: str) -> R:
    statement = insert_new(table).values(values).on_conflict_do_nothing().returning(table)
    row = await session.scalar(statement)
    if row is None:
        raise Conflict(_KINDS[table], f"there is one called {name!r} already")
    return row


async def _row(session: AsyncSession, table: type[R], id: UUID) -> R:
    row = await session.get(table, id)
    if row is None:
        raise NotFound(_KINDS[table], id)
    return row


async def _remove(session: AsyncSession, table: type[R], id: UUID) -> None:
    if await session.scalar(delete(table).where(table.id == id).returning(table.id)) is None:
        raise NotFound(_KINDS[table], id)
