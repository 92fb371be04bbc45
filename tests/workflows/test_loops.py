"""Two bots that answer each other: ours stops, and is there again when it is quiet."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.make import a_document
from tests.workflows.flows import echo, says
from tests.workflows.runtime import Runtime
from workflows.activities.turn import Turns
from workflows.model import TurnRequest

MOST = 10


@pytest.fixture
def wary(turns: Turns) -> Turns:
    """Ten messages in five minutes are too many."""
    settings = turns.sender.settings.model_copy(update={"loop_messages": MOST})
    return replace(turns, sender=replace(turns.sender, settings=settings))


async def exchanged(runtime: Runtime, turns: Turns, texts: int, later: timedelta = timedelta()) -> list[str]:
    """What our bot has answered to a bot that writes so many texts, whatever it hears."""
    before = len(await runtime.heard("ann"))
    for number in range(texts):
        await runtime.say("ann", f"m{number}", nudge=False)
        id, key = await runtime.conversation("ann"), f"{later}/{number}"
        now = datetime.now(UTC) + later
        await turns.turn(TurnRequest(workspace=runtime.workspace, conversation=id, key=key, now=now))
    return (await runtime.heard("ann"))[before:]


def answers_all() -> dict[str, object]:
    return a_document({"start": ("any_message", {}), "say": says("I am a bot")}, {"start.next": "say"})


async def test_a_bot_that_answers_everything_stops(idle: Runtime, wary: Turns) -> None:
    """Each message starts the flow anew, so no session is long; still not more is said than the limit lets."""
    await idle.publish(answers_all())
    assert await exchanged(idle, wary, 20) == ["I am a bot"] * (MOST // 2)
    problems = await idle.rows("select problems from turns order by id desc limit 1")
    assert "two bots" in problems[0].problems[0]["message"]


async def test_when_it_is_quiet_the_bot_is_there_again(idle: Runtime, wary: Turns) -> None:
    """Nobody has to let it go."""
    await idle.publish(answers_all())
    await exchanged(idle, wary, 20)
    assert await exchanged(idle, wary, 1, timedelta(minutes=6)) == ["I am a bot"]


async def test_an_open_session_is_ended_with_its_reason(idle: Runtime, wary: Turns) -> None:
    """The run says why it ended, and nothing of what was said is lost."""
    await idle.publish(echo("m0"))
    await exchanged(idle, wary, 20)
    (run,) = await idle.rows("select status, reason from sessions")
    assert (run.status, "two bots" in run.reason) == ("cancelled", True)
    assert len(await idle.rows("select id from messages where direction = 'in'")) == 20


async def test_people_are_not_taken_for_bots(idle: Runtime, turns: Turns) -> None:
    """By the usual limit a lively talk goes on."""
    await idle.publish(echo("m0"))
    assert len(await exchanged(idle, turns, 60)) == 59


async def test_without_a_limit_it_goes_on(idle: Runtime, turns: Turns) -> None:
    """Zero is no limit."""
    settings = turns.sender.settings.model_copy(update={"loop_messages": 0})
    await idle.publish(answers_all())
    tireless = replace(turns, sender=replace(turns.sender, settings=settings))
    assert len(await exchanged(idle, tireless, 20)) == 20
