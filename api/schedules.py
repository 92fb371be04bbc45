"""When a flow's schedules come."""

from datetime import UTC, datetime
from itertools import islice
from uuid import UUID

import msgspec
from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from api.bodies import Listed
from api.permissions import requires
from api.problems import may_answer
from nodes.cron import moments
from nodes.schedule import Params
from store.flows import Flows
from store.records import Trigger
from store.schedules import SCHEDULE

SHOWN = 5


class ScheduleShown(msgspec.Struct, frozen=True, kw_only=True):
    """``next`` are the moments at which it comes next. What became of the last ones is among the bulk starts."""

    node: str
    cron: str
    zone: str
    next: tuple[datetime, ...]


class SchedulesController(Controller):
    path = "/flows/{id:uuid}/schedule"
    tags = ("bulk starts",)

    @get(operation_id="readSchedule", guards=[requires("flows:read")], responses=may_answer("not-found"))
    async def read(self, id: FromPath[UUID], flows: NamedDependency[Flows]) -> Listed[ScheduleShown]:
        """When the schedules of the published version come next; nothing while it is unpublished."""
        await flows.get(id)
        triggers = [one for one in await flows.triggers() if one.flow_id == id and one.kind == SCHEDULE]
        now = datetime.now(UTC)
        return Listed(items=tuple(_shown(one, now) for one in triggers))


def _shown(trigger: Trigger, now: datetime) -> ScheduleShown:
    params = Params.model_validate(trigger.params)
    following = islice(moments(params.cron, params.zone, now), SHOWN)
    return ScheduleShown(node=trigger.node, cron=params.cron, zone=params.zone, next=tuple(following))
