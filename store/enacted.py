"""What a turn does besides messages, calls and the contact. Few turns do any of it, so it costs the others nothing: each kind
is a statement of its own, in the turn's transaction, and so happens exactly once.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, NamedTuple, TypeAlias
from uuid import UUID

from store import desk, opting
from store.hot import Connection, Query
from store.notifications import notify

Effect: TypeAlias = Mapping[str, Any]  # an effect of the engine, as JSON; ``said``: so many messages came before it


class Place(NamedTuple):
    """Whose turn it was. The contact's row can be found by the conversation."""

    conversation: UUID
    session: UUID | None
    turn: UUID

    @property
    def by(self) -> desk.By:
        return {"kind": "flow", "run": str(self.session)}


_EMIT = Query("""
    insert into workspace_events (kind, contact_id, conversation_id, data)
    select 'flow.emitted', contact_id, id, jsonb_build_object('name', cast(:name as text), 'data', cast(:data as jsonb),
        'run', cast(:session as uuid))
    from conversations where id = :conversation
""")


_NOTE = Query("insert into notes (conversation_id, session_id, text) values (:conversation, :session, :text)")


async def _emit(connection: Connection, place: Place, effect: Effect) -> None:
    await _EMIT.run(connection, {**place._asdict(), "name": effect["name"], "data": effect["data"]})


async def _opt_out(connection: Connection, place: Place, effect: Effect) -> None:
    await opting.opt_out(connection, place.conversation, place.turn, effect["said"])


async def _opt_in(connection: Connection, place: Place, effect: Effect) -> None:
    await opting.opt_in(connection, place.conversation, place.turn, effect["said"])


async def _hand_over(connection: Connection, place: Place, effect: Effect) -> None:
    wish = desk.Wish(team=effect["team"], agent=effect["agent"], share=effect["share"])
    told = {name: effect[name] for name in ("priority", "note", "summary")}
    await desk.hand_over(connection, place.conversation, place.session, wish, place.by, **told)


async def _take_over(connection: Connection, place: Place, effect: Effect) -> None:
    wish = desk.Wish(agent=effect["agent"])
    await desk.hand_over(
        connection, place.conversation, place.session, wish, effect["by"] or {"kind": "agent"}, taken=True
    )


async def _hand_back(connection: Connection, place: Place, effect: Effect) -> None:
    await desk.hand_back(connection, place.conversation, effect["outcome"], effect["by"] or place.by)


_START = Query("""
    insert into workspace_events (kind, contact_id, conversation_id, data)
    select 'flow.start_requested', contact_id, id, jsonb_build_object('start', cast(:start as jsonb),
        'run', cast(:session as uuid))
    from conversations where id = :conversation
""")


async def _start_flow(connection: Connection, place: Place, effect: Effect) -> None:
    """Whoever listens puts it into the line of the other conversation: a turn locks no conversation but its own."""
    await _START.run(
        connection, {**place._asdict(), "start": {k: v for k, v in effect.items() if k not in {"type", "said"}}}
    )


async def _reopen(connection: Connection, place: Place, _: Effect) -> None:
    await desk.reopen(connection, place.conversation, {"kind": "contact"})


async def _assign(connection: Connection, place: Place, effect: Effect) -> None:
    wish = desk.Wish(team=effect["team"], agent=effect["agent"], share=effect["share"])
    team, agent = await desk.found(connection, wish)
    sets = {"sets_team": team is not None, "sets_agent": team is not None or agent is not None}
    await desk.assign(connection, place.conversation, team, agent, place.by, **sets)


async def _note(connection: Connection, place: Place, effect: Effect) -> None:
    await _NOTE.run(connection, {**place._asdict(), "text": effect["text"]})


async def _notify(connection: Connection, place: Place, effect: Effect) -> None:
    wish = {"team": effect["team"], "agent": effect["agent"]}
    await notify(connection, place.conversation, effect["text"], place.by, **wish)


async def _close(connection: Connection, place: Place, effect: Effect) -> None:
    await desk.close(connection, place.conversation, effect["reason"], place.by)


async def _rate(connection: Connection, place: Place, effect: Effect) -> None:
    await desk.rate(connection, place.conversation, effect["rating"], place.by)


_KINDS: Mapping[str, Callable[[Connection, Place, Effect], Awaitable[None]]] = {
    "emit": _emit,
    "opt_out": _opt_out,
    "opt_in": _opt_in,
    "hand_over": _hand_over,
    "take_over": _take_over,
    "hand_back": _hand_back,
    "start_flow": _start_flow,
    "reopen": _reopen,
    "assign": _assign,
    "note": _note,
    "notify": _notify,
    "close_conversation": _close,
    "rate_conversation": _rate,
}
ENACTED = frozenset(_KINDS)


async def enact(connection: Connection, place: Place, effects: Iterable[Effect]) -> None:
    """In their order; each must be of a kind in ``ENACTED``."""
    for effect in effects:
        await _KINDS[effect["type"]](connection, place, effect)
