"""A run time that asks a local OpenAI-compatible server, and flows that do so."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from tests.make import a_document
from tests.simulators.openai_server import KEY, OpenAiServer
from tests.workflows.flows import keyword, says
from tests.workflows.runtime import Runtime
from workflows.ai_config import Ai


def ai_settings(server: OpenAiServer, budgets: dict[str, Any] | None = None, **connection: Any) -> Ai:
    """A connection called `default`: 2 per million tokens in, 10 per million out."""
    default = {"base_url": server.url, "model": "tiny", "api_key": KEY, "price_in": 2, "price_out": 10, **connection}
    return Ai.model_validate({"connections": {"default": default}, "budgets": budgets or {}})


@asynccontextmanager
async def asking(runtime: Runtime, ai: Ai) -> AsyncIterator[None]:
    async with runtime.working(ai=ai):
        yield


def asks_model(kind: str, data: dict[str, Any], *outputs: str) -> dict[str, Any]:
    """Listens, asks a model about what was said, tells by which output it went on, and listens again."""
    nodes = {
        "start": keyword("go"),
        "wait": ("wait_reply", {"save_as": "heard"}),
        "ask": (kind, data),
        **{name: says(f"{name}: {{{{ result.ask | json }}}}") for name in outputs},
    }
    edges = {"start.next": "wait", "wait.replied": "ask", **{f"ask.{name}": name for name in outputs}}
    edges |= {f"{name}.next": "wait" for name in outputs}
    return a_document(nodes, edges, variables={"heard": {"type": "text"}})


def assistant(**over: Any) -> dict[str, Any]:
    return asks_model("ai_reply", {"instructions": "Be brief.", **over}, "failed")


def failed(code: str) -> str:
    """What ``asks_model`` says when the node was left by `failed`."""
    return f'failed: {{"error": "{code}"}}'


async def exchanges(runtime: Runtime) -> list[dict[str, Any]]:
    """Every question that models were asked, as the calls keep it."""
    rows = await runtime.rows("select jsonb_array_elements(ai) from calls order by id")
    return [row[0] for row in rows]


async def spent(runtime: Runtime, scope: str = "workspace") -> tuple[int, float]:
    rows = await runtime.rows("select tokens, cost from ai_spend where scope = :scope", scope=scope)
    return (rows[0].tokens, round(rows[0].cost, 9)) if rows else (0, 0)
