"""What programs and people ask of a conversation."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.make import a_document
from tests.workflows.flows import TEXT, asks, caller, echo, keyword, question, says
from tests.workflows.runtime import Runtime
from tests.workflows.shop import Shop
from workflows import heartbeat
from workflows.decide import ELSEWHERE, LEFT_OUT


async def started(runtime: Runtime, audience: str = "", channels: Sequence[str] = (), **over: Any) -> dict[str, Any]:
    """A flow that greets by an input, and the command that starts it."""
    nodes = {"start": ("api_start", {"audience": audience, "channels": channels}), "ask": asks("Hi {{ vars.who }}?")}
    variables = {**TEXT["variables"], "who": {"type": "text", "input": True}}
    version = await runtime.flow(nodes, {"start.next": "ask"}, "greet", variables=variables)
    flow = (await runtime.rows("select flow_id from versions where id = :id", id=version))[0].flow_id
    return {"flow": str(flow), "version": str(version), "node": "start", "inputs": {"who": "Ann"}, **over}


async def session_of(runtime: Runtime, address: str) -> UUID:
    id: UUID = (await runtime.session(address)).id
    return id


async def test_start_with_inputs(runtime: Runtime) -> None:
    """A program starts a flow for somebody who never wrote, and hands over values."""
    await runtime.command("ann", "start", await started(runtime))
    await runtime.hears("ann", "Hi Ann?")


async def test_start_for_a_busy_contact(runtime: Runtime) -> None:
    """Whoever is inside a flow is left in peace, unless the command says to interrupt."""
    await runtime.publish(question())
    await runtime.say("ann", "go")
    await runtime.hears("ann", "Well?")
    start = await started(runtime)
    await runtime.command("ann", "start", start)
    await runtime.command("ann", "start", {**start, "interrupt": True})
    await runtime.hears("ann", "Well?", "Hi Ann?")
    assert [row.status for row in await runtime.rows("select status from sessions order by id")] == [
        "cancelled",
        "active",
    ]


async def test_start_for_somebody_whom_the_trigger_leaves_out(runtime: Runtime) -> None:
    """Nothing is started, the run that is open stays open, and the reason is written down."""
    await runtime.publish(question())
    await runtime.say("ann", "go")
    await runtime.hears("ann", "Well?")
    await runtime.command("ann", "start", {**await started(runtime, audience="false"), "interrupt": True})
    await runtime.say("ann", "tea")
    await runtime.hears("ann", "Well?", "thanks for tea")
    (refused,) = await runtime.rows("select problems from turns where problems <> '[]'")
    assert refused.problems[0]["message"] == LEFT_OUT


async def test_start_on_a_channel_that_the_trigger_does_not_have(runtime: Runtime) -> None:
    """Nothing is started there, and the reason is written down; on its own channel it starts."""
    for channel in (str(uuid4()), str(runtime.channel)):
        await runtime.command("ann", "start", await started(runtime, channels=[channel]))
    await runtime.hears("ann", "Hi Ann?")
    (refused,) = await runtime.rows("select problems from turns where problems <> '[]'")
    assert refused.problems[0]["message"] == ELSEWHERE


async def test_start_at_a_node_that_is_not_there(runtime: Runtime) -> None:
    """A command that cannot be followed is written down, and leaves what is open as it is."""
    await runtime.publish(question())
    await runtime.say("ann", "go")
    await runtime.hears("ann", "Well?")
    await runtime.command("ann", "start", await started(runtime, node="nowhere", interrupt=True))
    await runtime.command("ann", "start", {"interrupt": True})
    await runtime.say("ann", "tea")
    await runtime.hears("ann", "Well?", "thanks for tea")
    problems = await runtime.rows("select problems from turns where problems <> '[]' order by id")
    assert [row.problems[0]["code"] for row in problems] == ["refused", "refused"]


async def test_cancel(runtime: Runtime) -> None:
    """The session ends, and its workflow; what the contact writes then goes to people."""
    await runtime.publish(question())
    await runtime.say("ann", "go")
    await runtime.hears("ann", "Well?")
    id = await runtime.conversation("ann")
    await runtime.command("ann", "cancel", {"session": str(await session_of(runtime, "ann")), "reason": "by Bo"})
    await runtime.is_("ann", "cancelled")
    assert (await runtime.session("ann")).reason == "by Bo"
    await runtime.until(lambda: runtime.runs(id), lambda runs: not runs)
    assert not (await runtime.say("ann", "tea")).due  # type: ignore[union-attr]


async def test_cancel_of_another_session(runtime: Runtime) -> None:
    """A cancel that comes too late does not hit the session after the one that was meant."""
    await runtime.publish(question())
    await runtime.say("ann", "go")
    await runtime.hears("ann", "Well?")
    first = await session_of(runtime, "ann")
    await runtime.say("ann", "tea")
    await runtime.say("ann", "go")
    await runtime.hears("ann", "Well?", "thanks for tea", "Well?")
    await runtime.command("ann", "cancel", {"session": str(first)})
    await runtime.say("ann", "coffee")
    await runtime.hears("ann", "Well?", "thanks for tea", "Well?", "thanks for coffee")


async def test_cancel_while_a_call_is_made(idle: Runtime, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The call is broken off and marked so, and what it still brings changes nothing."""
    monkeypatch.setattr(heartbeat, "EVERY_SECONDS", 0.5)
    await idle.publish(caller(shop.url("/gate"), timeout="PT30S"))
    settings = idle.settings.model_copy(update={"allow_private": (shop.place,)})
    async with idle.working(settings=settings):
        await idle.say("ann", "go")
        await idle.until(lambda: _hits(shop), lambda hits: hits == 1)
        await idle.command("ann", "cancel", {"session": str(await session_of(idle, "ann"))})
        await idle.is_("ann", "cancelled")
        await shop.gone.wait()
        shop.gate.set()
        id = await idle.conversation("ann")
        await idle.until(lambda: idle.runs(id), lambda runs: not runs)
        await idle.hears("ann", "wait")
        assert await idle.status("ann") == "cancelled"
        assert [row.status for row in await idle.rows("select status from calls")] == ["abandoned"]


