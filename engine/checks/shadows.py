"""Triggers that never start, since one that is asked before them takes all their messages."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any

from engine.behaviour import Behaviour
from engine.checks.drawn import Drawn
from engine.checks.spec import Finding
from engine.checks.subject import Subject
from engine.leaving import when_busy
from engine.placing import channels, is_conditional, priority
from engine.pulls import ALL_MESSAGES, Pull


def shadowed(subject: Subject) -> Iterator[Finding]:
    """Only what is certain: a trigger with conditions, or on some channels only, leaves something to the next one."""
    taken = _Taken()
    for node, behaviour in _asked(subject):
        pull = behaviour.pulls(node.params)
        if first := taken.by_one(_needs(node, pull)):
            yield Finding(
                f"every message that fits this trigger starts the flow at {first.id!r}, and never here",
                f"give it a higher priority than {first.id!r}, or let it fit something else",
                node.id,
                path=f"nodes.{node.index}",
            )
        if not is_conditional(node.params):
            taken.add(node, _takes(node, pull))


def _asked(subject: Subject) -> list[tuple[Drawn, Behaviour[Any]]]:
    """Those that messages pull, in the order in which they are asked."""
    pulled = [
        (one, one.behaviour) for one in subject.triggers if one.params and one.behaviour and one.behaviour.matches
    ]
    return sorted(pulled, key=lambda one: -priority(one[0].params))


class _Taken:
    """Which triggers take what. A set of them is a number with a bit for each: sets of thousands meet in one step."""

    def __init__(self) -> None:
        self._nodes: list[Drawn] = []
        self._sets: dict[Hashable, int] = defaultdict(int)

    def add(self, node: Drawn, keys: Iterable[Hashable]) -> None:
        for key in keys:
            self._sets[key] |= 1 << len(self._nodes)
        self._nodes.append(node)

    def by_one(self, needs: Iterable[Iterable[Hashable]]) -> Drawn | None:
        """The first trigger with a key of every one of these sets."""
        found = reduce(and_, (self._having(keys) for keys in needs))
        return self._nodes[(found & -found).bit_length() - 1] if found else None

    def _having(self, keys: Iterable[Hashable]) -> int:
        return reduce(or_, (self._sets.get(key, 0) for key in keys), 0)


@dataclass(frozen=True, slots=True)
class _On:
    """A channel to which a trigger listens; None: all of them."""

    channel: str | None


class _Inside:
    """That a trigger is pulled inside of a flow, too."""


def _takes(node: Drawn, pull: Pull) -> Iterator[Hashable]:
    yield from pull.keys
    yield from map(_On, channels(node.params) or (None,))
    yield from (_Inside,) if when_busy(node.params) != "ignore" else ()


def _needs(node: Drawn, pull: Pull) -> Iterator[Iterable[Hashable]]:
    yield from ((*keys, *ALL_MESSAGES.keys) for keys in pull.within)
    yield from ((_On(channel), _On(None)) for channel in channels(node.params) or (None,))
    yield from ((_Inside,),) if when_busy(node.params) != "ignore" else ()
