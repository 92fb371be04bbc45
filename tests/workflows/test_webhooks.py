"""Other systems are told what happens: signed, until it has arrived, and no further than they want."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from functools import partial
from operator import eq
from typing import Any
from uuid import UUID

import pytest
from pydantic import SecretStr

from integrations.standard_webhooks import Config, fresh, parse, verify
from store.contacts import Contacts
from store.deliveries import Deliveries, Delivery
from store.pages import Window
from store.webhooks import GONE, OFF, Webhook, Webhooks
from store.workspace_events import WorkspaceEvents
from tests.make import a_document
from tests.workflows.flows import keyword, says
from tests.workflows.receiver import Receiver, a_receiver, a_silent_place
from tests.workflows.runtime import Runtime
from workflows.outbound import guarded_client
from workflows.publishing import LARGEST, Publisher
from workflows.telling import Teller
from workflows.webhooks import PATIENCE, PAUSES, WebhookSender

SECRET = SecretStr(fresh()["secret"])


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with a_receiver() as receiver:
        yield receiver


@pytest.fixture
async def sender(idle: Runtime, receiver: Receiver) -> AsyncIterator[WebhookSender]:
    async with guarded_client([receiver.place]) as http:
        yield WebhookSender(idle.store, idle.vault, http)


async def listening(runtime: Runtime, url: str, *kinds: str) -> Webhook:
    async with runtime.store.transaction(runtime.workspace) as session:
        return await Webhooks(session, runtime.vault).add("Shop", url, kinds or ("*",), SECRET)


async def happens(runtime: Runtime, kind: str = "order.paid", contact: UUID | None = None, **data: Any) -> None:
    async with runtime.store.transaction(runtime.workspace) as session:
        await WorkspaceEvents(session).add(kind, data, contact=contact)
    assert await tell(runtime) == 1


async def tell(runtime: Runtime) -> int:
    """How many were told, of what nobody has been told yet."""
    return await Teller(runtime.store, runtime.conversations, (Publisher(),)).tell()


async def deliveries(runtime: Runtime, webhook: Webhook) -> Sequence[Delivery]:
    async with runtime.store.transaction(runtime.workspace) as session:
        return (await Deliveries(session).page(Window(), webhook.id)).items


async def sent(sender: WebhookSender) -> int:
    """How many attempts were made, at what is due now."""
    return sum(await asyncio.gather(*(sender.serve(*one) for one in await sender.due())))


async def attempted(runtime: Runtime, sender: WebhookSender, times: int) -> None:
    """So many attempts, as if the time between them had passed."""
    for _ in range(times):
        await runtime.execute("update deliveries set next_at = now() where status = 'waiting'")
        await sent(sender)


async def test_what_a_flow_tells(idle: Runtime, receiver: Receiver) -> None:
    """Comes once, signed so that an integration of another Dialoom takes it, with the contact and the run."""
    data = {"name": "order.placed", "data": [{"name": "who", "value": "{{ contact.name }}"}]}
    nodes = {"start": keyword("buy"), "tell": ("emit_event", data), "thanks": says("thanks")}
    await idle.publish(a_document(nodes, {"start.next": "tell", "tell.next": "thanks"}))
    await listening(idle, receiver.url, "flow.emitted/order.*")
    allowed = idle.settings.model_copy(update={"allow_private": (f"127.0.0.1:{receiver.port}",)})
    async with replace(idle, settings=allowed).working():
        said = await idle.say("ann", "buy")
        await idle.hears("ann", "thanks")
        await idle.until(lambda: asyncio.sleep(0, receiver.heard), bool)
    (delivery,) = receiver.heard
    verify(Config(secret=SECRET), delivery)
    (event,) = parse(Config(secret=SECRET), delivery)
    run = await idle.session("ann")
    assert (event.kind, event.data) == (
        "flow.emitted",
        {"name": "order.placed", "data": {"who": "Ann"}, "run": str(run.id)},
    )
    assert said
    assert json.loads(delivery.body)["contact_id"] == str(said.contact)


async def test_a_run_from_its_start_to_its_end(idle: Runtime) -> None:
    """Each is told once: of one turn, of several, and of one that another flow has ended, with the contact's conversation."""
    await idle.publish(
        a_document({"start": keyword("buy"), "ask": ("ask_text", {"question": "What?"})}, {"start.next": "ask"})
    )
    menu = {"start": keyword("menu", when_busy="interrupt"), "say": says("Tea")}
    await idle.publish(a_document(menu, {"start.next": "say"}), key="menu")
    webhook = await listening(idle, "https://shop.example/hook", "run.*")
    async with idle.working():
        for word, answers in (("buy", ["What?"]), ("menu", ["What?", "Tea"]), ("buy", ["What?", "Tea", "What?"])):
            said = await idle.say("ann", word)
            await idle.hears("ann", *answers)
        await idle.say("ann", "a cup")
        await idle.is_("ann", "completed")
    await tell(idle)
    bodies = [json.loads(one.body) for one in reversed(await deliveries(idle, webhook))]
    told = [(one["type"], one["data"]["flow"], one["data"].get("outcome")) for one in bodies]
    assert told[0] == ("run.started", "flow", None)
    assert sorted(told[1:], key=str) == [
        ("run.ended", "flow", "cancelled"),
        ("run.ended", "flow", "completed"),
        ("run.ended", "menu", "completed"),
        ("run.started", "flow", None),
        ("run.started", "menu", None),
    ]
    assert said
    assert {one["conversation_id"] for one in bodies} == {str(said.conversation)}


