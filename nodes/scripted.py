"""Run ``perform`` without a network: the answers are given, the requests are kept."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from engine.name_search import NameQuery
from engine.tables import RowAnswer, RowQuery, RowToSave
from nodes.ai import AiAnswer, AiRefused, AiRequest, TranscriptRequest
from nodes.mail import Mail, MailAnswer
from nodes.spec import HttpAnswer, IoFailed, IoTimeout, NodeType


class ScriptedIo:
    """An ``Io`` that gives these answers in turn: ``{"status": 200, "body": …}`` to HTTP, ``{"text": …}`` or
    ``{"refused": code}`` to a question to a model, ``{"rows": […]}`` to one to a table, ``{"id": …}`` to an e-mail,
    ``"timeout"`` or ``"failed"`` to any."""

    def __init__(self, answers: list[Any], secrets: Mapping[str, str]) -> None:
        self._answers, self._secrets = iter(answers), secrets
        self.requests: list[dict[str, Any]] = []

    async def http(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        content: bytes | None,
        timeout: float,  # noqa: ASYNC109 - the signature of Io
    ) -> HttpAnswer:
        request = {"method": method, "url": url, "headers": dict(headers), "timeout": timeout}
        self.requests.append(request | ({"content": content.decode()} if content is not None else {}))
        return HttpAnswer.model_validate(self._next())

    async def secret(self, name: str) -> str:
        if name not in self._secrets:
            raise IoFailed(f"there is no secret {name!r}")
        return self._secrets[name]

    async def ai(self, request: AiRequest) -> AiAnswer:
        return self._answer(request)

    async def transcribe(self, request: TranscriptRequest) -> AiAnswer:
        return self._answer(request)

    def _answer(self, request: AiRequest | TranscriptRequest) -> AiAnswer:
        self.requests.append(request.model_dump(mode="json", exclude_defaults=True))
        match self._next():
            case {"refused": code}:
                raise AiRefused(code, "it would not")
            case answer:
                return AiAnswer.model_validate({"model": "scripted", **answer})

    async def save_row(self, row: RowToSave) -> RowAnswer:
        return self._rows(row)

    async def find_rows(self, query: RowQuery) -> RowAnswer:
        return self._rows(query)

    async def find_named(self, query: NameQuery) -> RowAnswer:
        return self._rows(query)

    def _rows(self, request: RowToSave | RowQuery | NameQuery) -> RowAnswer:
        self.requests.append(request.model_dump(mode="json", exclude_defaults=True))
        return RowAnswer.model_validate(self._next())

    async def mail(self, mail: Mail) -> MailAnswer:
        self.requests.append(mail.model_dump(mode="json", exclude_defaults=True))
        return MailAnswer.model_validate(self._next())

    def _next(self) -> Any:
        match next(self._answers, "failed"):
            case "timeout":
                raise IoTimeout("no answer in time")
            case "failed":
                raise IoFailed("no connection")
            case answer:
                return answer


def performed(node: NodeType[Any], params: BaseModel, given: Mapping[str, Any]) -> dict[str, Any]:
    """The requests that ``perform`` makes, and its result or what it raises."""
    if node.perform is None:
        return {"raises": "it has no perform"}
    io = ScriptedIo(
        given.get("http") or given.get("ai") or given.get("tables") or given.get("mail") or [], given.get("secrets", {})
    )
    try:
        steps = node.perform(params, io).__await__()
        next(steps)
    except StopIteration as end:
        return {"requests": io.requests, "result": end.value}
    except (IoTimeout, IoFailed) as error:
        return {"requests": io.requests, "raises": f"{type(error).__name__}: {error}"}
    return {"raises": "it waits for something that is not its io"}
