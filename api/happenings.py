"""What happens in other systems, told to the runs that wait for it."""

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Controller, Response, post
from litestar.background_tasks import BackgroundTask
from litestar.di import NamedDependency
from litestar.params import JSONBody
from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncSession

from api.bodies import Body
from api.once import Once
from api.permissions import Identity, requires
from api.problems import may_answer
from api.services import Services
from store.awaited import Awaiting, waiting_for
from store.inbox import command

MOST = 100


class Happening(Body):
    """What happened, by the key that the node has."""

    key: str = Field(min_length=1, max_length=200, examples=["payment/A-17"])
    data: Any = Field(None, description="anything that the flow may want to keep", examples=[{"amount": 12.5}])


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A run that waited for it: it is in line behind what the contact said before."""

    run: UUID
    conversation: UUID
    event: Annotated[int, msgspec.Meta(description="its place in the conversation's line of events")]


class HappeningTaken(msgspec.Struct, frozen=True, kw_only=True):
    """``told`` is empty when no run waits for this key now: nothing is kept for later."""

    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Telling:
    session: AsyncSession

    async def tell(self, happening: Happening) -> HappeningTaken:
        waits = await waiting_for(self.session, happening.key.strip(), MOST)
        told = [await self._told(one, happening) for one in waits]
        return HappeningTaken(told=tuple(one for one in told if one))

    async def _told(self, wait: Awaiting, happening: Happening) -> Told | None:
        data = {"session": str(wait.session), "key": happening.key.strip(), "data": happening.data}
        number = await command(self.session, wait.conversation, "happened", data)
        return None if number is None else Told(run=wait.session, conversation=wait.conversation, event=number)


class HappeningsController(Controller):
    path = "/happenings"
    tags = ("runs",)

    @post(
        operation_id="tellHappening",
        status_code=202,
        guards=[requires("runs:operate")],
        responses=may_answer("idempotency-conflict"),
    )
    async def tell(
        self,
        data: JSONBody[Happening],
        telling: NamedDependency[Telling],
        services: NamedDependency[Services],
        identity: NamedDependency[Identity],
        once: NamedDependency[Once],
    ) -> Response[HappeningTaken]:
        """Tell that something happened, to at most 100 runs that wait for its key. A run goes on once, however often it is
        told; one whose time was up before is not changed."""
        answer = await once(lambda: telling.tell(data), status=202)
        if isinstance(answer.content, HappeningTaken):
            answer.background = BackgroundTask(_nudge, services, identity.workspace, answer.content.told)
        return answer


async def _nudge(services: Services, workspace: UUID, told: tuple[Told, ...]) -> None:
    for one in told:
        await services.conversations.nudge(workspace, one.conversation, one.event)
