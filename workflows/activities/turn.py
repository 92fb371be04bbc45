"""The turn: claim, decide, commit in one transaction, then the first attempt to send.

It is a local activity and may be executed twice when a workflow task is lost; its key then finds what was committed.
"""

import asyncio
from collections.abc import Awaitable, Callable
from collections.abc import Set as AbstractSet
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

import structlog
from temporalio import activity

from engine import FlowSet, Interrupted, Started
from engine.message_templates import MessageTemplate
from store.claims import Claim, claimed
from store.database import Store
from store.errors import NotFound, Unstorable
from store.outbox import Outgoing
from store.templates import Templates
from store.turns import Committed, Decided, commit
from workflows.away import AWAY
from workflows.decide import blocked, decide, refused, standing, waits_for_report
from workflows.due import Due, what_is_due
from workflows.flow_cache import FlowCache
from workflows.model import OpenCall, TurnRequest, TurnResult
from workflows.sending import Sender

log = structlog.get_logger(__name__)
Hint: TypeAlias = Callable[[UUID, UUID], Awaitable[None]]


async def nobody(workspace: UUID, conversation: UUID) -> None:
    """No screen is open."""


@dataclass(frozen=True, slots=True)
class Turns:
    """``tell_people`` hints to open screens that something has happened that concerns people."""

    store: Store
    flows: FlowCache
    sender: Sender
    tell_people: Hint = nobody

    @activity.defn(name="turn")
    async def turn(self, request: TurnRequest) -> TurnResult:
        """Goes on when it is cancelled, as it is when its workflow leaves the cache: a message being sent is recorded."""
        return await asyncio.shield(self._turn(request))

    async def _turn(self, request: TurnRequest) -> TurnResult:
        try:
            return await self._take(request)
        except Unstorable as error:
            return await self._take(request, str(error))

    async def _take(self, request: TurnRequest, bug: str | None = None) -> TurnResult:
        """With ``bug`` the session is blocked: what was decided before could not be committed."""
        async with AsyncExitStack() as slot:
            settings = self.sender.settings
            claiming = claimed(self.store, request.workspace, request.conversation, request.key, settings.loop_messages)
            async with claiming as (connection, found):
                if found is None:
                    return TurnResult(erased=True)
                tells = await self._tells(request.workspace, found)
                due = None if found.done else what_is_due(found, request.now, settings.loop_within, tells=tells)
                if due is None:
                    result = _again(found)
                    first, left, typing = None, found.unsent, False
                else:
                    decided = blocked(found, due, request.key, bug) if bug else await self._decide(found, due, request)
                    if decided.messages and self.sender.slots.locked():  # to wait here would be to hold on to the lock
                        decided = decided.model_copy(update={"first_status": "queued"})
                    elif decided.messages:
                        await slot.enter_async_context(self.sender.slots)
                    committed = await commit(connection, request.conversation, decided)
                    result = _with_call(TurnResult.model_validate(decided.result), decided, committed)
                    first, left = _first(found, decided, committed), bool(decided.messages) or found.unsent
                    typing = decided.typing
            if due is not None and any(effect["type"] != "emit" for effect in decided.enacted):
                await self.tell_people(request.workspace, request.conversation)
            unsent = first is not None and not await self._send(request, first)
        if first is None:
            unsent = left and not await self._send_rest(request)
        if typing and not unsent:
            await self.sender.show_typing(request.workspace, request.conversation, found.channel.id, found.address)
        return result.model_copy(update={"unsent": unsent})

    async def _tells(self, workspace: UUID, found: Claim) -> bool:
        """Whether the channel reports what becomes of messages; asked only where somebody waits for it."""
        if found.open is None or not waits_for_report(found.open.session):
            return False
        connection = await self.sender.channels.get(workspace, found.channel.id)
        return connection is not None and connection.adapter.capabilities.delivery_reports

    async def _decide(self, found: Claim, due: Due, request: TurnRequest) -> Decided:
        versions = {frame.flow for frame in due.target.session.frames} if due.target else set()
        if due.target:
            versions.add(str(due.target.version))
        if isinstance(due.event, Interrupted):
            versions.add(due.event.flow)
        try:
            flows = self.flows.known(versions) or await self._flows(request.workspace, versions)
            templates = await self._templates(request.workspace, flows)
        except AWAY:  # nobody's bug
            raise
        except NotFound as error:
            if isinstance(due.event, Started | Interrupted):  # the flow was removed before anybody could enter it
                return refused(found, due, request.key, str(error))
            return blocked(found, due, request.key, str(error))
        except Exception as error:  # noqa: BLE001 - a flow that the installed node types do not fit any more
            return _blocked(found, due, request, error)
        try:
            return await asyncio.to_thread(decide, found, due, flows, request.now, request.key, templates)
        except Exception as error:  # noqa: BLE001 - any bug of any node must leave the conversation standing
            return _blocked(found, due, request, error)

    async def _flows(self, workspace: UUID, versions: AbstractSet[str]) -> FlowSet:
        async with self.store.transaction(workspace) as session:
            return await self.flows.needed(session, versions)

    async def _templates(self, workspace: UUID, flows: FlowSet) -> tuple[MessageTemplate, ...]:
        """Those that the flows name, as the platforms see them at this moment."""
        if not (names := frozenset[str]().union(*(flow.templates for flow in flows.versions.values()))):
            return ()
        async with self.store.transaction(workspace) as session:
            return await Templates(session).named(names)

    async def _send(self, request: TurnRequest, first: Outgoing) -> bool:
        bound = self.sender.settings.first_send
        return (await self.sender.send_from(request.workspace, first, bound)).done

    async def _send_rest(self, request: TurnRequest) -> bool:
        settings = self.sender.settings
        outcome = await self.sender.send_all(request.workspace, request.conversation, settings.first_send)
        return outcome.done


