"""Who took which way of an A/B test, and who of them reached its goal in time: counted from the log of steps."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from engine import Value

MOST = 100_000  # visits of a node that are looked at, the newest

# A contact counts once, by the first way taken. Goals are found by their name in the versions of this flow and in those
# that are published; both kinds of steps have an index of their own.
_COUNT = text("""
    with test as (
        select * from jsonb_to_recordset(:tests) as x (node text, goal text, seconds float)
    ), goal as materialized (
        select distinct v.id as version, n ->> 'id' as node, n -> 'data' ->> 'name' as name
        from versions v, jsonb_array_elements(v.document -> 'nodes') n
        where (v.flow_id = :flow or v.id in (select published_id from flows)) and n ->> 'type' = 'goal'
            and n -> 'data' ->> 'name' in (select goal from test)
    ), visit as (
        select test.node, test.goal, test.seconds, taken.* from test, lateral (
            select s.contact_id, t."left" as variant, t.created_at as at
            from steps t join sessions s on s.id = t.session_id
            where t.kind = 'ab_test' and t.node = test.node and t."left" is not null
                and t.flow_version = any (array(select id from versions where flow_id = :flow))
            order by t.created_at desc limit :most
        ) taken
    ), entered as (
        select distinct on (node, contact_id) * from visit order by node, contact_id, at
    ), counted as (
        select node, variant, at + seconds * interval '1 second' > now() as open, exists (
            select from sessions s join steps g on g.session_id = s.id join goal on goal.version = g.flow_version
                and goal.node = g.node and goal.name = entered.goal
            where s.contact_id = entered.contact_id and g.kind = 'goal' and g.created_at >= entered.at
                and g.created_at <= entered.at + seconds * interval '1 second'
        ) as reached from entered
    )
    select node, variant, count(*) as entered, count(*) filter (where reached) as reached,
        count(*) filter (where open and not reached) as pending
    from counted group by node, variant
""").bindparams(bindparam("tests", type_=JSONB))


_REACHED = text("""
    select distinct n -> 'data' ->> 'name' as name
    from flows f join versions v on v.id = f.published_id, jsonb_array_elements(v.document -> 'nodes') n
    where f.archived_at is null and f.id is distinct from cast(:beside as uuid)
        and n ->> 'type' = 'goal' and n -> 'data' ->> 'name' = any (:goals)
""")


class Experiment(Value):
    """What is to be counted: the ways out of a node, and a goal by its name."""

    node: str
    goal: str
    seconds: float


class VariantCount(Value):
    """``pending``: who has not reached the goal, and still has time."""

    node: str
    variant: str
    entered: int
    reached: int
    pending: int


class Experiments:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def count(self, flow: UUID, tests: Sequence[Experiment]) -> tuple[VariantCount, ...]:
        if not tests:
            return ()
        values: dict[str, Any] = {"flow": flow, "tests": [one.model_dump() for one in tests], "most": MOST}
        rows = await self._session.execute(_COUNT, values)
        return tuple(VariantCount(**row._asdict()) for row in rows)

    async def reached(self, goals: Collection[str], beside: UUID | None) -> frozenset[str]:
        """Which of these goals published flows can reach, ``beside`` this one."""
        values = {"goals": list(goals), "beside": beside}
        return frozenset((await self._session.scalars(_REACHED, values)).all()) if goals else frozenset()
