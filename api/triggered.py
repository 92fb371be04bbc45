"""What a flow's triggers heard, and what came of it."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from api.bodies import Listed, listed
from api.permissions import requires
from api.problems import may_answer
from store.flows import Flows
from store.pages import Window
from store.states import Triggered
from store.triggered import TriggerLog


class TriggeredShown(msgspec.Struct, frozen=True, kw_only=True):
    """``run`` is missing as long as the order to start waits in line."""

    id: UUID
    node: str
    heard: Annotated[str, msgspec.Meta(examples=["contact.tag_added"])]
    contact_id: UUID
    conversation_id: UUID | None
    outcome: Annotated[
        Triggered,
        msgspec.Meta(
            description="`nowhere`: the contact has no conversation on the trigger's channels; `busy`: another flow was open,"
            " and the trigger does not interrupt; `circle`: the flow had itself led to this"
        ),
    ]
    run: UUID | None
    created_at: datetime


class TriggeredController(Controller):
    path = "/flows/{id:uuid}/triggered"
    tags = ("runs",)

    @get(operation_id="listTriggered", guards=[requires("runs:read")], responses=may_answer("not-found"))
    async def page(
        self,
        id: FromPath[UUID],
        flows: NamedDependency[Flows],
        trigger_log: NamedDependency[TriggerLog],
        window: NamedDependency[Window],
    ) -> Listed[TriggeredShown]:
        """What happened in the workspace and was meant for a trigger of this flow, newest first, for 30 days. Messages are not
        among it: they are in the runs."""
        await flows.get(id)
        return listed(TriggeredShown, await trigger_log.page(id, window))
