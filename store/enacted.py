"""What a turn does besides messages, calls and the contact. Few turns do any of it, so it costs the others nothing: each kind
is a statement of its own, in the turn's transaction, and so happens exactly once.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, NamedTuple, TypeAlias
from uuid import UUID

from store.hot import Connection, Query

Effect: TypeAlias = Mapping[str, Any]  # an effect of the engine, as JSON


class Place(NamedTuple):
    """Whose turn it was. The contact's row can be found by the conversation."""

    conversation: UUID
    session: UUID | None
    turn: UUID


_EMIT = Query("""
    insert into workspace_events (kind, contact_id, conversation_id, data)
    select 'flow.emitted', contact_id, id, jsonb_build_object('name', cast(:name as text), 'data', cast(:data as jsonb),
        'run', cast(:session as uuid))
    from conversations where id = :conversation
""")


async def _emit(connection: Connection, place: Place, effect: Effect) -> None:
    await _EMIT.run(connection, {**place._asdict(), "name": effect["name"], "data": effect["data"]})


_KINDS: Mapping[str, Callable[[Connection, Place, Effect], Awaitable[None]]] = {"emit": _emit}
ENACTED = frozenset(_KINDS)


async def enact(connection: Connection, place: Place, effects: Iterable[Effect]) -> None:
    """In their order; each must be of a kind in ``ENACTED``."""
    for effect in effects:
        await _KINDS[effect["type"]](connection, place, effect)
