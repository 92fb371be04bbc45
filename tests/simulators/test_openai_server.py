"""The local OpenAI-compatible server refuses what the documentation refuses, and the real client understands it."""

from collections.abc import AsyncIterator
from typing import Any

import openai
import pytest
from pydantic import BaseModel, ConfigDict

from tests.simulators.openai_rules import faults
from tests.simulators.openai_server import KEY, Fails, HangsUp, OpenAiServer, Says, an_openai_server

HI: list[Any] = [{"role": "user", "content": "hi"}]
OPEN = {"type": "object", "properties": {"a": {"type": "string"}}}
CLOSED = {**OPEN, "required": ["a"], "additionalProperties": False}


class Label(BaseModel):
    model_config = ConfigDict(extra="forbid")

    label: str
    sure: float
    tags: list[str]


@pytest.fixture
async def server() -> AsyncIterator[OpenAiServer]:
    async with an_openai_server() as server:
        yield server


@pytest.fixture
async def client(server: OpenAiServer) -> AsyncIterator[openai.AsyncOpenAI]:
    async with openai.AsyncOpenAI(base_url=server.url, api_key=KEY, max_retries=0) as client:
        yield client


def wants(schema: Any, *, strict: bool = True, name: str = "answer") -> dict[str, Any]:
    return {"type": "json_schema", "json_schema": {"name": name, "strict": strict, "schema": schema}}


@pytest.mark.parametrize(
    ("over", "parameter"),
    [
        ({}, None),
        ({"max_tokens": 5}, None),
        ({"response_format": wants(CLOSED)}, None),
        ({"response_format": wants(OPEN, strict=False)}, None),
        ({"model": ""}, "model"),
        ({"max_token": 5}, "max_token"),
        ({"max_tokens": 0}, "max_tokens"),
        ({"max_tokens": 5, "max_completion_tokens": 5}, "max_tokens"),
        ({"messages": []}, "messages"),
        ({"messages": [{"role": "bot", "content": "hi"}]}, "messages[0].role"),
        ({"messages": [{"role": "user", "content": None}]}, "messages[0].content"),
        ({"response_format": {"type": "yaml"}}, "response_format.type"),
        ({"response_format": {"type": "json_object"}}, "messages"),
        ({"response_format": wants(CLOSED, name="")}, "response_format.json_schema.name"),
        ({"response_format": wants({"type": "array"})}, "response_format"),
        ({"response_format": wants(OPEN)}, "response_format"),
        ({"response_format": wants({**CLOSED, "required": []})}, "response_format"),
        ({"response_format": wants({**CLOSED, "properties": {"a": OPEN}})}, "response_format"),
    ],
)
def test_request_shapes(over: dict[str, Any], parameter: str | None) -> None:
    """What OpenAI's documentation asks of a request is held to, by the parameter's name."""
    found = faults({"model": "m", "messages": HI, **over})
    assert (found[0][0] if found else None) == parameter


async def test_an_echo(client: openai.AsyncOpenAI) -> None:
    """Without an answer given in advance it repeats what was said, and counts."""
    completion = await client.chat.completions.create(model="m", messages=HI)
    assert completion.choices[0].message.content == "echo: hi"
    assert completion.usage
    assert completion.usage.total_tokens == 25


async def test_structured_outputs(client: openai.AsyncOpenAI) -> None:
    """The client's own structured outputs are taken, and the answer fits the schema."""
    completion = await client.chat.completions.parse(model="m", messages=HI, response_format=Label)
    assert completion.choices[0].message.parsed == Label(label="text", sure=0.5, tags=[])


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Fails(), openai.InternalServerError),
        (Fails(status=429, headers={"retry-after": "7"}), openai.RateLimitError),
        (Fails(status=404, code="model_not_found"), openai.NotFoundError),
        (HangsUp(), openai.APIConnectionError),
    ],
)
async def test_errors(server: OpenAiServer, client: openai.AsyncOpenAI, answer: Any, error: type[Exception]) -> None:
    """Errors arrive as the client's own, with the documented body and headers."""
    server.will(answer)
    with pytest.raises(error) as raised:
        await client.chat.completions.create(model="m", messages=HI)
    if isinstance(raised.value, openai.APIStatusError):
        assert (raised.value.status_code, raised.value.code) == (answer.status, answer.code)
        assert isinstance(raised.value.body, dict)
        assert raised.value.body["message"] == answer.message
        assert raised.value.response.headers.get("retry-after") == answer.headers.get("retry-after")


@pytest.mark.parametrize(
    ("name", "content", "over", "told"),
    [
        ("voice.ogg", b"sound", {}, None),
        ("voice.ogg", b"sound", {"language": "es", "prompt": "Pune"}, None),
        ("voice.amr", b"sound", {}, "Unrecognized file format"),
        ("voice.ogg", b"", {}, "too short"),
        ("voice.ogg", b"sound", {"language": "spanish"}, "Invalid language"),
        ("voice.ogg", b"x" * 26_214_400, {}, "Maximum content size limit"),
    ],
)
async def test_transcriptions(
    client: openai.AsyncOpenAI, name: str, content: bytes, over: dict[str, Any], told: str | None
) -> None:
    """A recording within the documented types and sizes is written down; others are refused with the documented words."""
    if told is None:
        found = await client.audio.transcriptions.create(model="w", file=(name, content), **over)
        assert found.text == "5 bytes of sound"
        return
    with pytest.raises(openai.APIStatusError, match=told):
        await client.audio.transcriptions.create(model="w", file=(name, content), **over)


async def test_keys(server: OpenAiServer, client: openai.AsyncOpenAI) -> None:
    """A wrong key is refused before anything else."""
    with pytest.raises(openai.AuthenticationError):
        await client.with_options(api_key="sk-wrong").chat.completions.create(model="m", messages=HI)
    assert server.asked == []


async def test_a_slow_answer(server: OpenAiServer, client: openai.AsyncOpenAI) -> None:
    """An answer can be held back for longer than the client waits."""
    server.will(Says(hold=True))
    with pytest.raises(openai.APITimeoutError):
        await client.chat.completions.create(model="m", messages=HI, timeout=0.2)
