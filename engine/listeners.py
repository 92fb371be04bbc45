"""Which flow is started by something that happened, and why others are not: a pure choice over the triggers that hear it."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Literal, NamedTuple, TypeAlias
from uuid import UUID

from engine.news import News
from engine.occasion import Occasion
from engine.triggers import CompiledTrigger
from engine.world import Channel, Contact

LONGEST_CHAIN = 20
Outcome: TypeAlias = Literal["started", "nowhere", "busy", "circle"]
Listener: TypeAlias = CompiledTrigger[News]
_NO_CHANNEL = Channel(id=UUID(int=0), kind="")


class Reach(NamedTuple):
    """A conversation of the contact. ``busy`` says that a flow is open in it, or is about to be."""

    conversation: UUID
    channel: Channel
    wrote: bool
    busy: bool


class Known(NamedTuple):
    """A contact, their conversations with the latest first, and when each flow was last started for them."""

    contact: Contact
    reaches: tuple[Reach, ...]
    started: Mapping[UUID, datetime]


class Heard(NamedTuple):
    """A trigger that is meant for this contact now: it starts its flow in ``reach``, or ``outcome`` says why it cannot."""

    trigger: Listener
    outcome: Outcome
    reach: Reach | None


def heard(
    listeners: Iterable[Listener], news: News, known: Known, chain: Collection[str], now: datetime
) -> Iterator[Heard]:
    """In the order in which they are asked, up to the first that starts its flow.

    ``chain`` are the triggers by which it came to this, one leading to the next: none of them is pulled a second time, or
    a flow that changes what it listens for would start itself for ever.
    """
    for trigger in listeners:
        reach = next((one for one in known.reaches if trigger.listens(one.channel.id)), None)
        if not trigger.match(news) or not trigger.admitted(_occasion(trigger, reach, news, known, now)):
            continue
        outcome = _outcome(trigger, reach, chain)
        yield Heard(trigger, outcome, reach)
        if outcome == "started":
            return


def link(trigger: Listener) -> str:
    """What a trigger is called in a chain."""
    return f"{trigger.flow_id}/{trigger.node}"


def _occasion(trigger: Listener, reach: Reach | None, news: News, known: Known, now: datetime) -> Occasion:
    return Occasion(
        now=now,
        contact=known.contact,
        channel=reach.channel if reach else _NO_CHANNEL,
        news=news,
        first=not (reach and reach.wrote),
        started=known.started.get(trigger.flow_id),
    )


def _outcome(trigger: Listener, reach: Reach | None, chain: Collection[str]) -> Outcome:
    if reach is None:
        return "nowhere"
    if link(trigger) in chain or len(chain) >= LONGEST_CHAIN:
        return "circle"
    return "busy" if reach.busy and trigger.when_busy == "ignore" else "started"
