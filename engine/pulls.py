"""By which messages triggers are pulled, told in keys, so that thousands are compared without asking each about each."""

from collections.abc import Hashable
from typing import NamedTuple, TypeAlias

Key: TypeAlias = Hashable


class Pull(NamedTuple):
    """``keys`` stand for the messages that a trigger takes. ``within`` has a set for each of the things that pull it: the keys
    of whatever takes all of those messages, too, besides ALL_MESSAGES. A trigger that has a key of every set leaves the other
    one nothing."""

    keys: frozenset[Key]
    within: tuple[frozenset[Key], ...]


_ALL: Key = "all messages"
ALL_MESSAGES = Pull(frozenset({_ALL}), (frozenset(),))
UNKNOWN = Pull(frozenset(), (frozenset(),))
"""Of a type that does not tell: only what takes all messages takes its own."""
