"""What a model is sent: pure, from a node's request, the conversation so far and the connection."""

import json
from collections.abc import Sequence
from typing import Any

from nodes import AiRequest
from store.calls import Said
from workflows.ai_config import AiConnection

CHARACTERS_PER_TOKEN = 3  # rather too few: what is held of a budget in advance should be enough
Line = dict[str, str]


def prompt(request: AiRequest, earlier: Sequence[Said], connection: AiConnection) -> list[Line]:
    """Instructions, the conversation so far, and the text, which is not said twice if it is what was said last."""
    if earlier and earlier[-1].by_contact and earlier[-1].text.strip() == request.text.strip():
        earlier = earlier[:-1]
    before = [_line("user" if said.by_contact else "assistant", said.text) for said in earlier]
    return [_line("system", _instructions(request, connection)), *before, _line("user", request.text)]


def _instructions(request: AiRequest, connection: AiConnection) -> str:
    if request.answer_schema is None or connection.structured == "json_schema":
        return request.instructions
    schema = json.dumps(request.answer_schema, ensure_ascii=False)
    return f"{request.instructions}\n\nAnswer with one JSON object that fits this JSON Schema:\n{schema}"


def _line(role: str, content: str) -> Line:
    return {"role": role, "content": content}


def body(request: AiRequest, lines: Sequence[Line], connection: AiConnection) -> dict[str, Any]:
    """The request to ``chat/completions``."""
    asked = {"model": connection.model, "messages": list(lines), connection.limit_by: request.max_tokens}
    if request.answer_schema is None:
        return asked
    if connection.structured == "json_object":
        return {**asked, "response_format": {"type": "json_object"}}
    schema = {"name": "answer", "strict": True, "schema": request.answer_schema}
    return {**asked, "response_format": {"type": "json_schema", "json_schema": schema}}


def tokens_of(text: str) -> int:
    """About how many tokens this is, for what is held in advance and for endpoints that do not count."""
    return len(text) // CHARACTERS_PER_TOKEN + 1


def prompt_tokens(lines: Sequence[Line]) -> int:
    return sum(tokens_of(line["content"]) for line in lines)
