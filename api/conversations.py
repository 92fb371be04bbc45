"""Conversations as people look at them: whose they are, what waits for whom, and what was handed over."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Response, get, patch, post
from litestar.background_tasks import BackgroundTask
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from api.bodies import Listed, listed, shown
from api.conversation_bodies import (
    ConversationChange,
    ConversationDetail,
    ConversationShown,
    HandOverShown,
    NewNote,
    NoteShown,
)
from api.dependencies import Session
from api.once import Once
from api.permissions import Identity, requires
from api.problems import may_answer
from api.run_bodies import LinedShown, MessageShown
from api.services import Services
from store.conversations import ConversationFilter, Conversations
from store.line import Line
from store.notes import Notes
from store.pages import Window
from store.states import ConversationStatus
from store.transcript import Transcript
from workflows.announce import desk_news, desk_topic

READ, WRITE = requires("conversations:read"), requires("conversations:write")
SHOWN = 20


class ConversationsController(Controller):
    path = "/conversations"
    tags = ("people",)

    @get(operation_id="listConversations", guards=[READ])
    async def list(
        self,
        conversations: NamedDependency[Conversations],
        window: NamedDependency[Window],
        status: FromQuery[ConversationStatus | None] = None,
        team: FromQuery[UUID | None] = None,
        assignee: FromQuery[UUID | None] = None,
        assigned: Annotated[bool | None, QueryParameter(description="whether somebody has it")] = None,
        contact: FromQuery[UUID | None] = None,
        channel: FromQuery[UUID | None] = None,
    ) -> Listed[ConversationShown]:
        """Conversations, newest first."""
        which = ConversationFilter(
            status=status, team=team, assignee=assignee, assigned=assigned, contact=contact, channel=channel
        )
        return listed(ConversationShown, await conversations.page(window, which))

    @get("/{id:uuid}", operation_id="readConversation", guards=[READ], responses=may_answer("not-found"))
    async def read(self, id: FromPath[UUID], conversations: NamedDependency[Conversations]) -> ConversationDetail:
        """One conversation, and what was handed over in it: the newest first, each with what the flow had learned."""
        return await _detail(conversations, id)

    @patch("/{id:uuid}", operation_id="changeConversation", guards=[WRITE], responses=may_answer("not-found"))
    async def change(
        self,
        id: FromPath[UUID],
        data: JSONBody[ConversationChange],
        conversations: NamedDependency[Conversations],
        identity: NamedDependency[Identity],
        services: NamedDependency[Services],
    ) -> Response[ConversationDetail]:
        """Assign a conversation, say how urgent it is, close it or open it again.

        Whom it is assigned to is known from then on; the bot goes on, until they take over its run. Closing gives it back to
        a flow that waits for this; whatever else the bot was at in it ends.
        """
        number = await conversations.change(id, data.given, data.reason, identity.by)
        nudge = BackgroundTask(_tell, services, identity.workspace, id, number)
        return Response(await _detail(conversations, id), background=nudge)

    @get("/{id:uuid}/messages", operation_id="listMessages", guards=[READ], responses=may_answer("not-found"))
    async def messages(
        self, id: FromPath[UUID], session: NamedDependency[Session], window: NamedDependency[Window]
    ) -> Listed[MessageShown]:
        """Everything that was said in a conversation, newest first, also what could not be sent."""
        return listed(MessageShown, await Transcript(session).page(id, window))

    @get("/{id:uuid}/events", operation_id="listEvents", guards=[READ], responses=may_answer("not-found"))
    async def events(
        self, id: FromPath[UUID], session: NamedDependency[Session], window: NamedDependency[Window]
    ) -> Listed[LinedShown]:
        """What the bot was given to handle in a conversation, newest first: messages, starts and orders, and what became of
        each. What is not handled yet waits for its turn."""
        return listed(LinedShown, await Line(session).page(id, window))

    @get("/{id:uuid}/notes", operation_id="listNotes", guards=[READ], responses=may_answer("not-found"))
    async def notes(
        self, id: FromPath[UUID], notes: NamedDependency[Notes], window: NamedDependency[Window]
    ) -> Listed[NoteShown]:
        """What people and flows wrote for each other, newest first. The contact never sees it."""
        return listed(NoteShown, await notes.page(id, window))

    @post(
        "/{id:uuid}/notes",
        operation_id="createNote",
        guards=[WRITE],
        responses=may_answer("not-found", "idempotency-conflict"),
    )
    async def note(
        self, id: FromPath[UUID], data: JSONBody[NewNote], notes: NamedDependency[Notes], once: NamedDependency[Once]
    ) -> Response[NoteShown]:
        """Write a note on a conversation."""

        async def work() -> NoteShown:
            return shown(NoteShown, await notes.add(id, data.text, data.agent))

        return await once(work)


async def _detail(conversations: Conversations, id: UUID) -> ConversationDetail:
    found: Any = await conversations.get(id)
    hand_overs = await conversations.hand_overs(id, SHOWN)
    return ConversationDetail(**found.model_dump(), hand_overs=tuple(shown(HandOverShown, one) for one in hand_overs))


async def _tell(services: Services, workspace: UUID, conversation: UUID, number: int | None) -> None:
    await services.events.publish(desk_topic(workspace), desk_news(conversation))
    if number is not None:
        await services.conversations.nudge(workspace, conversation, number)
