"""Events of integrations: each is kept, and starts its flow once, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, NamedTuple

import msgspec
from sqlalchemy.exc import DBAPIError, IntegrityError

from api.errors import refusal
from api.problems import Refused
from api.starting import Begun, Recipient, Start, Starting
from engine.errors import EngineError
from integrations import DomainEvent
from nodes.json_path import NothingThere, take
from store.errors import StoreError
from store.integration_events import Delivered, IntegrationEvents
from store.integration_records import IntegrationWithConfig

ATTEMPTS = 5
LONGEST_ADDRESS = 256


class EventTaken(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one event. One that is kept as failed can be played again once what was broken is mended."""

    id: Annotated[str, msgspec.Meta(description="the sender's")]
    kind: str
    status: Literal["handled", "ignored", "failed", "repeated"]
    error: str | None = None


class DeliveryTaken(msgspec.Struct, frozen=True, kw_only=True):
    """The events of a webhook; none if there was nothing in it for us."""

    events: tuple[EventTaken, ...]


class Outcome(NamedTuple):
    taken: DeliveryTaken
    starts: tuple[Begun, ...]

    @property
    def usable(self) -> bool:
        return not any(event.status == "failed" for event in self.taken.events)


@dataclass(frozen=True, slots=True)
class Deliveries:
    integration: IntegrationWithConfig
    events: IntegrationEvents
    starting: Starting

    async def take(self, found: Sequence[DomainEvent], raw: Delivered) -> Outcome:
        """Delivering or playing an event again starts nothing twice; one that failed is tried again."""
        taken = [await self._take(event, raw) for event in found]
        starts = tuple(start for _, start in taken if start)
        return Outcome(DeliveryTaken(events=tuple(event for event, _ in taken)), starts)

    async def _take(self, event: DomainEvent, raw: Delivered) -> tuple[EventTaken, Begun | None]:
        id = await self.events.claim(self.integration.id, event.id, event.kind, raw)
        if id is None:
            return EventTaken(id=event.id, kind=event.kind, status="repeated"), None
        if self.integration.event_kinds and event.kind not in self.integration.event_kinds:
            await self.events.mark(id, "ignored")
            return EventTaken(id=event.id, kind=event.kind, status="ignored"), None
        start = await self._attempt(event)
        if isinstance(start, str):
            await self.events.mark(id, "failed", start)
            return EventTaken(id=event.id, kind=event.kind, status="failed", error=start), None
        await self.events.mark(id, "handled", conversation=start.taken.conversation)
        return EventTaken(id=event.id, kind=event.kind, status="handled"), start

    async def _attempt(self, event: DomainEvent) -> Begun | str:
        """The start, or why there is none. What is not the event's fault is raised, so that the sender comes again."""
        for _ in range(ATTEMPTS):
            try:
                async with self.starting.session.begin_nested():
                    return await self._start(event)
            except IntegrityError:  # somebody made the same contact in this instant
                continue
            except (Refused, StoreError, EngineError, DBAPIError) as error:
                refused = refusal(error)
                if refused.status >= 500:  # noqa: PLR2004 - HTTP's own number
                    raise
                return refused.detail
        raise Refused("unavailable", "the contact is being changed over and over: repeat")

    async def _start(self, event: DomainEvent) -> Begun:
        integration = self.integration
        if integration.flow_id is None or integration.channel_id is None:
            gone = "flow" if integration.flow_id is None else "channel"
            raise Refused("conflict", f"the integration's {gone} was deleted: choose another one")
        to = Recipient(channel=integration.channel_id, address=_address(event, integration.address_path))
        inputs = {name: value for name, path in integration.inputs.items() if (value := _at(event, path)) is not None}
        return await self.starting.start(
            integration.flow_id, Start(to=to, inputs=inputs, interrupt=integration.interrupt)
        )


def _at(event: DomainEvent, path: str) -> Any:
    """None where there is nothing: the flow's own default holds."""
    try:
        return take(event.data, path)
    except NothingThere:
        return None


def _address(event: DomainEvent, path: str) -> str:
    found = _at(event, path)
    address = str(found).strip() if isinstance(found, str | int) and not isinstance(found, bool) else ""
    if not address:
        raise Refused("bad-payload", f"there is no address at {path!r} in the event's data")
    if len(address) > LONGEST_ADDRESS:
        raise Refused("bad-payload", f"the address at {path!r} has more than {LONGEST_ADDRESS} characters")
    return address
