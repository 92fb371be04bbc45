"""What agents are told by flows, and what they have read of it."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from api.bodies import Listed, listed, shown
from api.permissions import requires
from api.problems import may_answer
from store.notifications import NotificationFilter, Notifications
from store.pages import Window


class NotificationShown(msgspec.Struct, frozen=True, kw_only=True):
    """``agent_id`` is null where it is for everybody."""

    id: UUID
    agent_id: UUID | None
    conversation_id: UUID
    text: str
    created_at: datetime
    read_at: datetime | None


class NotificationsController(Controller):
    path = "/notifications"
    tags = ("people",)

    @get(operation_id="listNotifications", guards=[requires("conversations:read")], responses=may_answer("not-found"))
    async def list(
        self,
        notifications: NamedDependency[Notifications],
        window: NamedDependency[Window],
        agent: Annotated[UUID | None, QueryParameter(description="theirs, and what is for everybody")] = None,
        unread: Annotated[bool, QueryParameter(description="only what nobody has read")] = False,
    ) -> Listed[NotificationShown]:
        """What people were told, newest first."""
        return listed(NotificationShown, await notifications.page(window, NotificationFilter(agent, unread)))

    @post(
        "/{id:uuid}/read",
        operation_id="readNotification",
        status_code=200,
        guards=[requires("conversations:write")],
        responses=may_answer("not-found"),
    )
    async def read(self, id: FromPath[UUID], notifications: NamedDependency[Notifications]) -> NotificationShown:
        """Mark a notification as read."""
        return shown(NotificationShown, await notifications.read(id))
