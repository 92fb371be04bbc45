"""What a list has offered. It is remembered with the question: whatever becomes of the list, an answer means what was seen."""

import json
from collections.abc import Callable
from typing import Any

from engine import Button, Context, Value
from nodes.several import Titles

OFFERED = "offered"  # where the node remembers it


class Offer(Value):
    """An item as it was shown. ``elsewhere`` has its titles in the flow's other languages, where they are different ones;
    ``kept`` says that the value is here, and has not to be looked for in the list again."""

    id: str
    title: str
    description: str = ""
    value: Any = None
    elsewhere: tuple[str, ...] = ()
    kept: bool = True

    @property
    def button(self) -> Button:
        return Button(id=self.id, title=self.title, description=self.description)


def remembered(offers: tuple[Offer, ...], context: Context) -> dict[str, Any]:
    """The session is stored at every turn: values that are too large for that stay where they are, in the list."""
    room, stored = context.limits.result_bytes, []
    for offer in offers:
        room -= len(json.dumps(offer.value, default=str))
        small = offer if room >= 0 else offer.model_copy(update={"value": None, "kept": False})
        stored.append(small.model_dump(mode="json", exclude_defaults=True))
    return {OFFERED: stored}


def recalled(context: Context, now: Callable[[], tuple[Offer, ...]]) -> tuple[Offer, ...]:
    """What the contact has seen. ``now`` is what the list would offer now: for values that were too large, which are found
    by their titles, and for a question that was asked before anything was remembered."""
    if OFFERED not in context.memory:
        return now()
    offers = tuple(Offer.model_validate(one) for one in context.memory[OFFERED])
    there = {} if all(offer.kept for offer in offers) else {one.title: one.value for one in now()}
    return tuple(
        offer.model_copy(update={"value": there[offer.title], "kept": True})
        if not offer.kept and offer.title in there
        else offer
        for offer in offers
    )


def called_elsewhere(offers: tuple[Offer, ...]) -> tuple[Titles, ...]:
    """What the same items are called in each of the flow's other languages."""
    languages = max((len(offer.elsewhere) for offer in offers), default=0)
    return tuple({offer.id: offer.elsewhere[at] for offer in offers if offer.elsewhere} for at in range(languages))
