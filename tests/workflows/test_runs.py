"""Long conversations: the workflow begins a new run now and then, and nobody notices."""

import pytest

from tests.workflows.flows import echo, question
from tests.workflows.history import all_runs
from tests.workflows.runtime import Runtime
from workflows import conversation


async def test_many_turns(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over many runs of the workflow messages are answered in order, once each."""
    monkeypatch.setattr(conversation, "TURNS_PER_RUN", 3)
    await runtime.publish(echo())
    await runtime.say("ann", "go")
    for number in range(20):
        await runtime.say("ann", f"m{number}")
    await runtime.hears("ann", *(f"got m{number}" for number in range(20)))
    assert len(await all_runs(runtime, await runtime.conversation("ann"), 5)) >= 5


async def test_a_deadline_over_runs(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new run learns from its first turn until when it waits."""
    monkeypatch.setattr(conversation, "TURNS_PER_RUN", 1)
    await runtime.publish(question("PT1S"))
    await runtime.say("ann", "go")
    await runtime.hears("ann", "Well?", "too late")