async def _hits(shop: Shop) -> int:
    return shop.hits["/gate"]


async def test_take_over_and_hand_back(runtime: Runtime) -> None:
    """While people talk the bot is silent and takes no answers; handed back, it asks its question again."""
    await runtime.publish(question())
    await runtime.say("ann", "go")
    await runtime.hears("ann", "Well?")
    await runtime.command("ann", "take_over", {})
    await runtime.is_("ann", "paused")
    await runtime.say("ann", "is anybody there?")
    await runtime.command("ann", "hand_back", {})
    await runtime.hears("ann", "Well?", "Well?")
    await runtime.say("ann", "tea")
    await runtime.hears("ann", "Well?", "Well?", "thanks for tea")


async def test_people_who_leave_without_a_word(runtime: Runtime) -> None:
    """An agent takes over and is idle for too long: the bot asks again where it was, and takes the answer."""
    await runtime.publish(question())
    await runtime.say("ann", "go")
    await runtime.hears("ann", "Well?")
    await runtime.command("ann", "take_over", {"idle": "PT1S"})
    await runtime.hears("ann", "Well?", "Well?")
    await runtime.say("ann", "tea")
    await runtime.hears("ann", "Well?", "Well?", "thanks for tea")
    [over] = await runtime.rows("select outcome from hand_overs")
    assert over.outcome == "timeout"


async def test_an_agent_who_is_still_there(runtime: Runtime) -> None:
    """Taking over again begins the idle limit anew."""
    await runtime.publish(question())
    await runtime.say("ann", "go")
    await runtime.command("ann", "take_over", {"idle": "PT1M"})
    await runtime.command("ann", "take_over", {"idle": "PT1H"})
    session = await runtime.until(
        lambda: runtime.session("ann"), lambda one: one is not None and (one.status, one.turn) == ("paused", 3)
    )
    assert session.deadline - session.updated_at > timedelta(minutes=59)
    await runtime.command("ann", "hand_back", {})
    await runtime.hears("ann", "Well?", "Well?")
    assert len(await runtime.rows("select id from hand_overs")) == 1


async def test_hand_back_to_a_node(runtime: Runtime) -> None:
    """People may send the contact on to another node."""
    await runtime.publish(question())
    await runtime.say("ann", "go")
    await runtime.command("ann", "take_over", {})
    await runtime.command("ann", "hand_back", {"node": "late"})
    await runtime.hears("ann", "Well?", "too late")


async def test_commands_that_fit_nothing(runtime: Runtime) -> None:
    """Commands for a conversation in which they make no sense change nothing."""
    await runtime.publish(echo())
    for kind in ("take_over", "hand_back", "cancel"):
        await runtime.command("ann", kind, {})
    await runtime.say("ann", "go")
    await runtime.command("ann", "hand_back", {})
    await runtime.say("ann", "one")
    await runtime.hears("ann", "got one")


async def test_hand_over_with_a_timeout(runtime: Runtime) -> None:
    """The flow hands over; nobody comes in time, and the bot goes on by the timeout arm."""
    await runtime.publish(hand_over("PT1S"))
    await runtime.say("ann", "go")
    await runtime.hears("ann", "a moment")
    await runtime.say("ann", "hello?")
    await runtime.hears("ann", "a moment", "nobody is here")


async def test_an_agent_takes_what_was_handed_over(runtime: Runtime) -> None:
    """Who came in time is not interrupted by the flow's timeout; once they are idle it is handed over again."""
    await runtime.publish(hand_over("PT2S"))
    await runtime.say("ann", "go")
    await runtime.hears("ann", "a moment")
    await runtime.command("ann", "take_over", {"idle": "PT3S"})
    await runtime.hears("ann", "a moment", "a moment")
    await runtime.command("ann", "take_over", {})
    await runtime.command("ann", "hand_back", {})
    await runtime.hears("ann", "a moment", "a moment", "welcome back")
    overs = await runtime.rows("select outcome from hand_overs order by id")
    assert [one.outcome for one in overs] == ["timeout", "resumed"]


async def test_hand_over_and_back(runtime: Runtime) -> None:
    """The flow hands over, people answer, and the flow goes on behind the node."""
    await runtime.publish(hand_over("PT1H"))
    await runtime.say("ann", "go")
    await runtime.is_("ann", "paused")
    await runtime.say("ann", "hello?")
    await runtime.command("ann", "hand_back", {})
    await runtime.hears("ann", "a moment", "welcome back")


def hand_over(timeout: str) -> dict[str, Any]:
    nodes: dict[str, tuple[str, dict[str, Any]]] = {
        "start": keyword("go"),
        "people": ("hand_over", {"message": "a moment", "timeout": timeout}),
        "back": says("welcome back"),
        "nobody": says("nobody is here"),
    }
    return a_document(nodes, {"start.next": "people", "people.resumed": "back", "people.timeout": "nobody"})
