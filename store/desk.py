"""What becomes of a conversation when people are asked in: handed over, assigned, closed, opened again, rated.

Turns do it as effects of a flow, programs by the API: by the same statements, each of which tells the workspace in the same
transaction.
"""

from collections.abc import Mapping
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from engine import Value
from store.either import Either, as_json
from store.hot import Connection
from store.states import HandOverOutcome

On: TypeAlias = AsyncSession | Connection
By: TypeAlias = Mapping[
    str, Any
]  # who did it: {"kind": "flow", "run": …}, {"kind": "key", "name": …}, {"kind": "contact"}


def telling(kind: str, change: str, more: str = "") -> Either:
    """``change`` gives ``after``, the conversation as it is then; what is told has its team, its agent and ``more``."""
    return Either(f"""
        with {change}
        insert into workspace_events (kind, contact_id, conversation_id, data)
        select '{kind}', after.contact_id, after.id, jsonb_build_object(
            'team', (select key from teams where teams.id = after.team_id),
            'agent', (select email from agents where agents.id = after.assignee_id),
            'by', cast(cast(:by as text) as jsonb) {more})
        from after
        returning conversation_id
    """)  # noqa: S608 - constants of this module


_WHO = Either("""
    select (select id from teams where key = cast(:team as text)), a.id, coalesce(a.available, false)
    from (select 1) as one left join agents a on a.email = lower(cast(:agent as text))
""")
_IN_TURN = Either("select id from teams where id = cast(:team as uuid) for update")
_NEXT = Either("""
    with member as (
        select a.id, a.assigned_at, (
            select count(*) from hand_overs h join conversations c on c.id = h.conversation_id
            where h.ended_at is null and c.assignee_id = a.id) as load
        from team_members m join agents a on a.id = m.agent_id
        where m.team_id = cast(:team as uuid) and a.available
    ), chosen as (
        select id from member where cast(:share as text) <> 'free' or load = 0
        order by case when cast(:share as text) = 'least_loaded' then load end, assigned_at nulls first, id limit 1
    )
    update agents set assigned_at = clock_timestamp() from chosen where agents.id = chosen.id returning agents.id
""")
_HAND_OVER = telling(
    "conversation.handed_over",
    """
    after as (
        update conversations set status = cast(:status as text), closed_at = null,
            waiting_since = case when cast(:status as text) = 'pending' then now() end,
            priority = coalesce(cast(:priority as text), priority),
            team_id = coalesce(cast(:team as uuid), team_id),
            assignee_id = case when cast(:named as boolean) then cast(:agent as uuid) else assignee_id end
        where id = cast(:conversation as uuid) returning id, contact_id, team_id, assignee_id, priority
    ), handed as (
        insert into hand_overs (conversation_id, session_id, team_id, agent_id, priority, note, summary)
        select id, cast(:session as uuid), team_id, assignee_id, priority, cast(:note as text),
            cast(cast(:summary as text) as jsonb) from after
        on conflict (conversation_id) where ended_at is null do update
            set session_id = coalesce(excluded.session_id, hand_overs.session_id)
        returning id
    )""",
    """, 'hand_over', (select id from handed), 'priority', after.priority, 'note', cast(:note as text)""",
)
_HAND_BACK = telling(
    "conversation.handed_back",
    """
    given as (
        update hand_overs set ended_at = now(), outcome = cast(:outcome as text), agent_id = coalesce(
            (select assignee_id from conversations where id = cast(:conversation as uuid)), agent_id)
        where conversation_id = cast(:conversation as uuid) and ended_at is null
        returning id
    ), after as (
        update conversations set status = case when status = 'pending' then 'open' else status end, waiting_since = null
        where id = cast(:conversation as uuid) and exists (select from given)
        returning id, contact_id, team_id, assignee_id
    )""",
    """, 'hand_over', (select id from given), 'outcome', cast(:outcome as text)""",
)
_ASSIGN = telling(
    "conversation.assigned",
    """
    wish as (
        select case when cast(:sets_team as boolean) then cast(:team as uuid) else team_id end as team,
            case when cast(:sets_agent as boolean) then cast(:agent as uuid) else assignee_id end as agent
        from conversations where id = cast(:conversation as uuid)
    ), after as (
        update conversations set team_id = wish.team, assignee_id = wish.agent from wish
        where id = cast(:conversation as uuid) and (team_id, assignee_id) is distinct from (wish.team, wish.agent)
        returning id, contact_id, team_id, assignee_id
    )""",
)
_CLOSE = telling(
    "conversation.closed",
    """
    after as (
        update conversations set status = 'closed', closed_at = now(), waiting_since = null
        where id = cast(:conversation as uuid) and status <> 'closed'
        returning id, contact_id, team_id, assignee_id
    )""",
    ", 'reason', cast(:reason as text)",
)
_REOPEN = telling(
    "conversation.reopened",
    """
    after as (
        update conversations set status = 'open', closed_at = null
        where id = cast(:conversation as uuid) and status = 'closed'
        returning id, contact_id, team_id, assignee_id
    )""",
)
_RATE = telling(
    "conversation.rated",
    """
    after as (
        update conversations set rating = cast(:rating as int) where id = cast(:conversation as uuid)
        returning id, contact_id, team_id, assignee_id
    ), rated as (
        update hand_overs set rating = cast(:rating as int) where id = (
            select id from hand_overs where conversation_id = cast(:conversation as uuid) order by id desc limit 1)
        returning id
    )""",
    ", 'rating', cast(:rating as int), 'hand_over', (select id from rated)",
)


