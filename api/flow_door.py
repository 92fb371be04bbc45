"""The addresses of triggers: answered once the start is in line, or the call is kept with what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Controller, Request, Response, post
from litestar.background_tasks import BackgroundTask
from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from api.buckets import Limits
from api.dependencies import flow_cache
from api.flow_calls import FlowCalls
from api.problems import Refused, may_answer
from api.services import Services
from api.starting import Begun, Starting, StartTaken, nudge
from store.channels import Channels
from store.crypto import digest
from store.directory import Directory
from store.flow_hooks import FlowHook, FlowHooks
from store.secrets import Secrets
from workflows.flow_cache import FlowCache


@dataclass(frozen=True, slots=True)
class FlowDoor:
    """The trigger that a call is for."""

    workspace: UUID
    hook: FlowHook
    services: Services
    limits: Limits
    flow_cache: FlowCache

    async def take(self, headers: Mapping[str, str], body: bytes) -> Begun:
        """What is refused is kept, too: of strangers' calls only so many."""
        await self._verify(headers, body)
        async with self.services.store.transaction(self.workspace) as session:
            begun = await self._calls(session).take(self.hook, headers, body)
        if isinstance(begun, Refused):
            raise begun
        return begun

    async def _verify(self, headers: Mapping[str, str], body: bytes) -> None:
        async with self.services.store.transaction(self.workspace) as session:
            calls = self._calls(session)
            try:
                return await calls.verify(self.hook, headers, body)
            except Refused as error:
                refused = error
            if not self.limits.refused_webhooks.wait_for(str(self.hook.id)):
                await calls.refuse(self.hook, headers, body, refused.detail)
        raise refused

    def _calls(self, session: AsyncSession) -> FlowCalls:
        vault = self.services.vault
        return FlowCalls(Starting(session, Channels(session, vault), self.flow_cache), Secrets(session, vault))


async def flow_door(
    token: FromPath[str],
    services: NamedDependency[Services],
    limits: NamedDependency[Limits],
    flow_cache: NamedDependency[FlowCache],
    state: State,
) -> FlowDoor:
    """Read anew for every call: an address that was replaced takes nothing from that moment on, in every process."""
    async with services.store.system() as session:
        place = await Directory(session).flow_hook(digest(token, state.encryption.pepper))
    if place is None:
        raise Refused("not-found", "there is no such address, or it was replaced")
    workspace, id = place
    async with services.store.transaction(workspace) as session:
        hook = await FlowHooks(session).get(id)
    return FlowDoor(workspace, hook, services, limits, flow_cache)


class FlowDoorController(Controller):
    path = "/hooks/flows"
    tags = ("webhooks",)
    dependencies: Mapping[str, Provide] = {
        "door": Provide(flow_door),
        "flow_cache": Provide(flow_cache, sync_to_thread=False),
    }

    @post(
        "/{token:str}",
        operation_id="callFlow",
        status_code=202,
        responses=may_answer(
            "bad-payload", "bad-signature", "not-found", "nothing-published", "too-large", "unavailable"
        ),
    )
    async def call(self, request: Request[Any, Any, Any], door: NamedDependency[FlowDoor]) -> Response[StartTaken]:
        """Start the flow for the contact whom the JSON is about. Repeated with its `Idempotency-Key`, it starts nothing."""
        begun = await door.take(dict(request.headers), await request.body())
        told = BackgroundTask(nudge, door.services.conversations, door.workspace, (begun,))
        return Response(begun.taken, status_code=202, background=told)
