"""What is old is thrown away, and nothing else."""

from datetime import timedelta

from store.hook_events import HookEvents
from store.idempotency import Idempotency
from store.inbox import RawHook
from tests.workflows.runtime import Runtime
from workflows.housekeeping import Housekeeper

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