def _blocked(found: Claim, due: Due, request: TurnRequest, error: Exception) -> Decided:
    log.error("a turn could not be decided", conversation=str(request.conversation), exc_info=error)
    return blocked(found, due, request.key, f"{type(error).__name__}: {error}")


def _again(found: Claim) -> TurnResult:
    """Nothing is due, or this turn was committed before: tell how things stand, and what the turn had told.

    Turns that came after it were lost with the same workflow task: ``more`` makes the workflow repeat them, too, so that
    it learns the deadline of the last.
    """
    if found.done is None:
        return _open_call(standing(found), found)
    told = TurnResult.model_validate(found.done)
    more = found.pending > 0 or found.overtaken or (found.open is not None and waits_for_report(found.open.session))
    return _open_call(told.model_copy(update={"seen": found.last_event, "more": more}), found)


def _open_call(result: TurnResult, found: Claim) -> TurnResult:
    if found.waiting_call is None:
        return result
    call = OpenCall(
        id=found.waiting_call.id,
        node=found.waiting_call.node,
        kind=found.waiting_call.kind,
        seconds=found.waiting_call.seconds,
    )
    return result.model_copy(update={"call": call})


def _with_call(result: TurnResult, decided: Decided, committed: Committed) -> TurnResult:
    if committed.call is None:
        return result
    made = decided.calls[0]
    call = OpenCall(id=committed.call, node=made["node"], kind=made["kind"], seconds=made["timeout"])
    return result.model_copy(update={"call": call})


def _first(found: Claim, decided: Decided, committed: Committed) -> Outgoing | None:
    """The first message, which the commit has marked as being sent already."""
    if not decided.messages or decided.first_status != "sending":
        return None
    return Outgoing(
        id=committed.messages[0],
        conversation=found.conversation,
        channel=found.channel.id,
        address=found.address,
        content=decided.messages[0],
        key=f"{decided.turn}/1",
    )
