"""The example in the documentation is a channel type that works."""

import asyncio
import hmac
import json
from pathlib import Path
from types import ModuleType

import httpx
import pytest

from channels import Account, AnyAdapter, BadPayload, BadSignature, HookRequest, Inbound, Refused, SendError, Uncertain
from engine import Button, MessageReceived, SendMessage

PAGE = Path(__file__).parents[2] / "docs" / "adding-a-channel.md"


@pytest.fixture(scope="module")
def pigeon() -> AnyAdapter:
    """The adapter that the page defines."""
    source = PAGE.read_text().partition("<!-- example -->\n```python\n")[2].partition("```\n<!-- /example -->")[0]
    module = ModuleType("pigeon")
    exec(compile(source, str(PAGE), "exec"), module.__dict__)
    adapter: AnyAdapter = module.adapter
    return adapter


def a_note(body: bytes, key: str = "k") -> HookRequest:
    return HookRequest(headers={"x-pigeon-signature": hmac.digest(key.encode(), body, "sha256").hex()}, body=body)


def sending(pigeon: AnyAdapter, answer: httpx.Response | Exception) -> str:
    def handler(request: httpx.Request) -> httpx.Response:
        assert (request.headers["idempotency-key"], json.loads(request.content)) == ("m1", {"to": "7", "words": "coo"})
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def send() -> str:
        async with httpx.AsyncClient(transport=httpx.MockTransport(handler)) as http:
            return await pigeon.send(http, pigeon.config(key="k"), "7", SendMessage(text="coo"), "m1")

    return asyncio.run(send())


def test_it_reads_what_comes_in(pigeon: AnyAdapter) -> None:
    """A signed note is an inbound message, others are refused."""
    config, request = pigeon.config(key="k"), a_note(b'{"id": "n1", "sender": "7", "words": "coo"}')
    pigeon.verify(config, request)
    assert pigeon.parse(config, request) == (Inbound(id="n1", address="7", message=MessageReceived(text="coo")),)
    with pytest.raises(BadSignature):
        pigeon.verify(config, a_note(b"{}", key="other"))
    with pytest.raises(BadPayload):
        pigeon.parse(config, a_note(b"{}"))


def test_it_sends(pigeon: AnyAdapter) -> None:
    """A text goes out with its key; the answer is an id or an error that says whether to repeat."""
    assert sending(pigeon, httpx.Response(201, headers={"x-note-id": "n2"})) == "n2"
    assert pigeon.capabilities.send_key
    with pytest.raises(Uncertain):
        sending(pigeon, httpx.ReadTimeout("slow"))
    for status, retryable in ((429, True), (503, True), (400, False)):
        with pytest.raises(SendError) as failure:
            sending(pigeon, httpx.Response(status))
        assert failure.value.retryable is retryable


def test_it_refuses_what_it_cannot_carry(pigeon: AnyAdapter) -> None:
    """Buttons and long texts are refused, not dropped."""
    for message in (SendMessage(text="x" * 161), SendMessage(text="?", buttons=(Button(id="a", title="A"),))):
        with pytest.raises(Refused):
            pigeon.build(pigeon.config(key="k"), "7", message)


async def test_it_connects(pigeon: AnyAdapter) -> None:
    """Connecting tells whose key it is."""
    async with httpx.AsyncClient(transport=httpx.MockTransport(lambda _: httpx.Response(200, text="12"))) as http:
        account = await pigeon.connect(http, pigeon.config(key="k"), "https://bot.example/hooks/1")
        assert account == Account(id="12", name="Loft 12")
        await pigeon.disconnect(http, pigeon.config(key="k"))
