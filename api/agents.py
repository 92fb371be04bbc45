"""Agents and teams: who talks to contacts in place of the bot."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Controller, Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from pydantic import AfterValidator, Field

from api.bodies import Body, Listed, shown
from api.dependents import Depending
from api.once import Once
from api.permissions import requires
from api.problems import may_answer
from store.agents import Agents, Teams

READ, WRITE = requires("conversations:read"), requires("teams:write")
MADE = may_answer("not-found", "conflict", "idempotency-conflict")
Name = Annotated[str, Field(min_length=1, max_length=100)]


def _trimmed(key: str) -> str:
    if key != key.strip():
        raise ValueError("a key neither begins nor ends with a space")
    return key


class NewAgent(Body):
    """Somebody who talks to contacts. Flows name them by the e-mail address."""

    name: Name = Field(examples=["Maria Silva"])
    email: str = Field(max_length=254, pattern=r"^[^@\s]+@[^@\s]+$", examples=["maria@example.com"])
    available: bool = True


class AgentChange(Body):
    """What is left out stays."""

    name: Name | None = None
    available: bool | None = Field(None, description="whether conversations may be given to them now")


class NewTeam(Body):
    """``key`` is what flows call it by, and stays; ``members`` are ids of agents."""

    key: Annotated[str, AfterValidator(_trimmed)] = Field(min_length=1, max_length=100, examples=["sales"])
    name: Name = Field(examples=["Sales"])
    members: list[UUID] = Field([], max_length=500, examples=[[]])


class TeamChange(Body):
    """What is left out stays; ``members`` replaces those that there are."""

    name: Name | None = None
    members: list[UUID] | None = Field(None, max_length=500)


class AgentShown(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    name: str
    email: str
    available: bool
    created_at: datetime


class TeamShown(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    key: str
    name: str
    members: tuple[UUID, ...]
    created_at: datetime


class AgentsController(Controller):
    path = "/agents"
    tags = ("people",)

    @get(operation_id="listAgents", guards=[READ])
    async def list(self, agents: NamedDependency[Agents]) -> Listed[AgentShown]:
        """Every agent of the workspace, newest first."""
        return Listed(items=tuple(shown(AgentShown, one) for one in await agents.list()))

    @post(operation_id="createAgent", guards=[WRITE], responses=MADE)
    async def create(
        self, data: JSONBody[NewAgent], agents: NamedDependency[Agents], once: NamedDependency[Once]
    ) -> Response[AgentShown]:
        """Add an agent."""

        async def work() -> AgentShown:
            return shown(AgentShown, await agents.add(data.name, data.email, available=data.available))

        return await once(work)

    @patch("/{id:uuid}", operation_id="changeAgent", guards=[WRITE], responses=may_answer("not-found"))
    async def change(
        self, id: FromPath[UUID], data: JSONBody[AgentChange], agents: NamedDependency[Agents]
    ) -> AgentShown:
        """Rename an agent, or say that they are away: then no team gives them anything."""
        return shown(AgentShown, await agents.update(id, data.model_dump(exclude_none=True)))

    @delete("/{id:uuid}", operation_id="deleteAgent", guards=[WRITE], responses=may_answer("not-found", "conflict"))
    async def remove(
        self,
        id: FromPath[UUID],
        agents: NamedDependency[Agents],
        depending: NamedDependency[Depending],
        force: Annotated[bool, QueryParameter(description="also if flows use it")] = False,
    ) -> None:
        """Remove an agent whom no flow names. The conversations that they had are nobody's then; their notes stay."""
        if not force:
            await depending.refuse_used_name("agent", (await agents.get(id)).email)
        await agents.remove(id)


class TeamsController(Controller):
    path = "/teams"
    tags = ("people",)

    @get(operation_id="listTeams", guards=[READ])
    async def list(self, teams: NamedDependency[Teams]) -> Listed[TeamShown]:
        """Every team of the workspace with its members, newest first."""
        return Listed(items=tuple(shown(TeamShown, one) for one in await teams.list()))

    @post(operation_id="createTeam", guards=[WRITE], responses=MADE)
    async def create(
        self, data: JSONBody[NewTeam], teams: NamedDependency[Teams], once: NamedDependency[Once]
    ) -> Response[TeamShown]:
        """Make a team. Flows hand conversations over to it by its key."""

        async def work() -> TeamShown:
            return shown(TeamShown, await teams.add(data.key, data.name, data.members))

        return await once(work)

    @get("/{id:uuid}", operation_id="readTeam", guards=[READ], responses=may_answer("not-found"))
    async def read(self, id: FromPath[UUID], teams: NamedDependency[Teams]) -> TeamShown:
        """One team with its members."""
        return shown(TeamShown, await teams.get(id))

    @patch("/{id:uuid}", operation_id="changeTeam", guards=[WRITE], responses=may_answer("not-found"))
    async def change(self, id: FromPath[UUID], data: JSONBody[TeamChange], teams: NamedDependency[Teams]) -> TeamShown:
        """Rename a team, or say who is in it."""
        changes = data.model_dump(include={"name"}, exclude_none=True)
        return shown(TeamShown, await teams.update(id, changes, data.members))

    @delete("/{id:uuid}", operation_id="deleteTeam", guards=[WRITE], responses=may_answer("not-found", "conflict"))
    async def remove(
        self,
        id: FromPath[UUID],
        teams: NamedDependency[Teams],
        depending: NamedDependency[Depending],
        force: Annotated[bool, QueryParameter(description="also if flows use it")] = False,
    ) -> None:
        """Remove a team that no flow names. Its conversations wait on, for everybody; by force, flows that name it hand over
        to everybody."""
        if not force:
            await depending.refuse_used_name("team", (await teams.get(id)).key)
        await teams.remove(id)
