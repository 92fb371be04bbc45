"""The items that a list has offered. They are remembered with the question: whatever becomes of the list, an answer means
what was seen."""

import json
from collections.abc import Callable
from typing import Any
from zlib import crc32

from engine import Button, Context, Value
from nodes.several import Titles

ITEMS = "offered"  # where stored sessions remember them


class Item(Value):
    """An item as it was shown. ``elsewhere`` has its titles in the flow's other languages, where they are different ones;
    ``kept`` says that the value is here. Where it is not, it is looked for in the list again: ``mark`` is what tells it from
    others with the same title."""

    id: str
    title: str
    description: str = ""
    value: Any = None
    elsewhere: tuple[str, ...] = ()
    kept: bool = True
    mark: int | None = None

    @property
    def button(self) -> Button:
        return Button(id=self.id, title=self.title, description=self.description)


def remembered(items: tuple[Item, ...], context: Context) -> dict[str, Any]:
    """The session is stored at every turn: values that are too large for that stay where they are, in the list."""
    room, stored = context.limits.result_bytes, []
    for item in items:
        size = len(_written(item.value))
        lost = {} if size <= room else {"value": None, "kept": False, "mark": _mark(item.value)}
        if not lost:
            room -= size
        stored.append(item.model_copy(update=lost).model_dump(mode="json", exclude_defaults=True))
    return {ITEMS: stored}


def recalled(context: Context, now: Callable[[], tuple[Item, ...]]) -> tuple[Item, ...]:
    """What the contact has seen. ``now`` is what the list would offer now: for values that were too large, and for a question
    that was asked before anything was remembered."""
    if ITEMS not in context.memory:
        return now()
    items = tuple(Item.model_validate(one) for one in context.memory[ITEMS])
    there = () if all(item.kept for item in items) else now()
    return tuple(item if item.kept else _found(item, items, there) for item in items)


def _found(item: Item, shown: tuple[Item, ...], there: tuple[Item, ...]) -> Item:
    """With the very value that was shown; or with what its title has now, where that has always been the title of one."""
    called = [one for one in there if one.title == item.title]
    alone = len(called) == 1 and sum(one.title == item.title for one in shown) == 1
    same = [one for one in called if alone or _mark(one.value) == item.mark]
    return item.model_copy(update={"value": same[0].value, "kept": True}) if same else item


def _mark(value: Any) -> int:
    return crc32(_written(value).encode())


def _written(value: Any) -> str:
    return json.dumps(value, default=str)


def called_elsewhere(items: tuple[Item, ...]) -> tuple[Titles, ...]:
    """What the same items are called in each of the flow's other languages."""
    languages = max((len(item.elsewhere) for item in items), default=0)
    return tuple({item.id: item.elsewhere[at] for item in items if item.elsewhere} for at in range(languages))
