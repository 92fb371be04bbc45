"""What is old is thrown away, and nothing else."""

from datetime import timedelta

from sqlalchemy import text

from store.ai_spend import this_month
from store.hook_events import HookEvents
from store.idempotency import Idempotency
from store.inbox import RawHook
from tests.workflows.runtime import Runtime
from workflows.housekeeping import Housekeeper, forget

MONTH = timedelta(days=30)


async def test_old_webhooks(idle: Runtime) -> None:
    """Webhooks are kept for as long as the setting says; messages that they brought stay."""
    for age in (29, 31, 400):
        async with idle.store.transaction(idle.workspace) as session:
            id = await HookEvents(session).add(RawHook(channel=idle.channel, headers={}, body=b"x", status="failed"))
        old = "id = uuidv7(cast(:age as interval))"
        await idle.execute(f"update hook_events set {old} where id = :id", id=id, age=timedelta(days=-age))
    await idle.say("ann", "hello", nudge=False)
    assert await Housekeeper(idle.store, MONTH).clean() >= 2
    assert len(await idle.rows("select id from hook_events")) == 1
    assert len(await idle.rows("select id from messages")) == 1


async def test_old_answers(idle: Runtime) -> None:
    """An idempotency key is remembered for a day."""
    async with idle.store.transaction(idle.workspace) as session:
        for key in ("new", "old"):
            await Idempotency(session).begin(key, "same")
    await idle.execute("update idempotency set created_at = now() - interval '25 hours' where key = 'old'")
    await Housekeeper(idle.store, MONTH).clean()
    assert [row.key for row in await idle.rows("select key from idempotency")] == ["new"]


async def test_old_notifications(idle: Runtime) -> None:
    """Whether somebody has read them or not; nobody looks through those of last year."""
    found = await idle.say("ann", "hello", nudge=False)
    assert found
    ages = {"new": 89, "old": 91}
    for name, age in ages.items():
        await idle.execute(
            """
            insert into notifications (id, conversation_id, text)
            values (uuidv7(cast(:age as interval)), :conversation, :text)
            """,
            age=timedelta(days=-age),
            conversation=found.conversation,
            text=name,
        )
    await Housekeeper(idle.store, MONTH).clean()
    assert [row.text for row in await idle.rows("select text from notifications")] == ["new"]


async def test_what_conversations_used_in_other_months(idle: Runtime) -> None:
    """No budget asks for it any more. What flows and the workspace used stays: reports ask for that."""
    for scope in ("conversation", "flow", "workspace"):
        for month in ("2020-01", this_month()):
            await idle.execute(
                "insert into ai_spend (scope, subject, month) values (:scope, uuidv7(), :month)",
                scope=scope,
                month=month,
            )
    await Housekeeper(idle.store, MONTH).clean()
    kept = await idle.rows("select scope, month from ai_spend where month = '2020-01' or scope = 'conversation'")
    assert {tuple(row) for row in kept} == {
        ("conversation", this_month()),
        ("flow", "2020-01"),
        ("workspace", "2020-01"),
    }


async def test_what_is_old_is_found_by_an_index(idle: Runtime) -> None:
    """Every hour, in every workspace: to read all that is kept would be the largest work of a worker that has none."""
    async with idle.store.transaction(idle.workspace) as session:
        await session.execute(text("set local enable_seqscan = off"))  # so that small tables are not read whole either
        await forget(session, MONTH)
        read = await session.scalars(text("select relname from pg_stat_xact_user_tables where seq_scan > 0"))
        assert list(read) == []
