"""A local OpenAI-compatible endpoint on a real socket: it holds requests to the documented shapes, and answers as told.

Answers are given in advance, in order; without one it repeats the last message, or makes JSON that fits the schema.
"""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.simulators.openai_audio import LARGEST, audio_faults, read_form
from tests.simulators.openai_rules import faults

KEY = "sk-test"
TYPES = {400: "invalid_request_error", 401: "invalid_request_error", 404: "invalid_request_error", 429: "requests"}


@dataclass(frozen=True, kw_only=True)
class Says:
    """The model's answer. ``hold`` keeps it back until the test opens the gate."""

    text: str = ""
    refusal: str | None = None
    finish: str = "stop"
    tokens: tuple[int, int] | None = (20, 5)
    seconds: float | None = None
    hold: bool = False


@dataclass(frozen=True, kw_only=True)
class Fails:
    """An error in the documented shape, or with ``raw`` whatever the test wants to hear."""

    status: int = 500
    code: str | None = None
    message: str = "The server had an error while processing your request."
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None


@dataclass(frozen=True)
class HangsUp:
    """Closes the connection without a word."""


Answer = Says | Fails | HangsUp


@dataclass
class OpenAiServer:
    """``asked`` are the bodies that arrived, also those that were refused."""

    port: int = 0
    answers: deque[Answer] = field(default_factory=deque)
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    writers: list[asyncio.StreamWriter] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def will(self, *answers: Answer | str) -> None:
        self.answers.extend(Says(text=one) if isinstance(one, str) else one for one in answers)

    def lines(self, index: int = -1) -> list[tuple[str, str]]:
        """The messages of a request as role and content."""
        return [(one["role"], one["content"]) for one in self.asked[index]["messages"]]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.writers.append(writer)
        try:
            while (request := await _read(reader)) is not None:
                if (answer := await self._answer(*request)) is None:
                    break
                writer.write(answer)
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _answer(self, line: str, headers: dict[str, str], content: bytes) -> bytes | None:
        self.headers.append(headers)
        if (way := line.split(" ")[:2]) not in (["POST", "/v1/chat/completions"], ["POST", "/v1/audio/transcriptions"]):
            return _error(Fails(status=404, message=f"Invalid URL ({line})"))
        if headers.get("authorization") != f"Bearer {KEY}":
            return _error(Fails(status=401, code="invalid_api_key", message="Incorrect API key provided: sk-***."))
        if way[1].endswith("transcriptions"):
            return await self._listen(headers, content)
        body = json.loads(content)
        self.asked.append(body)
        if found := faults(body):
            return _error(Fails(status=400, message=found[0][1]), found[0][0])
        return await self._next(body)

    async def _listen(self, headers: dict[str, str], content: bytes) -> bytes | None:
        if len(content) > LARGEST:
            message = f"Maximum content size limit ({LARGEST}) exceeded ({len(content)} bytes read)"
            return _error(Fails(status=413, message=message))
        form = read_form(headers["content-type"], content)
        self.asked.append(form)
        if found := next(audio_faults(form), None):
            return _error(Fails(status=400, message=found[1]), found[0])
        return await self._next(form)

    async def _next(self, body: dict[str, Any]) -> bytes | None:
        match self.answers.popleft() if self.answers else Says(text=made(body)):
            case HangsUp():
                return None
            case Fails() as failure:
                return _error(failure)
            case Says() as said:
                if said.hold:
                    await self.gate.wait()
                answer = _transcript(said) if "file" in body else _completion(body["model"], said)
                return _response(200, json.dumps(answer).encode())


def made(body: dict[str, Any]) -> str:
    """What a model without a mind says: an echo, or the first thing that fits the schema."""
    if "file" in body:
        return f"{len(body['file'][1])} bytes of sound"
    wanted = body.get("response_format", {"type": "text"})
    if wanted["type"] == "json_schema":
        return json.dumps(_fitting(wanted["json_schema"]["schema"]))
    return "{}" if wanted["type"] == "json_object" else f"echo: {body['messages'][-1]['content']}"


def _fitting(schema: dict[str, Any]) -> Any:
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema["type"][0] if isinstance(schema["type"], list) else schema["type"]
    match kind:
        case "object":
            return {name: _fitting(inner) for name, inner in schema["properties"].items()}
        case "array":
            return []
        case _:
            return {"string": "text", "number": 0.5, "integer": 1, "boolean": True}[kind]


def _completion(model: str, said: Says) -> dict[str, Any]:
    message = {"role": "assistant", "content": None if said.refusal else said.text, "refusal": said.refusal}
    answer = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": f"{model}-2026-01-01",
        "choices": [{"index": 0, "message": message, "finish_reason": said.finish, "logprobs": None}],
    }
    if said.tokens is None:
        return answer
    into, out = said.tokens
    return {**answer, "usage": {"prompt_tokens": into, "completion_tokens": out, "total_tokens": into + out}}


def _transcript(said: Says) -> dict[str, Any]:
    """Billed by tokens, or, as by whisper-1, by the length of the recording."""
    if said.seconds is not None:
        return {"text": said.text, "usage": {"type": "duration", "seconds": said.seconds}}
    if said.tokens is None:
        return {"text": said.text}
    into, out = said.tokens
    usage = {"type": "tokens", "input_tokens": into, "output_tokens": out, "total_tokens": into + out}
    return {"text": said.text, "usage": usage}


async def _read(reader: asyncio.StreamReader) -> tuple[str, dict[str, str], bytes] | None:
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    line, *rest = head.split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (one.partition(":") for one in rest if one)}
    return line, headers, await reader.readexactly(int(headers.get("content-length", "0")))


def _error(failure: Fails, param: str = "") -> bytes:
    if failure.raw is not None:
        return _response(failure.status, failure.raw, failure.headers)
    kind = TYPES.get(failure.status, "server_error")
    error = {"message": failure.message, "type": kind, "param": param or None, "code": failure.code}
    return _response(failure.status, json.dumps({"error": error}).encode(), failure.headers)


def _response(status: int, content: bytes, headers: dict[str, str] | None = None) -> bytes:
    lines = {"content-type": "application/json", "content-length": str(len(content)), **(headers or {})}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"HTTP/1.1 {status} -\r\n{head}\r\n".encode() + content


@asynccontextmanager
async def an_openai_server() -> AsyncIterator[OpenAiServer]:
    server = OpenAiServer()
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    server.port = listening.sockets[0].getsockname()[1]
    yield server
    server.gate.set()
    for writer in server.writers:  # clients keep their connections; their tasks here end with them
        writer.close()
    listening.close()
    await listening.wait_closed()
    await asyncio.sleep(0.01)
