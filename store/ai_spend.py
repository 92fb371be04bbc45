"""What models may use and have used, in a calendar month (UTC), by a conversation, by a flow and by a workspace.

An amount is held before a model is asked and put right when the answer is here. So calls that run at the same time see
each other: a budget is overrun by one call at most. What was held for a call that died stays counted: it may have been
billed.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, TypeAlias
from uuid import UUID

from pydantic import AfterValidator
from sqlalchemy import delete, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from engine import Value
from store.config import Budget
from store.errors import BudgetUsedUp
from store.models import AiSpendRow, FlowRow
from store.states import AiScope


def _clean(cost: float) -> float:
    """Sums of binary fractions come out a hair off. A billionth is far less than a token of the cheapest model costs."""
    return round(cost, 9)


Cost: TypeAlias = Annotated[float, AfterValidator(_clean)]


class Amount(Value):
    tokens: int = 0
    cost: Cost = 0


class Held(Value):
    """An amount that is counted in advance, and the month that it is counted in."""

    amount: Amount
    month: str


# In this order, so that two calls never wait for each other's rows crosswise.
_ADD = text("""
    insert into ai_spend (scope, subject, month, tokens, cost)
    select scope, subject, :month, :tokens, :cost
    from calls c join sessions s on s.id = c.session_id
    cross join lateral (values ('conversation', c.conversation_id), ('flow', s.flow_id), ('workspace', c.workspace_id))
        as each (scope, subject)
    where c.id = :call
    order by scope
    on conflict (workspace_id, scope, subject, month)
        do update set tokens = ai_spend.tokens + excluded.tokens, cost = ai_spend.cost + excluded.cost
    returning scope, tokens, cost
""")


class FlowSpend(Value):
    flow: UUID
    name: str
    tokens: int
    cost: Cost


class MonthSpend(Value):
    """What the workspace has used in a month, and its flows, the dearest first."""

    month: str
    tokens: int = 0
    cost: Cost = 0
    flows: tuple[FlowSpend, ...] = ()


class AiSpend:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of(self, month: str | None = None) -> MonthSpend:
        """Of this month, unless another is named."""
        month = month or this_month()
        mine = select(AiSpendRow.tokens, AiSpendRow.cost).where(AiSpendRow.month == month)
        total = (await self._session.execute(mine.where(AiSpendRow.scope == "workspace"))).one_or_none()
        of_flows = mine.join(FlowRow, FlowRow.id == AiSpendRow.subject).where(AiSpendRow.scope == "flow")
        of_flows = of_flows.add_columns(FlowRow.id.label("flow"), FlowRow.name)
        rows = await self._session.execute(of_flows.order_by(AiSpendRow.cost.desc(), AiSpendRow.tokens.desc()))
        flows = tuple(FlowSpend(flow=row.flow, name=row.name, tokens=row.tokens, cost=row.cost) for row in rows)
        return MonthSpend(
            month=month, tokens=total.tokens if total else 0, cost=total.cost if total else 0, flows=flows
        )

    async def hold(self, call: UUID, amount: Amount, budgets: Mapping[AiScope, Budget]) -> Held:
        """Count this amount in advance. Raises BudgetUsedUp, and the transaction must not be kept, if one is used up."""
        month = this_month()
        rows = await self._session.execute(_ADD, {"call": call, "month": month, **amount.model_dump()})
        for row in sorted(rows, key=lambda row: row.scope):
            budget = budgets.get(row.scope, Budget())
            if budget.tokens is not None and row.tokens - amount.tokens >= budget.tokens:
                raise BudgetUsedUp(row.scope, f"{budget.tokens} tokens", month)
            if budget.cost is not None and _clean(row.cost - amount.cost) >= budget.cost:
                raise BudgetUsedUp(row.scope, f"cost of {budget.cost:g}", month)
        return Held(amount=amount, month=month)

    async def forget(self) -> int:
        """Throw away what conversations used before this month: no budget asks for it, and no report; how many."""
        old = (AiSpendRow.scope == "conversation", AiSpendRow.month < this_month())
        return len((await self._session.scalars(delete(AiSpendRow).where(*old).returning(AiSpendRow.id))).all())

    async def settle(self, call: UUID, held: Held, used: Amount) -> None:
        """Put what was held right, now that it is known what was used."""
        tokens, cost = used.tokens - held.amount.tokens, used.cost - held.amount.cost
        await self._session.execute(_ADD, {"call": call, "month": held.month, "tokens": tokens, "cost": cost})


def this_month() -> str:
    return datetime.now(UTC).strftime("%Y-%m")
