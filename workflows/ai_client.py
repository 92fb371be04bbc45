"""Asks an OpenAI-compatible endpoint, through `openai`: one attempt, a bounded answer, and its errors in our words.

The address of an endpoint is the operator's, never a flow's: so it may be private, and it is never redirected elsewhere.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import httpx2
import openai
from pydantic import BaseModel, ValidationError

from engine import Limits
from nodes import AiRefused, IoFailed, IoTimeout, TranscriptRequest
from workflows.ai_config import AiConnection

NO_KEY = "none"  # the client insists on one; an endpoint that wants none ignores it
LONGEST_PAUSE = 60.0


class _Message(BaseModel):
    content: str | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Usage(BaseModel):
    prompt_tokens: int = 0
    completion_tokens: int = 0


class Completion(BaseModel):
    """What we need of a chat completion; what else an endpoint says is ignored."""

    model: str = ""
    choices: tuple[_Choice, ...]
    usage: _Usage | None = None


class _Counted(BaseModel):
    """Models are billed by tokens, or by the length of a recording."""

    input_tokens: int = 0
    output_tokens: int = 0
    seconds: float | None = None


class Transcript(BaseModel):
    text: str
    usage: _Counted | None = None


class _Bounded(httpx2.AsyncByteStream):
    def __init__(self, stream: httpx2.AsyncByteStream, limit: int) -> None:
        self._stream, self._left = stream, limit

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._stream:
            self._left -= len(chunk)
            if self._left < 0:
                raise IoFailed("the answer of the endpoint is too large")
            yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()


class _Transport(httpx2.AsyncHTTPTransport):
    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        response = await super().handle_async_request(request)
        assert isinstance(response.stream, httpx2.AsyncByteStream)  # noqa: S101 - a transport for asyncio gives no other
        response.stream = _Bounded(response.stream, Limits().call_response_bytes)
        return response


@asynccontextmanager
async def endpoint_client(at_once: int) -> AsyncIterator[httpx2.AsyncClient]:
    """Without redirects and proxies of the environment; answers come uncompressed, so their size is what it seems."""
    transport = _Transport(retries=0, limits=httpx2.Limits(max_connections=at_once))
    headers = {"Accept-Encoding": "identity"}
    async with httpx2.AsyncClient(
        transport=transport, follow_redirects=False, trust_env=False, headers=headers
    ) as client:
        yield client


async def complete(
    http: httpx2.AsyncClient, connection: AiConnection, key: str, asked: Mapping[str, Any], seconds: float
) -> Completion:
    """One attempt at ``chat/completions``. Raises IoTimeout, IoFailed, or AiRefused if another attempt will not help."""
    client = _client(http, connection, key)
    async with _in_our_words(seconds, "chat completion"):
        raw = await client.chat.completions.with_raw_response.create(**asked, timeout=seconds)
        return Completion.model_validate_json(raw.http_response.content)


async def transcribe(
    http: httpx2.AsyncClient, connection: AiConnection, key: str, file: tuple[str, bytes], asked: TranscriptRequest
) -> Transcript:
    """One attempt at ``audio/transcriptions``; raises as ``complete`` does."""
    client, seconds = _client(http, connection, key), asked.timeout
    more = {"language": asked.language, "prompt": asked.hints}
    given: dict[str, Any] = {name: text for name, text in more.items() if text}
    async with _in_our_words(seconds, "transcription"):
        raw = await client.audio.transcriptions.with_raw_response.create(
            file=file, model=connection.model, response_format="json", timeout=seconds, **given
        )
        return Transcript.model_validate_json(raw.http_response.content)


def _client(http: httpx2.AsyncClient, connection: AiConnection, key: str) -> openai.AsyncOpenAI:
    client = openai.AsyncOpenAI(base_url=connection.base_url, api_key=key or NO_KEY, max_retries=0, http_client=http)
    client.organization = client.project = None  # it has read them from the environment, which is not ours to use
    return client


@asynccontextmanager
async def _in_our_words(seconds: float, what: str) -> AsyncIterator[None]:
    try:
        async with asyncio.timeout(seconds):
            yield
    except (TimeoutError, openai.APITimeoutError) as error:
        raise IoTimeout(f"no answer within {seconds:g} s") from error
    except openai.APIStatusError as error:
        raise _status(error) from error
    except (openai.OpenAIError, ValidationError) as error:
        raise IoFailed(_reason(error, what)) from error


def _status(error: openai.APIStatusError) -> IoFailed | AiRefused:
    words = f"the endpoint answered {error.status_code}: {_words(error)}"
    if isinstance(error, openai.AuthenticationError | openai.PermissionDeniedError):
        return AiRefused("ai_unauthorised", f"{words}. Check the key of the connection")
    if isinstance(error, openai.NotFoundError):
        return AiRefused("ai_refused", f"{words}. Check base_url and model of the connection")
    if error.code == "insufficient_quota":
        return AiRefused("ai_quota", words)
    if isinstance(error, openai.RateLimitError):
        return IoFailed(words, after=_pause(error.response.headers))
    if error.status_code >= 500 or error.status_code in {408, 409}:  # noqa: PLR2004 - HTTP's own numbers
        return IoFailed(words)
    return AiRefused("ai_refused", words)


def _words(error: openai.APIStatusError) -> str:
    body = error.body
    said = body.get("message") if isinstance(body, dict) else None
    return str(said or error.message)[:500]


def _pause(headers: httpx2.Headers) -> float | None:
    for name, unit in (("retry-after-ms", 1_000), ("retry-after", 1)):
        try:
            seconds = float(headers[name]) / unit
        except (KeyError, ValueError):
            continue
        if seconds >= 0:
            return min(seconds, LONGEST_PAUSE)
    return None


def _reason(error: Exception, what: str) -> str:
    if isinstance(error, ValidationError):
        return f"the endpoint's answer is no {what}: is its address that of the API, with /v1?"
    cause = error.__cause__ or error
    return f"no connection to the endpoint: {type(cause).__name__}: {cause}"
