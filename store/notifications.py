"""What agents are told, each for themselves, and what they have read of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from store.agents import Agents
from store.ages import id_of_age
from store.desk import By, On, telling
from store.either import as_json
from store.errors import NotFound
from store.models import NotificationRow
from store.pages import Page, Window, page_of
from store.records import Record

# Whoever is named is told; if nobody is, the agent whose conversation it is, or else its team. Somebody is always told:
# at the worst everybody, in one notification without an agent.
_NOTIFY = telling(
    "conversation.notified",
    """
    after as (
        select id, contact_id,
            case when cast(:team as text) = '' and cast(:agent as text) = '' then team_id
                else (select id from teams where key = cast(:team as text)) end as team_id,
            case when cast(:team as text) = '' and cast(:agent as text) = '' then assignee_id
                else (select id from agents where email = lower(cast(:agent as text))) end as assignee_id
        from conversations where id = cast(:conversation as uuid)
    ), told as (
        select assignee_id as agent from after where assignee_id is not null
        union
        select m.agent_id from after join team_members m using (team_id)
        where cast(:team as text) <> '' or assignee_id is null
    ), made as (
        insert into notifications (agent_id, conversation_id, text)
        select agent, cast(:conversation as uuid), cast(:text as text) from (
            select agent from told union all select null where not exists (select from told)) as everybody (agent)
    )""",
    ", 'text', cast(:text as text)",
)


class Notification(Record):
    """``agent_id`` is None where it is for everybody."""

    id: UUID
    agent_id: UUID | None
    conversation_id: UUID
    text: str
    created_at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class NotificationFilter:
    """``agent`` also sees what is for everybody."""

    agent: UUID | None = None
    unread: bool = False


async def notify(on: On, conversation: UUID, text: str, by: By, *, team: str = "", agent: str = "") -> None:
    values = {"conversation": conversation, "text": text, "team": team, "agent": agent, "by": as_json(by)}
    await _NOTIFY.row(on, values)


class Notifications:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def page(self, window: Window, which: NotificationFilter) -> Page[Notification]:
        query = select(NotificationRow)
        if which.agent is not None:
            await Agents(self._session).get(which.agent)
            query = query.where(or_(NotificationRow.agent_id == which.agent, NotificationRow.agent_id.is_(None)))
        if which.unread:
            query = query.where(NotificationRow.read_at.is_(None))
        return await page_of(self._session, query, NotificationRow.id, window, Notification.model_validate)

    async def forget(self, older_than: timedelta) -> int:
        """Throw away what is so old, read or not; how many."""
        table = NotificationRow
        gone = delete(table).where(table.id < id_of_age(older_than)).returning(table.id)
        return len((await self._session.scalars(gone)).all())

    async def read(self, id: UUID) -> Notification:
        """It was read; when, is when it was for the first time."""
        now = func.coalesce(NotificationRow.read_at, func.now())
        statement = update(NotificationRow).where(NotificationRow.id == id).values(read_at=now)
        row = await self._session.scalar(statement.returning(NotificationRow))
        if row is None:
            raise NotFound("notification", id)
        return Notification.model_validate(row)
