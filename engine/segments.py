"""Segments: the contacts for whom a condition holds, now. The condition is a tree as in a flow, and reads the contact only."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from engine.conditions import Tree, reads, surely
from engine.scope import contact_scope
from engine.world import Contact

_BY_TIME = frozenset({"last_seen", "days_silent", "days_known"})
_CLOCK = re.compile(r"\b(now|today)\b")
NAMES = frozenset(contact_scope(Contact(id=UUID(int=0)))) - {"segments"} | _BY_TIME


class Seen(NamedTuple):
    """A contact, since when they are known, and when they wrote last."""

    contact: Contact
    created: datetime
    wrote: datetime | None


def belongs(condition: Tree, seen: Seen, now: datetime) -> bool:
    """Whether the contact is in the segment. Where that cannot be decided they are not."""
    return surely(condition, {"contact": _scope(seen, now)}, now)


def _scope(seen: Seen, now: datetime) -> Mapping[str, Any]:
    """Without the contact's segments: none is made of others."""
    known = {name: value for name, value in contact_scope(seen.contact).items() if name != "segments"}
    return {
        **known,
        "last_seen": seen.wrote.isoformat() if seen.wrote else None,
        "days_silent": (now - seen.wrote).days if seen.wrote else None,
        "days_known": (now - seen.created).days,
    }


def unknown_names(condition: Tree) -> tuple[str, ...]:
    """What it reads that no contact has."""
    return tuple(".".join(path) for path in reads(condition) if not _known(path))


def moves(condition: Tree) -> bool:
    """Whether contacts come and go without being changed: because time passes, or because they write. A word that only looks
    like the clock has no harm in it but work."""
    by_time = any(path[0] == "contact" and path[1] in _BY_TIME for path in reads(condition) if len(path) > 1)
    return by_time or bool(_CLOCK.search(condition.model_dump_json()))


def _known(path: tuple[str, ...]) -> bool:
    match path:
        case ("contact", name, *_):
            return name in NAMES
        case _:
            return False