@pytest.mark.parametrize(
    ("kinds", "kind", "data", "told"),
    [
        (("*",), "contact.tag_added", {}, True),
        (("contact.*",), "contact.tag_added", {}, True),
        (("contact.*",), "conversation.closed", {}, False),
        (("order.paid", "contact.tag_added"), "contact.tag_added", {}, True),
        (("contact",), "contact.tag_added", {}, False),
        (("*.closed",), "conversation.closed", {}, True),
        (("conversation?closed",), "conversation.closed", {}, False),
        (("flow.emitted",), "flow.emitted", {"name": "order.paid"}, True),
        (("flow.emitted/order.*",), "flow.emitted", {"name": "order.paid"}, True),
        (("flow.emitted/order.*",), "flow.emitted", {"name": "visit"}, False),
        (("flow.emitted/*",), "flow.start_failed", {"name": "order.paid"}, False),
    ],
)
async def test_who_listens(idle: Runtime, kinds: tuple[str, ...], kind: str, data: dict[str, Any], told: bool) -> None:
    """Each webhook is told what it asked for, and nothing else."""
    webhook = await listening(idle, "https://shop.example/hook", *kinds)
    await happens(idle, kind, **data)
    assert bool(await deliveries(idle, webhook)) is told


async def test_again_until_it_has_arrived(idle: Runtime, receiver: Receiver, sender: WebhookSender) -> None:
    """An error, a redirect and a receiver that hangs up are attempted again, with the same id; every attempt is to be seen."""
    webhook = await listening(idle, receiver.url)
    receiver.answers = [500, 302, 0]
    await happens(idle)
    await sent(sender)
    assert await sent(sender) == 0  # not at once
    await attempted(idle, sender, 4)
    (found,) = await deliveries(idle, webhook)
    assert (found.status, found.error, found.attempts) == ("delivered", None, 4)
    assert [one.status for one in found.log] == [500, 302, None, 200]
    assert len({delivery.headers["webhook-id"] for delivery in receiver.heard}) == 1
    for delivery in receiver.heard:
        verify(Config(secret=SECRET), delivery)


async def test_given_up_after_a_day(idle: Runtime, receiver: Receiver, sender: WebhookSender) -> None:
    """And sent once more when somebody asks for it."""
    webhook = await listening(idle, receiver.url)
    receiver.answers = [503] * 20
    await happens(idle)
    await attempted(idle, sender, len(PAUSES) + 3)
    (found,) = await deliveries(idle, webhook)
    assert (found.status, len(receiver.heard)) == ("failed", len(PAUSES) + 1)
    assert found.error == "it answered 503 Said"
    assert 23 <= sum(pause.total_seconds() for pause in PAUSES) / 3600 <= 24
    receiver.answers = []
    async with idle.store.transaction(idle.workspace) as session:
        await Deliveries(session).repeat(webhook.id, found.id)
    await attempted(idle, sender, 1)
    assert (await deliveries(idle, webhook))[0].status == "delivered"


