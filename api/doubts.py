"""Messages in doubt, settled by people who have asked the contact or looked at the platform."""

from typing import Literal
from uuid import UUID

import msgspec
from litestar import Controller, Response, post
from litestar.background_tasks import BackgroundTask
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from pydantic import Field

from api.bodies import Body
from api.permissions import Identity, requires
from api.problems import may_answer
from api.services import Services
from store.doubts import Doubts, Settlement
from workflows.reconciler import go_on


class Settle(Body):
    """What became of it. With `resend` a message that was not sent is sent again, behind those that wait."""

    outcome: Literal["sent", "not_sent"] = Field(examples=["not_sent"])
    resend: bool = Field(True, description="of a message that was not sent; else it has failed for good")

    @property
    def status(self) -> Settlement:
        if self.outcome == "sent":
            return "sent"
        return "queued" if self.resend else "failed"


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    message: UUID
    conversation: UUID
    status: str


class DoubtsController(Controller):
    path = "/messages"
    tags = ("runs",)

    @post(
        "/{id:uuid}/settle",
        operation_id="settleMessage",
        status_code=202,
        guards=[requires("runs:operate")],
        responses=may_answer("not-found", "conflict"),
    )
    async def settle(
        self,
        id: FromPath[UUID],
        data: JSONBody[Settle],
        doubts: NamedDependency[Doubts],
        services: NamedDependency[Services],
        identity: NamedDependency[Identity],
    ) -> Response[Settled]:
        """Say what became of a message in doubt: it was sent, or it was not, and is sent again."""
        conversation = await doubts.settle(id, data.status)
        answer = Settled(message=id, conversation=conversation, status=data.status)
        after = BackgroundTask(go_on, services.store, services.conversations, identity.workspace, conversation)
        return Response(answer, background=after)
