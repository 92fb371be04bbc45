"""Voice messages written down by a model: from the platform that keeps the recording to the record of the run."""

import base64
import json
from typing import Any
from uuid import uuid4

import httpx
import pytest

from channels import Download
from engine import Media, MessageReceived
from nodes import AiRefused, IoFailed, IoTimeout
from tests.simulators.openai_server import KEY, Fails, OpenAiServer, Says
from tests.workflows.bot import Bot
from tests.workflows.history import all_runs
from tests.workflows.models import asks_model, exchanges, spent
from workflows.ai_config import Ai
from workflows.channel_cache import ChannelCache
from workflows.recordings import LARGEST, Files, Recordings

SOUND = b"OggS and what was said"
VOICE = Media(kind="audio", url="provider:V1", mime="audio/ogg")


def listening(server: OpenAiServer, budgets: dict[str, Any] | None = None, **over: Any) -> Ai:
    ears = {"base_url": server.url, "model": "ears", "api_key": KEY, "price_in": 2, "price_out": 10, **over}
    return Ai.model_validate({"connections": {"transcribe": ears}, "budgets": budgets or {}})


async def told(bot: Bot, ai: Ai, file: Media | None = VOICE, **data: Any) -> tuple[str, dict[str, Any], str]:
    """By which output the node was left, with which result, after the contact has sent this file; and their chat."""
    document = asks_model("ai_transcribe", {"attempts": 2, **data}, "next", "no_audio", "failed")
    await bot.runtime.publish(document)
    await bot.sim("files", file_id="V1", file_path="voice/1.oga", content=base64.b64encode(SOUND).decode())
    chat = bot.chat()
    async with bot.runtime.working(ai=ai):
        await bot.runtime.say(chat, "go")
        await bot.runtime.stands(chat, "wait")
        await bot.runtime.say(chat, MessageReceived(text="" if file else "hi", media=(file,) if file else ()))
        (said,) = await bot.runtime.until(lambda: bot.arrived(chat), bool)
    output, _, result = said.partition(": ")
    return output, json.loads(result), chat


async def test_a_voice_message_is_written_down(bot: Bot, model: OpenAiServer) -> None:
    """The platform's file goes to the endpoint with language and hints; words, model, tokens and cost are kept and counted;
    neither the words nor the sound are in Temporal's history."""
    model.will(Says(text="Quiero dos pizzas", tokens=(1_000, 100)))
    output, result, chat = await told(bot, listening(model), language="es", hints="Margherita")
    assert (output, result) == ("next", {"text": "Quiero dos pizzas"})
    (asked,) = model.asked
    assert asked == {
        "model": "ears",
        "language": "es",
        "prompt": "Margherita",
        "response_format": "json",
        "file": ("recording.ogg", SOUND),
    }
    (kept,) = await exchanges(bot.runtime)
    lines = [
        {"role": "system", "content": "Margherita"},
        {"role": "user", "content": f"(audio, {len(SOUND)} bytes, audio/ogg) es"},
    ]
    counted = {"tokens_in": 1_000, "tokens_out": 100, "cost": pytest.approx(0.003)}
    known = {"connection": "transcribe", "model": "ears", "prompt": lines, "answer": "Quiero dos pizzas"}
    assert kept == {**known, **counted}
    assert await spent(bot.runtime) == (1_100, 0.003)
    runs = await all_runs(bot.runtime, await bot.runtime.conversation(chat))
    assert not any(word in "".join(run.to_json() for run in runs) for word in ("pizzas", "Margherita", "OggS"))


async def test_billed_by_the_minute(bot: Bot, model: OpenAiServer) -> None:
    """Where the endpoint tells the length, that is what it costs, and no tokens are counted."""
    model.will(Says(text="halo", seconds=90))
    output, _, _ = await told(bot, listening(model, price_minute=0.006))
    assert output == "next"
    assert await spent(bot.runtime) == (0, 0.009)


