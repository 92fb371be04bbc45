"""Channels: connected accounts of channel types."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from api.bodies import Listed
from api.channel_bodies import ChannelChange, ChannelShown, ChannelTested, NewChannel
from api.connecting import Connecting
from api.dependents import Depending
from api.once import Once
from api.permissions import requires
from api.problems import may_answer
from store.channels import Channels

READ, WRITE = requires("channels:read"), requires("channels:write")


class ChannelsController(Controller):
    path = "/channels"
    tags = ("channels",)

    @get(operation_id="listChannels", guards=[READ])
    async def list(
        self, channels: NamedDependency[Channels], connecting: NamedDependency[Connecting]
    ) -> Listed[ChannelShown]:
        """Every channel of the workspace, newest first."""
        return Listed(items=tuple([await connecting.read(one.id) for one in await channels.list()]))

    @post(
        operation_id="connectChannel", guards=[WRITE], responses=may_answer("channel-refused", "idempotency-conflict")
    )
    async def connect(
        self, data: JSONBody[NewChannel], connecting: NamedDependency[Connecting], once: NamedDependency[Once]
    ) -> Response[ChannelShown]:
        """Connect an account. The platform is asked first; if it refuses, its reason is told and nothing is kept."""
        return await once(lambda: connecting.connect(data))

    @get("/{id:uuid}", operation_id="readChannel", guards=[READ], responses=may_answer("not-found"))
    async def read(self, id: FromPath[UUID], connecting: NamedDependency[Connecting]) -> ChannelShown:
        """One channel, without its credentials."""
        return await connecting.read(id)

    @patch(
        "/{id:uuid}", operation_id="changeChannel", guards=[WRITE], responses=may_answer("not-found", "channel-refused")
    )
    async def change(
        self, id: FromPath[UUID], data: JSONBody[ChannelChange], connecting: NamedDependency[Connecting]
    ) -> ChannelShown:
        """Change a channel. A changed config is connected again; credentials that are left out stay."""
        return await connecting.change(id, data)

    @post(
        "/{id:uuid}/test",
        operation_id="testChannel",
        status_code=200,
        guards=[WRITE],
        responses=may_answer("not-found"),
    )
    async def test(self, id: FromPath[UUID], connecting: NamedDependency[Connecting]) -> ChannelTested:
        """Ask the platform whether the credentials still hold."""
        return await connecting.test(id)

    @post(
        "/{id:uuid}/disconnect",
        operation_id="disconnectChannel",
        status_code=200,
        guards=[WRITE],
        responses=may_answer("not-found", "channel-refused"),
    )
    async def disconnect(self, id: FromPath[UUID], connecting: NamedDependency[Connecting]) -> ChannelShown:
        """Take no more webhooks. Conversations stay; changing the config connects it again."""
        return await connecting.disconnect(id)

    @delete("/{id:uuid}", operation_id="deleteChannel", guards=[WRITE], responses=may_answer("not-found", "conflict"))
    async def remove(
        self,
        id: FromPath[UUID],
        connecting: NamedDependency[Connecting],
        depending: NamedDependency[Depending],
        with_conversations: FromQuery[bool] = False,
        force: Annotated[bool, QueryParameter(description="also if flows use it")] = False,
    ) -> None:
        """Delete a channel that no flow names: a trigger for it alone would never start again. One that has conversations goes
        only `with_conversations=true`, and they go with it."""
        if not force:
            await depending.refuse_used_name("channel", str(id))
        await connecting.remove(id, with_conversations=with_conversations)
