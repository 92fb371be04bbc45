"""A contact opts out at the address where they talk, or in again, in the middle of a turn that says something, too."""

from uuid import UUID

from store.hot import Connection, Query

# The address where this conversation is. ``said`` messages of the turn came before.
_ADDRESS = """
    address as (
        select a.id, a.opted_out_at is not null and a.opted_out_turn is distinct from :turn as stopped
        from conversations c join channels h on h.id = c.channel_id
        join addresses a on a.channel_kind = h.kind and a.address = c.address
        where c.id = :conversation
    )"""
_FAIL = """
    update messages set status = 'failed', error_code = 'contact_stopped', error = 'the contact has opted out',
        updated_at = now()
    where turn_id = :turn and status = 'queued'"""
_PLACE = "split_part(key, '/', 2)::int"
_OPT_OUT = Query(f"""
    with {_ADDRESS}, late as ({_FAIL} and {_PLACE} > cast(:said as int))
    update addresses set opted_out_at = coalesce(opted_out_at, now()), opted_out_turn = :turn
    where id in (select id from address)
""")  # noqa: S608 - constants of this module
_OPT_IN = Query(f"""
    with {_ADDRESS}, early as ({_FAIL} and {_PLACE} <= cast(:said as int) and exists (select from address where stopped))
    update addresses set opted_out_at = null, opted_out_turn = null where id in (select id from address)
""")  # noqa: S608 - the same
_AGAIN = Query(f"""
    update messages set status = 'queued', error_code = null, error = null, updated_at = now()
    where turn_id = :turn and error_code = 'contact_stopped' and {_PLACE} > cast(:said as int)
""")  # noqa: S608 - the same


async def opt_out(connection: Connection, conversation: UUID, turn: UUID, said: int) -> None:
    """What was said before goes out, what comes after it does not."""
    await _OPT_OUT.run(connection, {"conversation": conversation, "turn": turn, "said": said})


async def opt_in(connection: Connection, conversation: UUID, turn: UUID, said: int) -> None:
    """What was said before does not go out, what comes after it does."""
    values = {"conversation": conversation, "turn": turn, "said": said}
    await _OPT_IN.run(connection, values)
    await _AGAIN.run(connection, values)
