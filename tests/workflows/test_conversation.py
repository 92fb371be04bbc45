"""Conversations on the real run time: what a contact says, and what comes back."""

import json
from pathlib import Path
from typing import Any

from nodes import dates
from tests.workflows.runtime import Runtime

EXAMPLES = Path(__file__).parents[2] / "examples"
REFERENCE: dict[str, Any] = json.loads((EXAMPLES / "reference.json").read_text())


async def test_the_reference_flow_from_end_to_end(runtime: Runtime) -> None:
    """A published flow answers three messages in order and the session completes."""
    await runtime.publish(REFERENCE, "reference")
    await runtime.say("ann", "start")
    await runtime.hears("ann", "Welcome to the tea house.", "What is your name?")
    await runtime.say("ann", "Ann")
    await runtime.hears("ann", "Welcome to the tea house.", "What is your name?", "Tea or coffee, Ann?")
    await runtime.say("ann", "tea")
    await runtime.until(lambda: runtime.status("ann"), lambda status: status == "completed")
    assert (await runtime.heard("ann"))[-1] == "Tea for Ann."


async def test_the_first_reply_waits_for_nothing(idle: Runtime) -> None:
    """What days are read by is there as soon as the workers are, before anybody has written."""
    dates._read.cache_clear()
    async with idle.working():
        assert dates._read.cache_info().currsize
