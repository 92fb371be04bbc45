"""The addresses of a flow's webhook triggers, and the calls that came there."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec
from litestar import Controller, Response, get, post
from litestar.background_tasks import BackgroundTask
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from api.bodies import Listed
from api.dependencies import Session
from api.flow_calls import FlowCalls
from api.hook_events import readable
from api.once import Once
from api.permissions import Identity, requires
from api.problems import Refused, may_answer
from api.services import Services
from api.starting import Starting, StartTaken, nudge
from nodes.webhook import Params
from store.crypto import digest, new_token
from store.errors import NotFound
from store.flow_hooks import WEBHOOK, FlowHookCall, FlowHookCalls, FlowHooks
from store.flows import Flows
from store.pages import Window
from store.secrets import Secrets
from store.states import HookStatus

READ, WRITE = requires("channels:read"), requires("channels:write")


class FlowHookShown(msgspec.Struct, frozen=True, kw_only=True):
    """A webhook trigger of the published version. ``made_at`` is when its address was made; null: it has none yet."""

    node: str
    signed: bool
    made_at: datetime | None


class FlowHookMade(msgspec.Struct, frozen=True, kw_only=True):
    """``url`` is shown now and never again: whoever knows it can start the flow."""

    node: str
    url: str


class FlowHookCallShown(msgspec.Struct, frozen=True, kw_only=True):
    """``body`` is text, or base64 where it is not UTF-8. ``conversation_id`` and ``event`` are the start's place."""

    id: UUID
    key: str | None
    received_at: datetime
    status: str
    error: str | None
    attempts: int
    conversation_id: UUID | None
    event: int | None
    headers: dict[str, str]
    body: str
    encoding: Literal["text", "base64"]


class FlowHooksController(Controller):
    path = "/flows/{id:uuid}"
    tags = ("webhooks",)

    @get("/hooks", operation_id="listFlowHooks", guards=[READ], responses=may_answer("not-found"))
    async def list(
        self, id: FromPath[UUID], flows: NamedDependency[Flows], session: NamedDependency[Session]
    ) -> Listed[FlowHookShown]:
        """The webhook triggers of the published version."""
        await flows.get(id)
        made = {one.node: one.made_at for one in await FlowHooks(session).of(id)}
        found = [one for one in await flows.triggers() if (one.flow_id, one.kind) == (id, WEBHOOK)]
        return Listed(
            items=tuple(
                FlowHookShown(
                    node=one.node,
                    signed=Params.model_validate(one.params).secret is not None,
                    made_at=made.get(one.node),
                )
                for one in found
            )
        )

    @post(
        "/hooks/{node:str}/address",
        operation_id="makeFlowHookAddress",
        guards=[WRITE],
        responses=may_answer("not-found", "idempotency-conflict"),
    )
    async def make(
        self,
        id: FromPath[UUID],
        node: FromPath[str],
        flows: NamedDependency[Flows],
        session: NamedDependency[Session],
        once: NamedDependency[Once],
        state: State,
    ) -> Response[FlowHookMade]:
        """Make the trigger's address, or another one: the one before takes nothing from this moment on."""
        if not any((one.flow_id, one.kind, one.node) == (id, WEBHOOK, node) for one in await flows.triggers()):
            raise NotFound("published webhook trigger", node)

        async def work() -> FlowHookMade:
            token = new_token()
            await FlowHooks(session).make(id, node, digest(token, state.encryption.pepper))
            return FlowHookMade(node=node, url=f"{state.config.public_url}/hooks/flows/{token}")

        return await once(work, secret=True)

    @get("/hook-calls", operation_id="listFlowHookCalls", guards=[READ], responses=may_answer("not-found"))
    async def calls(
        self,
        id: FromPath[UUID],
        flows: NamedDependency[Flows],
        session: NamedDependency[Session],
        window: NamedDependency[Window],
        status: FromQuery[HookStatus | None] = None,
    ) -> Listed[FlowHookCallShown]:
        """What came in at the flow's addresses, newest first."""
        await flows.get(id)
        page = await FlowHookCalls(session).page(window, id, status)
        return Listed(items=tuple(_shown(call) for call in page.items), next=page.next)

    @post(
        "/hook-calls/{call:uuid}/replay",
        operation_id="replayFlowHookCall",
        status_code=202,
        guards=[WRITE],
        responses=may_answer("not-found", "conflict", "nothing-published", "bad-payload", "bad-signature"),
    )
    async def replay(
        self,
        id: FromPath[UUID],
        call: FromPath[UUID],
        starting: NamedDependency[Starting],
        secrets: NamedDependency[Secrets],
        services: NamedDependency[Services],
        identity: NamedDependency[Identity],
    ) -> Response[StartTaken]:
        """Handle a call again. What has started the flow starts it no second time, and what was refused stays refused."""
        known = await FlowHookCalls(starting.session).locked(call)
        hook = await FlowHooks(starting.session).get(known.hook_id)
        if hook.flow_id != id:
            raise NotFound("call", call)
        if known.status == "refused":
            raise Refused("conflict", "its signature was wrong: nobody knows who sent it")
        calls = FlowCalls(starting, secrets)
        await calls.verify(hook, known.headers, known.body)
        begun = await calls.play(hook, known)
        if isinstance(begun, Refused):
            raise begun
        told = BackgroundTask(nudge, services.conversations, identity.workspace, (begun,))
        return Response(begun.taken, status_code=202, background=told)


def _shown(call: FlowHookCall) -> FlowHookCallShown:
    body, encoding = readable(call.body)
    fields = call.model_dump(include=set(FlowHookCallShown.__struct_fields__) - {"body"})
    return FlowHookCallShown(**fields, body=body, encoding=encoding)
