"""A template that a flow names is read before each turn: what the platform says of it counts from then on."""

from typing import Any

from channels import ADAPTERS
from engine.message_templates import MessageTemplate
from store.templates import Templates
from tests.make import a_document
from tests.workflows.flows import keyword, says
from tests.workflows.runtime import Runtime

SHIPPED = MessageTemplate(
    name="shipped", language="en", channel="webchat", status="approved", body="Hi {{1}}, it is on its way."
)
SEND: dict[str, Any] = {"template": "shipped", "values": [{"name": "1", "value": "{{ contact.name }}"}]}


async def registered(runtime: Runtime, *templates: MessageTemplate) -> None:
    async with runtime.store.transaction(runtime.workspace) as session:
        await Templates(session).take_in(templates)


async def published(runtime: Runtime, **over: Any) -> None:
    nodes = {"start": keyword("go"), "send": ("send_template", {**SEND, **over}), "no": says("not sent")}
    await runtime.publish(a_document(nodes, {"start.next": "send", "send.fallback": "no"}))


async def test_its_words_are_said_where_nothing_is_approved(runtime: Runtime) -> None:
    """The web chat knows no templates: the contact reads the words, and the message keeps what it was."""
    await registered(runtime, SHIPPED)
    await published(runtime)
    await runtime.say("ann", "go")
    await runtime.hears("ann", "Hi Ann, it is on its way.")
    (row,) = await runtime.rows("select content from messages where direction = 'out'")
    assert row.content["template"] == {"name": "shipped", "language": "en", "values": {"1": "Ann"}}
    assert not any(adapter.capabilities.templates for adapter in ADAPTERS)


async def test_it_is_read_before_each_turn(runtime: Runtime) -> None:
    """A template that was not there when the flow was published is sent as soon as it is."""
    await published(runtime)
    await runtime.say("ann", "go")
    await runtime.hears("ann", "not sent")
    await registered(runtime, SHIPPED)
    await runtime.say("ann", "go")
    await runtime.hears("ann", "not sent", "Hi Ann, it is on its way.")


async def test_a_fallback_is_said_instead(runtime: Runtime) -> None:
    """The author has other words for channels without templates."""
    await registered(runtime, SHIPPED)
    await published(runtime, fallback="On its way, {{ contact.name }}!")
    await runtime.say("ann", "go")
    await runtime.hears("ann", "On its way, Ann!", "not sent")
