"""The log of triggers that no message pulls: what they heard, for whom, and what came of it."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, delete, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from engine.listeners import Heard
from store.ages import id_of_age
from store.models import EventRow, TriggeredRow, TurnRow
from store.pages import Page, Window, page_of
from store.records import Record
from store.states import Triggered

_CHAIN = text("""
    select e.data -> 'chain' from turns t join events e on e.id = t.event_id
    where t.session_id = :run and e.kind = 'start' order by t.number limit 1
""")


class TriggeredRecord(Record):
    """``run`` is what was started; none as long as the order waits in line."""

    id: UUID
    node: str
    heard: str
    contact_id: UUID
    conversation_id: UUID | None
    outcome: Triggered
    created_at: datetime
    run: UUID | None = None


class TriggerLog:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def chain(self, run: UUID) -> tuple[str, ...]:
        """The triggers that led to this run, one after the other; none if somebody wrote."""
        return tuple(await self._session.scalar(_CHAIN, {"run": run}) or ())

    async def add(self, found: Heard, heard: str, contact: UUID, number: int | None) -> None:
        trigger, reach = found.trigger, found.reach
        place = {"conversation_id": reach.conversation if reach else None, "number": number}
        row = TriggeredRow(flow_id=trigger.flow_id, node=trigger.node, heard=heard, contact_id=contact, **place)
        row.outcome = found.outcome
        self._session.add(row)
        await self._session.flush()

    async def page(self, flow: UUID, window: Window) -> Page[TriggeredRecord]:
        """Newest first."""
        order = and_(EventRow.conversation_id == TriggeredRow.conversation_id, EventRow.number == TriggeredRow.number)
        query = select(TriggeredRow, TurnRow).where(TriggeredRow.flow_id == flow)
        query = query.outerjoin(EventRow, order).outerjoin(TurnRow, TurnRow.id == EventRow.turn_id)
        return await page_of(self._session, query, TriggeredRow.id, window, _record)

    async def forget(self, older_than: timedelta) -> int:
        """Throw away what is so old; how many."""
        old = TriggeredRow.id < id_of_age(older_than)
        gone = await self._session.scalars(delete(TriggeredRow).where(old).returning(TriggeredRow.id))
        return len(gone.all())


def _record(row: TriggeredRow, turn: TurnRow | None) -> TriggeredRecord:
    """An order that was taken without a run had found another flow open when its turn came."""
    found = TriggeredRecord.model_validate(row)
    if turn is None:
        return found
    return found.model_copy(update={"run": turn.session_id, "outcome": "started" if turn.session_id else "busy"})
