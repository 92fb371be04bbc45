"""The cases of each channel type: what comes in and what is read, what is sent and what goes out."""

import json
from pathlib import Path
from typing import Any

from channels import AnyAdapter, HookRequest

CASES = Path(__file__).parent / "cases"
MINIMAL_CONFIGS: dict[str, dict[str, Any]] = {"telegram": {"token": "123456:simulated"}, "webchat": {}}


def path(adapter: AnyAdapter, direction: str) -> Path:
    return CASES / f"{adapter.kind}_{direction}.json"


def load(adapter: AnyAdapter, direction: str) -> list[dict[str, Any]]:
    """The table; ``{"$repeat": ["x", 9]}`` stands for a long text."""
    table: list[dict[str, Any]] = json.loads(path(adapter, direction).read_text(), object_hook=_expand)
    return table


def a_config(adapter: AnyAdapter, **over: Any) -> Any:
    return adapter.config.model_validate({**MINIMAL_CONFIGS[adapter.kind], **over})


def a_request(case: dict[str, Any]) -> HookRequest:
    body = case["raw"] if "raw" in case else json.dumps(case["body"])
    return HookRequest(headers={"content-type": "application/json"}, body=body.encode())


def _expand(value: dict[str, Any]) -> Any:
    return value["$repeat"][0] * value["$repeat"][1] if "$repeat" in value else value
