"""Events that flows themselves have caused: nothing goes round in circles, and what fails can be answered."""

from store.canaries import Canaries, Limits
from store.contacts import Contacts
from store.flows import Flows
from tests.make import a_document
from tests.workflows.bot import Bot
from tests.workflows.flows import broken, keyword, says
from tests.workflows.runtime import Runtime
from tests.workflows.test_blocked import blocked, unblock
from tests.workflows.test_listening import CIRCLE, STARTED, logged, met, on_tag, tagged


async def test_no_flow_starts_itself(runtime: Runtime) -> None:
    """A flow that changes the field for which it was started is not started again, and its log names the circle."""
    nodes = {
        "start": ("field_changed", {"field": "n"}),
        "said": says("{{ contact.fields.n }}"),
        "set": ("set_contact_field", {"name": "n", "value": "{{ contact.fields.n | plus: 1 }}"}),
    }
    await runtime.publish(a_document(nodes, {"start.next": "said", "said.next": "set"}))
    ann = await met(runtime)
    async with runtime.store.transaction(runtime.workspace) as session:
        await Contacts(session).update(ann, fields={"n": 1})
    changed = "contact.field_changed"
    await logged(runtime, (changed, "started", True), (changed, CIRCLE, False))
    await runtime.hears("ann", "1")


async def test_two_flows_do_not_play_ping_pong(runtime: Runtime) -> None:
    """Each of two flows that start one another runs once."""
    toggle = ("remove_tag", {"tag": "ping"}), ("remove_tag", {"tag": "pong"})
    await runtime.publish(on_tag("ping", says("ping"), toggle[0], ("add_tag", {"tag": "pong"})), "ping")
    await runtime.publish(on_tag("pong", says("pong"), toggle[1], ("add_tag", {"tag": "ping"})), "pong")
    await tagged(runtime, await met(runtime), "ping")
    await logged(runtime, STARTED, ("contact.tag_added", CIRCLE, False), key="ping")
    await logged(runtime, STARTED, key="pong")
    await runtime.hears("ann", "ping", "pong")


async def test_a_canary(idle: Runtime) -> None:
    """An event starts the canary for those who are in it, as a message does."""
    await idle.publish(on_tag("vip", says("old")))
    async with idle.store.transaction(idle.workspace) as session:
        flow = await Flows(session).find("flow")
        assert flow
        version = await Flows(session).publish(flow.id, on_tag("vip", says("new")), "hash2", live=False)
        limits = Limits(percent=100, most_failing=1, minimum=1)
        await Canaries(session).start(flow.id, version.id, ["start"], limits)
    await tagged(idle, await met(idle), "vip")
    async with idle.working():
        await idle.hears("ann", "new")
    assert (await idle.session("ann")).version_id == version.id


async def test_a_message_that_fails(bot: Bot) -> None:
    """It starts the flow that answers it, with the reason; that this one's own message fails as well starts nothing."""
    chat, runtime = bot.chat(), bot.runtime
    mark = ("set_contact_field", {"name": "trouble", "value": "{{ vars.why }}"})
    nodes = {"start": ("delivery_failed", {"save_as": "why"}), "mark": mark, "said": says("Are you there?")}
    await runtime.publish(a_document(nodes, {"start.next": "mark", "mark.next": "said"}), "failed")
    await runtime.publish(a_document({"start": keyword("go"), "said": says("hi")}, {"start.next": "said"}), "hello")
    await bot.sim("block", chat=int(chat))
    async with runtime.working():
        await runtime.say(chat, "go")
        failed = "message.failed"
        await logged(runtime, (failed, "started", True), (failed, CIRCLE, False), key="failed")
    [contact] = await runtime.rows("select fields from contacts")
    assert contact.fields == {"trouble": "contact_stopped"}


async def test_a_bug_at_the_start(idle: Runtime) -> None:
    """Mended, the flow starts with what its trigger had heard."""
    await idle.publish(on_tag("vip", says("Welcome: {{ result.start.tag }}")))
    ann = await met(idle)
    async with idle.working(node_types=idle.with_types(send_message={"enter": broken})):
        await tagged(idle, ann, "vip")
        await blocked(idle, "ann")
    async with idle.working():
        await unblock(idle, "ann")
        await idle.hears("ann", "Welcome: vip")
