"""Webhooks in: the platform is answered once its message is stored, never before, and never waits for a bot."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Controller, Request, Response, post
from litestar.background_tasks import BackgroundTask
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath

from api.buckets import Limits
from api.intake import Intake
from api.places import Places
from api.problems import Refused, may_answer
from api.services import Services
from channels import BadPayload, BadSignature, HookRequest, Received, webchat
from store.hook_events import HookEvents
from store.inbox import RawHook
from store.states import HookStatus
from workflows.channel_cache import Connection

SECRET_WORDS = ("secret", "token", "authorization", "cookie", "api-key", "password")
KEPT_OF_REFUSED = 16 * 1024


@dataclass(frozen=True, slots=True)
class Door:
    """The channel that a webhook is for."""

    workspace: UUID
    connection: Connection
    services: Services
    limits: Limits

    async def keep(self, hook: HookRequest, status: HookStatus, error: str) -> None:
        """For people to look at; of strangers' webhooks only so many, so that nobody can fill the disk."""
        if status == "refused" and self.limits.refused_webhooks.wait_for(str(self.connection.id)):
            return
        raw = self.raw(hook, status)
        if status == "refused":
            raw = raw.model_copy(update={"body": hook.body[:KEPT_OF_REFUSED]})
        async with self.services.store.transaction(self.workspace) as session:
            await HookEvents(session).add(raw, error)

    def raw(self, hook: HookRequest, status: HookStatus) -> RawHook:
        shown = without_secrets(hook.headers)
        return RawHook(channel=self.connection.id, headers=shown, body=hook.body, status=status)


def without_secrets(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers of a webhook that may be kept and shown."""
    return {name: text for name, text in headers.items() if not any(word in name for word in SECRET_WORDS)}


async def door(
    channel: FromPath[UUID],
    places: NamedDependency[Places],
    services: NamedDependency[Services],
    limits: NamedDependency[Limits],
) -> Door:
    """Visitors of a web chat have a door of their own, where they are recognised."""
    workspace = await places.workspace_of(channel)
    connection = await services.channels.get(workspace, channel) if workspace else None
    if workspace is None or connection is None or connection.adapter.kind == webchat.adapter.kind:
        raise Refused("not-found", f"there is no channel {channel}")
    return Door(workspace, connection, services, limits)


class Hooks(Controller):
    path = "/hooks"
    tags = ("webhooks",)
    dependencies: Mapping[str, Provide] = {"door": Provide(door)}

    @post(
        "/{channel:uuid}",
        operation_id="receiveWebhook",
        status_code=200,
        responses=may_answer("bad-payload", "bad-signature", "not-found", "too-large"),
    )
    async def receive(
        self, request: Request[Any, Any, Any], door: NamedDependency[Door], intake: NamedDependency[Intake]
    ) -> Response[Any]:
        """Take a platform's webhook. Delivering it again changes nothing."""
        hook = HookRequest(
            headers=dict(request.headers), body=await request.body(), query=dict(request.query_params.items())
        )
        received = await _read(door, hook)
        raw = door.raw(hook, "handled" if received else "ignored")
        found = await intake.take(door.workspace, door.connection, received, raw)
        answer = door.connection.adapter.answer(hook)
        return Response(answer, background=BackgroundTask(intake.nudge, door.workspace, found))


async def _read(door: Door, hook: HookRequest) -> tuple[Received, ...]:
    adapter, config = door.connection.adapter, door.connection.config
    try:
        adapter.verify(config, hook)
        return adapter.parse(config, hook)
    except BadSignature as error:
        await door.keep(hook, "refused", str(error))
        raise Refused("bad-signature", "the signature or the secret is wrong") from error
    except BadPayload as error:
        await door.keep(hook, "failed", str(error))
        raise Refused("bad-payload", str(error)) from error
    except Exception as error:
        await door.keep(hook, "failed", repr(error))
        raise
