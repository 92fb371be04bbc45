"""Run ``perform`` without a network: the answers are given, the requests are kept."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from nodes.spec import HttpAnswer, IoFailed, IoTimeout, NodeType


class ScriptedIo:
    """An ``Io`` that gives these answers in turn: ``{"status": 200, "body": …}``, ``"timeout"`` or ``"failed"``."""

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
        match next(self._answers, "failed"):
            case "timeout":
                raise IoTimeout("no answer in time")
            case "failed":
                raise IoFailed("no connection")
            case answer:
                return HttpAnswer.model_validate(answer)

    async def secret(self, name: str) -> str:
        if name not in self._secrets:
            raise IoFailed(f"there is no secret {name!r}")
        return self._secrets[name]


def performed(node: NodeType[Any], params: BaseModel, given: Mapping[str, Any]) -> dict[str, Any]:
    """The requests that ``perform`` makes, and its result or what it raises."""
    if node.perform is None:
        return {"raises": "it has no perform"}
    io = ScriptedIo(given["http"], given.get("secrets", {}))
    try:
        steps = node.perform(params, io).__await__()
        next(steps)
    except StopIteration as end:
        return {"requests": io.requests, "result": end.value}
    except (IoTimeout, IoFailed) as error:
        return {"requests": io.requests, "raises": f"{type(error).__name__}: {error}"}
    return {"raises": "it waits for something that is not its io"}
