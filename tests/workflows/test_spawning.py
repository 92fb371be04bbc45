"""Flows that start flows for other contacts, on the real run time."""

from typing import Any
from uuid import uuid4

import pytest

from engine import Limits
from tests.make import a_document
from tests.workflows.flows import keyword, question, says
from tests.workflows.runtime import Runtime


def order(channel: Any, flow: str = "seller", **over: Any) -> dict[str, Any]:
    """Tells the seller of an order."""
    inputs = [{"name": "who", "value": "{{ contact.name }}"}]
    data = {"flow": flow, "channel": str(channel), "address": "shop", "inputs": inputs, **over}
    nodes = {"start": keyword("order"), "tell": ("start_flow", data), "thanks": says("thanks")}
    return a_document(nodes, {"start.next": "tell", "tell.next": "thanks"})


def seller() -> dict[str, Any]:
    variables = {"who": {"type": "text", "input": True}}
    nodes = {"start": ("api_start", {}), "say": says("an order of {{ vars.who }}")}
    return a_document(nodes, {"start.next": "say"}, variables=variables)


async def failures(runtime: Runtime) -> list[str]:
    rows = await runtime.rows("select data ->> 'error' as error from workspace_events where kind = 'flow.start_failed'")
    return [row.error for row in rows]


async def test_somebody_else_is_told_once(runtime: Runtime) -> None:
    """In a conversation of their own, which is made if need be; who started it goes on at once."""
    await runtime.publish(seller(), "seller")
    await runtime.publish(order(runtime.channel))
    for name in ("ann", "bo"):
        await runtime.say(name, "order")
        await runtime.hears(name, "thanks")
    found = await runtime.until(lambda: runtime.heard("shop"), lambda texts: len(texts) == 2)
    assert sorted(found) == ["an order of Ann", "an order of Bo"]


async def test_who_is_inside_a_flow(runtime: Runtime) -> None:
    """Stays there, unless the start interrupts."""
    await runtime.publish(question(), "question")
    await runtime.publish(seller(), "seller")
    await runtime.say("shop", "go")
    await runtime.stands("shop", "ask")
    await runtime.publish(order(runtime.channel))
    await runtime.say("ann", "order")
    handled = "select id from events where kind = 'start' and handled_at is not null"
    await runtime.until(lambda: runtime.rows(handled), lambda rows: len(rows) == 1)
    assert await runtime.status("shop") == "active"
    await runtime.publish(order(runtime.channel, when_busy="interrupt"))
    await runtime.say("bo", "order")
    await runtime.hears("shop", "Well?", "an order of Bo")


@pytest.mark.parametrize(
    ("over", "why"),
    [
        ({"flow": "nobody"}, "there is no flow nobody"),
        ({"channel": str(uuid4())}, "there is no channel"),
        ({"address": "", "channel": "telegram"}, "there is no telegram address of contact"),
    ],
)
async def test_what_cannot_be_started(runtime: Runtime, over: dict[str, Any], why: str) -> None:
    """Is told as an event, with the reason; the flow that wanted it goes on."""
    if over.get("channel") == "telegram":
        kind = "insert into channels (kind, name, credentials, status) values ('telegram', 'x', '', 'connected')"
        await runtime.execute(kind)
        over = {**over, "channel": (await runtime.rows("select id from channels where kind = 'telegram'"))[0].id}
        over["channel"] = str(over["channel"])
    await runtime.publish(seller(), "seller")
    await runtime.publish(order(**{"channel": runtime.channel, **over}))
    await runtime.say("ann", "order")
    await runtime.hears("ann", "thanks")
    (found,) = await runtime.until(lambda: failures(runtime), bool)
    assert why in found


async def test_a_circle_ends(runtime: Runtime) -> None:
    """A flow that starts itself for the other one, and back, does so only so often in a row."""
    data = {
        "flow": "circle",
        "channel": str(runtime.channel),
        "address": "{% if contact.name == 'Ann' %}bo{% else %}ann{% endif %}",
    }
    nodes = {"start": keyword("order"), "tell": ("start_flow", data), "say": says("round")}
    await runtime.publish(a_document(nodes, {"start.next": "tell", "tell.next": "say"}), "circle")
    await runtime.say("ann", "order")
    most = Limits().starts_in_a_row + 1
    ended = "select problems::text as text from steps where problems::text like '%starts_in_a_row%'"
    await runtime.until(lambda: runtime.rows(ended), lambda rows: len(rows) == 1)
    assert len(await runtime.rows("select id from sessions")) == most
