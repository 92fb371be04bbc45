"""What was committed and not nudged is found."""

from datetime import timedelta
from uuid import UUID

import pytest

from dialoom.stack.ports import free_port
from tests.workflows.flows import echo
from tests.workflows.runtime import Runtime
from workflows import config, sweeper
from workflows.client import Conversations, connect
from workflows.sweeper import Sweeper


async def test_a_message_without_a_nudge(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the webhook's process dies between commit and nudge, the sweeper wakes the conversation."""
    monkeypatch.setattr(sweeper, "OLDER_THAN", timedelta(milliseconds=100))
    await runtime.publish(echo())
    await runtime.say("ann", "go", nudge=False)
    await runtime.say("ann", "one", nudge=False)
    await runtime.hears("ann", "got one")


async def test_temporal_away() -> None:
    """A nudge that cannot be delivered says so, and does not fail the webhook that sent it."""
    away = Conversations(await connect(config.Temporal(address=f"127.0.0.1:{free_port()}")))
    assert not await away.nudge(UUID(int=1), UUID(int=2), 1)
    assert not await away.look(UUID(int=1), UUID(int=2))


async def test_what_waits_on_purpose(idle: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Conversations that wait and were nudged already do not hide one that was forgotten."""
    monkeypatch.setattr(sweeper, "AT_ONCE", 2)
    await idle.publish(echo())
    for name in ("ann", "bob", "cem", "dan", "eve"):
        await idle.say(name, "go", nudge=False)
    await idle.execute("update events set created_at = now() - interval '1 hour'")
    sweeping = Sweeper(idle.store, idle.conversations, timedelta(seconds=1))
    assert [await sweeping.sweep() for _ in range(4)] == [2, 2, 1, 0]


async def test_once_is_enough(idle: Runtime) -> None:
    """While no worker answers, a conversation is nudged once, not at every sweep; a new message is nudged again."""
    await idle.publish(echo())
    found = await idle.say("ann", "go", nudge=False)
    assert found is not None
    sweeping = Sweeper(idle.store, idle.conversations, timedelta(seconds=1))
    await idle.execute("update events set created_at = now() - interval '1 hour'")
    assert [await sweeping.sweep() for _ in range(3)] == [1, 0, 0]
    await idle.say("ann", "one", nudge=False)
    await idle.execute("update events set created_at = now() - interval '1 hour'")
    assert [await sweeping.sweep() for _ in range(2)] == [1, 0]
