"""What happens in another system, told to conversations that wait for it."""

from typing import Any

from store.awaited import waiting_for
from tests.workflows.flows import keyword, says
from tests.workflows.runtime import Runtime

KEY = "paid/17"


async def a_payment(runtime: Runtime, patience: str = "P1D") -> None:
    """A flow that waits until order 17 is paid."""
    wait = {"key": "paid/{{ input.text | split: ' ' | last }}", "timeout": patience}
    nodes = {
        "start": keyword("pay"),
        "first": says("Please pay."),
        "wait": ("wait_for_event", {**wait, "save": [{"path": "amount", "save_as": "paid"}]}),
        "thanks": says("Thank you for {{ vars.paid }}."),
        "late": says("It is too late."),
    }
    edges = {"start.next": "first", "first.next": "wait", "wait.happened": "thanks", "wait.timeout": "late"}
    await runtime.flow(nodes, edges)


async def tell(runtime: Runtime, key: str = KEY, address: str = "ann", **over: Any) -> int:
    """What the API does with a happening; how many sessions waited for it."""
    async with runtime.store.transaction(runtime.workspace) as session:
        waits = await waiting_for(session, key, 10)
    for one in waits:
        await runtime.command(
            address, "happened", {"session": str(one.session), "key": key, "data": {"amount": 5}, **over}
        )
    return len(waits)


async def asked(runtime: Runtime, address: str = "ann", order: int = 17) -> None:
    await runtime.say(address, f"pay {order}")
    await runtime.hears(address, "Please pay.")
    await runtime.stands(address, "wait")


async def test_it_goes_on_with_what_it_was_told(runtime: Runtime) -> None:
    """The contact whose key it is goes on, nobody else does, and then nobody waits for it any more."""
    await a_payment(runtime)
    await asked(runtime)
    await asked(runtime, "bo", 18)
    assert await tell(runtime) == 1
    await runtime.hears("ann", "Please pay.", "Thank you for 5.")
    await runtime.is_("ann", "completed")
    assert await runtime.status("bo") == "active"
    assert await tell(runtime) == 0


async def test_told_twice_at_once_it_goes_on_once(runtime: Runtime) -> None:
    """The second telling finds that nothing waits any more, and the log says so."""
    await a_payment(runtime)
    await asked(runtime)
    told = {"session": str((await runtime.session("ann")).id), "key": KEY, "data": {"amount": 5}}
    await runtime.command("ann", "happened", told)
    await runtime.command("ann", "happened", told)
    await runtime.hears("ann", "Please pay.", "Thank you for 5.")
    query = "select problems from turns where event_kind = 'happened' and problems <> '[]'"
    (late,) = await runtime.until(lambda: runtime.rows(query), bool)
    assert "nothing waits any more for 'paid/17'" in late.problems[0]["message"]
    assert await runtime.heard("ann") == ["Please pay.", "Thank you for 5."]


async def test_messages_do_not_end_the_wait(runtime: Runtime) -> None:
    """What the contact writes meanwhile is kept, and the flow still goes on when it has happened."""
    await a_payment(runtime)
    await asked(runtime)
    await runtime.say("ann", "I have paid!")
    assert await tell(runtime) == 1
    await runtime.hears("ann", "Please pay.", "Thank you for 5.")


async def test_it_happens_while_an_agent_has_the_conversation(runtime: Runtime) -> None:
    """The bot goes on with it when the agent gives it back; told a second time it finds nobody who waits."""
    await a_payment(runtime)
    await asked(runtime)
    await runtime.command("ann", "take_over", {})
    await runtime.is_("ann", "paused")
    assert await tell(runtime) == 1
    await runtime.until(lambda: runtime.session("ann"), lambda session: session.waits_for is None)
    assert (await runtime.status("ann"), await tell(runtime)) == ("paused", 0)
    await runtime.command("ann", "hand_back", {})
    await runtime.hears("ann", "Please pay.", "Thank you for 5.")


async def test_when_the_time_is_up_it_goes_on_without(runtime: Runtime) -> None:
    """One of the two ways is taken, and what is told after that changes nothing."""
    await a_payment(runtime, patience="PT1S")
    await asked(runtime)
    id = str((await runtime.session("ann")).id)
    await runtime.hears("ann", "Please pay.", "It is too late.")
    assert await tell(runtime) == 0
    await runtime.command("ann", "happened", {"session": id, "key": KEY})
    assert await runtime.heard("ann") == ["Please pay.", "It is too late."]


async def pay_or_write(runtime: Runtime) -> None:
    """A flow that asks, and goes on with the answer or with the payment, whichever comes first."""
    nodes = {
        "start": keyword("pay"),
        "wait": ("ask_text", {"question": "Pay, or tell us why not.", "save_as": "why", "event": KEY}),
        "why": says("Because {{ vars.why }}."),
        "thanks": says("Thank you for {{ result.wait.amount }}."),
    }
    edges = {"start.next": "wait", "wait.answered": "why", "wait.no_match": "why", "wait.event": "thanks"}
    await runtime.flow(nodes, edges)
    for address in ("ann", "bo"):
        await runtime.say(address, "pay")
        await runtime.stands(address, "wait")


async def test_a_reply_or_an_event_whichever_comes_first(runtime: Runtime) -> None:
    """One of the ways is taken; who has answered is not found by the key any more."""
    await pay_or_write(runtime)
    await runtime.say("ann", "I am broke")
    await runtime.hears("ann", "Pay, or tell us why not.", "Because I am broke.")
    assert await tell(runtime, address="bo") == 1
    await runtime.hears("bo", "Pay, or tell us why not.", "Thank you for 5.")
    assert await tell(runtime) == 0


async def test_a_worker_that_was_away_finds_what_happened(idle: Runtime) -> None:
    """What was told while no worker ran is in line, and is not lost."""
    await a_payment(idle)
    async with idle.working():
        await asked(idle)
    assert await tell(idle) == 1
    async with idle.working():
        await idle.hears("ann", "Please pay.", "Thank you for 5.")