class Wish(Value):
    """Who is to have a conversation: a team by its key, an agent by e-mail; ``share`` says how a team gives it out."""

    team: str = ""
    agent: str = ""
    share: str = "queue"

    @property
    def named(self) -> bool:
        return bool(self.team or self.agent)


async def found(on: On, wish: Wish) -> tuple[UUID | None, UUID | None]:
    """The team and the agent. One who is away is passed over where a team is named, too."""
    team, agent, available = await _WHO.row(on, wish.model_dump())
    if agent is not None and (available or team is None):
        return team, agent
    if team is None or wish.share == "queue":
        return team, None
    await _IN_TURN.row(on, {"team": team})  # two who come at once are not given to the same agent
    row = await _NEXT.row(on, {"team": team, "share": wish.share})
    return team, row[0] if row else None


async def hand_over(
    on: On,
    conversation: UUID,
    session: UUID | None,
    wish: Wish,
    by: By,
    *,
    taken: bool = False,
    priority: str | None = None,
    note: str = "",
    summary: Mapping[str, Any] | None = None,
) -> None:
    """``taken`` says that somebody is there already; else the conversation waits for people from now on."""
    team, agent = await found(on, wish)
    values = {
        "status": "open" if taken else "pending",
        "priority": priority,
        "team": team,
        "agent": agent,
        "named": wish.named,
        "note": note,
        "summary": None if summary is None else as_json(summary),
    }
    await _HAND_OVER.row(on, {**values, "conversation": conversation, "session": session, "by": as_json(by)})


async def hand_back(on: On, conversation: UUID, outcome: HandOverOutcome, by: By) -> None:
    """The bot, or nobody, has it again; nothing happens to one that is not with people."""
    await _HAND_BACK.row(on, {"conversation": conversation, "outcome": outcome, "by": as_json(by)})


async def assign(
    on: On, conversation: UUID, team: UUID | None, agent: UUID | None, by: By, *, sets_team: bool, sets_agent: bool
) -> None:
    values = {"team": team, "agent": agent, "sets_team": sets_team, "sets_agent": sets_agent}
    await _ASSIGN.row(on, {**values, "conversation": conversation, "by": as_json(by)})


async def close(on: On, conversation: UUID, reason: str, by: By) -> bool:
    """False if it was closed before."""
    values = {"conversation": conversation, "reason": reason, "by": as_json(by)}
    return await _CLOSE.row(on, values) is not None


async def reopen(on: On, conversation: UUID, by: By) -> None:
    await _REOPEN.row(on, {"conversation": conversation, "by": as_json(by)})


async def rate(on: On, conversation: UUID, rating: int, by: By) -> None:
    """Its newest rating, which is also that of the last time that people had it."""
    await _RATE.row(on, {"conversation": conversation, "rating": rating, "by": as_json(by)})