FAILURES: dict[str, tuple[dict[str, Any], list[Any], str, int]] = {
    # what is otherwise, what the endpoint does, the problem's code, how often it is asked
    "it has an error, and then it answers": ({}, [Fails(), "ok"], "", 2),
    "it has an error until there are no attempts left": ({}, [Fails(), Fails()], "ai_failed", 2),
    "it refuses": ({}, [Fails(status=400, message="bad sound")], "ai_refused", 1),
    "it is no endpoint": ({}, [Fails(status=200, raw=b"<html>")] * 2, "ai_failed", 2),
    "there is no such connection": ({"connection": "nobody"}, [], "unknown_connection", 0),
    "the platform has no such file": ({"file": Media(kind="audio", url="provider:other")}, [], "no_file", 0),
    "it is no recording": ({"file": Media(kind="audio", url="provider:V1", mime="audio/midi")}, [], "no_file", 0),
    "the budget is used up": ({"budgets": {"conversation": {"tokens": 0}}}, [], "budget_used_up", 0),
}


@pytest.mark.parametrize("failure", FAILURES)
async def test_failures(bot: Bot, model: OpenAiServer, failure: str) -> None:
    """Again where that may help; else, and in the end, the node is left by `failed` with a code that says why."""
    over, does, code, times = FAILURES[failure]
    data = dict(over)
    model.will(*does)
    file, ai = data.pop("file", VOICE), listening(model, data.pop("budgets", None))
    output, result, _ = await told(bot, ai, file, **data)
    assert (output, result) == (("failed", {"error": code}) if code else ("next", {"text": "ok"}))
    assert len(model.asked) == times


async def test_no_recording(bot: Bot, model: OpenAiServer) -> None:
    """A text has nothing to be written down, and no model is asked."""
    output, result, _ = await told(bot, listening(model), None)
    assert (output, result, model.asked) == ("no_audio", {"text": ""}, [])


def late(_: httpx.Request) -> httpx.Response:
    raise httpx.ReadTimeout("late")


ADDRESSES: dict[str, tuple[Any, type[Exception] | None, str]] = {
    "there": (lambda _: httpx.Response(200, content=SOUND, headers={"content-type": "audio/mpeg"}), None, ""),
    "gone": (lambda _: httpx.Response(404), AiRefused, "answered 404"),
    "elsewhere": (lambda _: httpx.Response(302, headers={"location": "https://b.example"}), AiRefused, "answered 302"),
    "broken": (lambda _: httpx.Response(503), IoFailed, "answered 503"),
    "too large": (lambda _: httpx.Response(200, content=b"x" * (LARGEST + 1)), AiRefused, "over 25 MB"),
    "late": (late, IoTimeout, "did not come within 30 s"),
}


@pytest.mark.parametrize("name", ADDRESSES)
async def test_addresses(bot: Bot, name: str) -> None:
    """A file with an address is read from there, up to its limit; what another attempt may mend is told apart."""
    answer, error, told_ = ADDRESSES[name]
    runtime, file = bot.runtime, Media(kind="audio", url="https://a.example/a.mp3")
    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as http:
        files = Files(http, http, ChannelCache(runtime.store, runtime.vault))
        recordings = Recordings(files, runtime.store, runtime.workspace, uuid4())
        if error is None:
            assert await recordings.get(file) == Download(content=SOUND, mime="audio/mpeg")
            return
        with pytest.raises(error, match=told_):
            await recordings.get(file)


async def test_a_call_that_is_gone_has_no_channel(bot: Bot) -> None:
    """The platform's file of a conversation that was erased meanwhile."""
    runtime = bot.runtime
    async with httpx.AsyncClient() as http:
        files = Files(http, http, ChannelCache(runtime.store, runtime.vault))
        with pytest.raises(AiRefused, match="is gone"):
            await Recordings(files, runtime.store, runtime.workspace, uuid4()).get(VOICE)
