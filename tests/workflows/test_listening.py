"""Flows that are started by what happens to a contact, from the change to the words that the contact reads."""

from typing import Any
from uuid import UUID

from store.contacts import Contacts
from store.flows import Flows
from store.pages import Window
from store.triggered import TriggerLog
from store.workspace_events import WorkspaceEvents
from tests.make import a_document
from tests.workflows.flows import asks, echo, keyword, question, says
from tests.workflows.runtime import Runtime


def on_tag(tag: str, *then: tuple[str, dict[str, Any]], **params: Any) -> dict[str, Any]:
    """Starts when the tag is added, and does this."""
    nodes = {"start": ("tag_changed", {"tags": [tag], **params}), **{f"n{i}": one for i, one in enumerate(then)}}
    names = list(nodes)
    edges = {f"{one}.next": names[i + 1] for i, one in enumerate(names[:-1])}
    return a_document(nodes, edges)


async def met(runtime: Runtime, address: str = "ann") -> UUID:
    """A contact who has written once; their id."""
    found = await runtime.say(address, "hello", nudge=False)
    assert found
    return found.contact


async def tagged(runtime: Runtime, contact: UUID, *tags: str) -> None:
    """An agent, or another program, sets the tags."""
    async with runtime.store.transaction(runtime.workspace) as session:
        await Contacts(session).update(contact, tags=tags)


async def outcomes(runtime: Runtime, key: str = "flow") -> list[tuple[str, str, bool]]:
    """What the log of the flow's triggers says, the oldest first."""
    async with runtime.store.transaction(runtime.workspace) as session:
        flow = await Flows(session).find(key)
        page = await TriggerLog(session).page(flow.id if flow else UUID(int=0), Window())
    return [(one.heard, one.outcome, one.run is not None) for one in reversed(page.items)]


async def logged(runtime: Runtime, *wanted: tuple[str, str, bool], key: str = "flow") -> None:
    await runtime.until(lambda: outcomes(runtime, key), lambda found: found == list(wanted))


CIRCLE = "circle"
STARTED, BUSY, NOWHERE = [
    ("contact.tag_added", outcome, outcome == "started") for outcome in ("started", "busy", "nowhere")
]


async def test_a_tag(runtime: Runtime) -> None:
    """Who gets the tag hears from the flow, once, and the flow knows which tag it was; who has it already does not."""
    await runtime.publish(on_tag("vip", says("Welcome, {{ contact.name }}: {{ result.start.tag }}")))
    ann = await met(runtime)
    for tags in (("new",), ("new", "vip"), ("vip",)):
        await tagged(runtime, ann, *tags)
    await runtime.hears("ann", "Welcome, Ann: vip")
    await logged(runtime, STARTED)
    assert len(await runtime.rows("select id from sessions")) == 1


async def test_a_field_that_a_flow_changes(runtime: Runtime) -> None:
    """The flow that changes it ends, then the one that listens begins."""
    nodes = {"start": ("field_changed", {"field": "city"}), "said": says("So you live in {{ contact.fields.city }}")}
    await runtime.publish(a_document(nodes, {"start.next": "said"}), "listener")
    setter = {"start": keyword("go"), "set": ("set_contact_field", {"name": "city", "value": "Pune"})}
    await runtime.publish(a_document(setter, {"start.next": "set"}), "setter")
    await runtime.say("ann", "go")
    await runtime.hears("ann", "So you live in Pune")


async def test_inside_another_flow(runtime: Runtime) -> None:
    """A trigger that does not interrupt leaves the contact where they are, and says so in its log."""
    await runtime.publish(question(), "question")
    await runtime.publish(on_tag("vip", says("Welcome")))
    found = await runtime.say("ann", "go")
    await runtime.stands("ann", "ask")
    assert found
    await tagged(runtime, found.contact, "vip")
    await logged(runtime, BUSY)
    await runtime.say("ann", "tea")
    await runtime.hears("ann", "Well?", "thanks for tea")


async def test_one_that_interrupts(runtime: Runtime) -> None:
    """Takes the contact out of the flow that is open."""
    await runtime.publish(question(), "question")
    await runtime.publish(on_tag("vip", says("Welcome"), when_busy="interrupt"))
    found = await runtime.say("ann", "go")
    await runtime.stands("ann", "ask")
    assert found
    await tagged(runtime, found.contact, "vip")
    await runtime.hears("ann", "Well?", "Welcome")


async def test_a_contact_without_a_conversation(runtime: Runtime) -> None:
    """Nothing can be said to them, and the log says that."""
    await runtime.publish(on_tag("vip", says("Welcome")))
    async with runtime.store.transaction(runtime.workspace) as session:
        ann = await Contacts(session).add("telegram", "1")
    await tagged(runtime, ann.id, "vip")
    await logged(runtime, NOWHERE)


async def test_two_at_once(runtime: Runtime) -> None:
    """One flow is started; the second, which would have to interrupt it, is in its log."""
    await runtime.publish(on_tag("a", asks("A?")), "a")
    await runtime.publish(on_tag("b", asks("B?")), "b")
    ann = await met(runtime)
    await tagged(runtime, ann, "a", "b")
    await runtime.until(lambda: outcomes(runtime, "a"), lambda found: found)
    await runtime.until(lambda: outcomes(runtime, "b"), lambda found: found)
    found = [*await outcomes(runtime, "a"), *await outcomes(runtime, "b")]
    assert sorted(outcome for _, outcome, _ in found) == ["busy", "started"]


async def test_a_conversation_that_is_closed(runtime: Runtime) -> None:
    """The flow starts in it, when it is closed and when it is given back."""
    nodes = {"start": ("conversation_closed", {"what": "either"}), "said": says("How was it?")}
    await runtime.publish(a_document(nodes, {"start.next": "said"}))
    found = await runtime.say("ann", "hello", nudge=False)
    assert found
    for kind in ("conversation.closed", "conversation.handed_back"):
        async with runtime.store.transaction(runtime.workspace) as session:
            await WorkspaceEvents(session).add(kind, {}, contact=found.contact, conversation=found.conversation)
        await runtime.until(lambda: outcomes(runtime), lambda found: found and found[-1][2])
    await runtime.hears("ann", "How was it?", "How was it?")


async def test_an_echo_hears_nothing(runtime: Runtime) -> None:
    """Where no trigger listens, events are handled and leave no trace."""
    await runtime.publish(echo())
    await tagged(runtime, await met(runtime), "vip")
    left = "select id from workspace_events where handled_at is null"
    await runtime.until(lambda: runtime.rows(left), lambda found: not found)
    assert await outcomes(runtime) == []
    assert await runtime.rows("select id from events where kind = 'start'") == []
