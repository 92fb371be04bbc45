"""Calls of a flow to other systems, against a real HTTP server."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from dialoom.stack.ports import free_port
from store.secrets import Secrets
from tests.workflows.flows import caller
from tests.workflows.runtime import Runtime
from tests.workflows.shop import Shop

OUTCOMES: dict[str, tuple[str, dict[str, Any], str, int]] = {
    # path, parameters of the node, what the bot says, attempts
    "an answer": ("/status/200", {}, "success [5]", 1),
    "it has no such thing": ("/status/404", {}, "client_error []", 1),
    "it is broken: an answer is an answer, and not asked for again": (
        "/status/500",
        {"attempts": 3},
        "server_error []",
        1,
    ),
    "it does not answer in time": ("/gate", {"timeout": "PT1S"}, "timeout []", 1),
    "it sends us elsewhere, and we do not go": ("/redirect", {}, "error []", 1),
    "its answer is too large": ("/big", {}, "error []", 1),
    "it hangs up, and there is no second attempt": ("/drop/1", {}, "error []", 1),
    "it hangs up once, and answers the second attempt": ("/drop/1", {"attempts": 2}, "success [5]", 2),
    "it hangs up until there are no attempts left": ("/drop/9", {"attempts": 2}, "error []", 2),
    "a POST is made once, whatever the attempts": ("/drop/1", {"attempts": 2, "method": "POST"}, "error []", 1),
    "what no database keeps is taken out of its answer": ("/strange", {}, "success [ab?c]", 1),
}


@asynccontextmanager
async def allowed(runtime: Runtime, *places: str, **over: Any) -> AsyncIterator[None]:
    settings = runtime.settings.model_copy(update={"allow_private": places})
    async with runtime.working(settings=settings, **over):
        yield


@pytest.mark.parametrize("outcome", OUTCOMES)
async def test_outcomes(idle: Runtime, shop: Shop, outcome: str) -> None:
    """However the other system behaves, the flow goes on by the arm for it, after the declared number of attempts."""
    path, params, said, attempts = OUTCOMES[outcome]
    await idle.publish(caller(shop.url(path), **params))
    async with allowed(idle, shop.place):
        await idle.say("ann", "go")
        await idle.hears("ann", "wait", said)
    call = (await idle.rows("select attempts, finished_at from calls"))[0]
    assert (call.attempts, shop.hits[path]) == (attempts, attempts)
    assert call.finished_at is not None
    assert shop.hits["/status/200"] == (path == "/status/200")


async def test_nobody_listens(idle: Runtime) -> None:
    """A refused connection leaves by the error arm, and the run says why where its author looks."""
    port = free_port()
    await idle.publish(caller(f"http://127.0.0.1:{port}/"))
    async with allowed(idle, f"127.0.0.1:{port}"):
        await idle.say("ann", "go")
        await idle.hears("ann", "wait", "error []")
    (told,) = (await idle.rows("select problems from steps where problems <> '[]'"))[0].problems
    assert (told["code"], told["field"], "ConnectError" in told["message"]) == ("call_failed", "url", True)


async def test_private_addresses(idle: Runtime, shop: Shop) -> None:
    """Without the operator's leave no flow reaches a private address; nothing is even connected."""
    await idle.publish(caller(shop.url("/status/200"), attempts=1))
    async with allowed(idle):
        await idle.say("ann", "go")
        await idle.hears("ann", "wait", "error []")
    assert not shop.hits


async def test_secrets(idle: Runtime, shop: Shop) -> None:
    """A secret is filled in at the last moment: the server sees it, the stored call does not hold it."""
    async with idle.store.transaction(idle.workspace) as session:
        await Secrets(session, idle.vault).set("shop", "s3cr3t")
    header = {"name": "Authorization", "value": "Bearer ", "secret": "shop"}
    await idle.publish(caller(shop.url("/status/200"), headers=[header]))
    async with allowed(idle, shop.place):
        await idle.say("ann", "go")
        await idle.hears("ann", "wait", "success [5]")
    assert "authorization: bearer s3cr3t" in shop.headers
    stored = await idle.rows("select row_to_json(c)::text || s.state::text from calls c join sessions s on true")
    assert "s3cr3t" not in stored[0][0]


async def test_words_of_any_language_in_an_address_and_a_header(idle: Runtime, shop: Shop) -> None:
    """What a contact is called goes into both, encoded as HTTP wants it."""
    header = {"name": "X-Name", "value": "Zoë मीरा"}
    await idle.publish(caller(shop.url("/status/200?name=Zoë मीरा"), headers=[header]))
    async with allowed(idle, shop.place):
        await idle.say("ann", "go")
        await idle.hears("ann", "wait", "success [5]")
    assert shop.hits["/status/200?name=Zo%C3%AB%20%E0%A4%AE%E0%A5%80%E0%A4%B0%E0%A4%BE"] == 1
    assert "x-name: zoë मीरा" in shop.headers


async def test_a_secret_that_is_not_there(idle: Runtime, shop: Shop) -> None:
    """The error arm is taken before anything is sent."""
    header = {"name": "Authorization", "secret": "nobody"}
    await idle.publish(caller(shop.url("/status/200"), headers=[header]))
    async with allowed(idle, shop.place):
        await idle.say("ann", "go")
        await idle.hears("ann", "wait", "error []")
    assert not shop.hits


async def test_messages_meanwhile(idle: Runtime, shop: Shop) -> None:
    """What was said before a call is sent before it; what the contact writes meanwhile is answered after it, in order."""
    await idle.publish(caller(shop.url("/gate"), timeout="PT30S"))
    async with allowed(idle, shop.place):
        await idle.say("ann", "go")
        await idle.hears("ann", "wait")
        for text in ("one", "two", "three"):
            await idle.say("ann", text)
        await idle.hears("ann", "wait")
        shop.gate.set()
        await idle.hears("ann", "wait", "success [7]", "got one", "got two", "got three")
    assert shop.hits["/gate"] == 1


async def test_a_call_over_a_restart(idle: Runtime, shop: Shop) -> None:
    """A call that was begun by a worker that stopped is not made again without leave; the flow goes on by its arm."""
    await idle.publish(caller(shop.url("/gate"), timeout="PT30S"))
    settings = idle.settings.model_copy(update={"allow_private": (shop.place,), "grace": idle.settings.grace * 0})
    async with idle.working(settings=settings):
        await idle.say("ann", "go")
        await idle.until(lambda: idle.rows("select id from calls where attempts = 1"), bool)
    async with allowed(idle, shop.place):
        await idle.hears("ann", "wait", "error []")
    assert shop.hits["/gate"] <= 1


async def test_a_bug_in_perform(idle: Runtime, shop: Shop) -> None:
    """It is the call that failed, not the conversation."""
    await idle.publish(caller(shop.url("/status/200")))
    async with allowed(idle, node_types=idle.with_types(http_request={"perform": _broken})):
        await idle.say("ann", "go")
        await idle.hears("ann", "wait", "error []")
        await idle.say("ann", "one")
        await idle.hears("ann", "wait", "error []", "got one")
    assert (await idle.rows("select detail from calls"))[0].detail == "ZeroDivisionError: division by zero"


async def _broken(params: Any, io: Any) -> float:
    return 1 / 0