async def test_gone(idle: Runtime, receiver: Receiver, sender: WebhookSender) -> None:
    """Who answers 410 is told nothing more, and the webhook says why."""
    webhook = await listening(idle, receiver.url)
    await happens(idle)
    await happens(idle)
    last = "(select max(id::text)::uuid from deliveries)"
    await idle.execute(f"update deliveries set next_at = now() + interval '1 hour' where id = {last}")
    receiver.answers = [410]
    await sent(sender)
    await happens(idle)
    async with idle.store.transaction(idle.workspace) as session:
        known = await Webhooks(session, idle.vault).get(webhook.id)
    assert (known.active, known.stopped) == (False, GONE)
    assert [one.status for one in await deliveries(idle, webhook)] == ["failed", "failed"]
    assert len(receiver.heard) == 1


@pytest.mark.parametrize("url", ["http://127.0.0.1:8080/x", "http://localhost/x", "http://169.254.169.254/latest"])
async def test_private_addresses(idle: Runtime, url: str) -> None:
    """Are not called, and the delivery says so."""
    webhook = await listening(idle, url)
    await happens(idle)
    async with guarded_client() as http:
        assert await sent(WebhookSender(idle.store, idle.vault, http)) == 1
    (found,) = await deliveries(idle, webhook)
    assert found.status == "waiting"
    assert "private address" in (found.error or "")


async def test_several_workers(idle: Runtime, receiver: Receiver, sender: WebhookSender) -> None:
    """A delivery is in the hands of one of them."""
    await listening(idle, receiver.url)
    await happens(idle)
    assert sum(await asyncio.gather(*(sent(replace(sender, served=set())) for _ in range(4)))) == 1
    assert len(receiver.heard) == 1


async def test_one_workspace_does_not_stop_the_others(
    idle: Runtime, other: Runtime, receiver: Receiver, sender: WebhookSender
) -> None:
    """Not when its secrets cannot be read any more."""
    for runtime in (idle, other):
        await listening(runtime, receiver.url)
        await happens(runtime)
    await idle.execute("update webhooks set sealed = 'of a key that is gone'")
    assert await sent(sender) == 1
    assert len(receiver.heard) == 1


async def test_a_slow_receiver_is_waited_for_by_nobody(
    idle: Runtime, receiver: Receiver, sender: WebhookSender
) -> None:
    """Not even by another webhook of the same workspace: what happens meanwhile is told there at once."""
    async with a_silent_place() as port, guarded_client([receiver.place, ("127.0.0.1", port)]) as http:
        for url in (f"http://127.0.0.1:{port}/", receiver.url):
            await listening(idle, url)
        running = asyncio.create_task(replace(sender, http=http).run())
        for count in (1, 2, 3):
            await happens(idle)
            await idle.until(
                lambda: asyncio.sleep(0, len(receiver.heard)),
                partial(eq, count),
                PATIENCE.total_seconds() / 2,
            )
        running.cancel()


async def test_switched_off(idle: Runtime, receiver: Receiver, sender: WebhookSender) -> None:
    """It is called no more, not for what waits either; switched on again, it hears what happens from then on."""
    webhook = await listening(idle, receiver.url)
    for active in (False, True):
        await happens(idle)
        async with idle.store.transaction(idle.workspace) as session:
            await Webhooks(session, idle.vault).update(webhook.id, active=active)
        await sent(sender)
    assert receiver.heard == []
    (off,) = await deliveries(idle, webhook)
    assert (off.status, off.error, off.ended_at is None) == ("failed", OFF, False)
    await happens(idle)
    assert await sent(sender) == 1


async def test_too_large(idle: Runtime, receiver: Receiver, sender: WebhookSender) -> None:
    """Is not sent, and does not fill the table either."""
    webhook = await listening(idle, receiver.url)
    await happens(idle, text="x" * LARGEST)
    assert await sent(sender) == 0
    (found,) = await deliveries(idle, webhook)
    assert (found.status, found.error, "xx" in found.body) == ("failed", "the event is over 128 KiB", False)


async def test_an_erased_contact(idle: Runtime) -> None:
    """What was told of them is forgotten here, too."""
    webhook = await listening(idle, "https://shop.example/hook")
    async with idle.store.transaction(idle.workspace) as session:
        contact = (await Contacts(session).add("webchat", "ann")).id
    await happens(idle, contact=contact)
    await happens(idle)
    async with idle.store.transaction(idle.workspace) as session:
        await Contacts(session).erase(contact)
    assert len(await deliveries(idle, webhook)) == 1
