"""Nodes that ask language models, from the contact's message to the record of the run, against a real endpoint."""

import json
from typing import Any

import httpx
import pytest
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer

from store.secrets import Secrets
from tests.simulators.openai_server import KEY, Fails, HangsUp, OpenAiServer, Says
from tests.workflows.history import all_runs
from tests.workflows.models import ai_settings, asking, asks_model, assistant, exchanges, failed, spent
from tests.workflows.runtime import Runtime
from workflows.activities.call import CallActivities
from workflows.ai_client import endpoint_client
from workflows.channel_cache import ChannelCache
from workflows.conversation import Conversation
from workflows.io import IoFactory
from workflows.model import CallRequest
from workflows.recordings import Files

BUSY = Fails(status=429, message="Rate limit reached", headers={"retry-after-ms": "50"})


async def test_a_conversation_with_a_model(idle: Runtime, model: OpenAiServer) -> None:
    """The model sees its instructions, what was said before in this run, and what was said last: once."""
    document = assistant()
    document["edges"].append({"id": "back", "source": "ask", "sourceHandle": "next", "target": "wait"})
    await idle.publish(document)
    model.will("Yes, Assam.", "5 a bag.")
    async with asking(idle, ai_settings(model)):
        await idle.say("bob", "go")
        await idle.stands("bob", "wait")
        for said, heard in (("Do you have tea?", ["Yes, Assam."]), ("कितने का?", ["Yes, Assam.", "5 a bag."])):
            await idle.say("bob", said)
            await idle.hears("bob", *heard)
    assert model.lines(0) == [("system", "Be brief."), ("user", "go"), ("user", "Do you have tea?")]
    assert model.lines(1)[2:] == [("user", "Do you have tea?"), ("assistant", "Yes, Assam."), ("user", "कितने का?")]


async def test_what_is_kept(idle: Runtime, model: OpenAiServer) -> None:
    """Prompt, answer, model, tokens and cost of a question are kept with its call, and counted."""
    await idle.publish(assistant(history=0))
    model.will(Says(text="Hello!", tokens=(1_000, 100)))
    async with asking(idle, ai_settings(model)):
        await idle.say("ann", "go")
        await idle.say("ann", "hi")
        await idle.hears("ann", "Hello!")
    (kept,) = await exchanges(idle)
    lines = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "hi"}]
    assert kept == {
        "connection": "default",
        "model": "tiny-2026-01-01",
        "prompt": lines,
        "answer": "Hello!",
        "tokens_in": 1_000,
        "tokens_out": 100,
        "cost": pytest.approx(0.003),
    }
    for scope in ("conversation", "flow", "workspace"):
        assert await spent(idle, scope) == (1_100, 0.003)
    (asked,) = model.asked
    assert (asked["model"], asked["max_completion_tokens"]) == ("tiny", 500)


TYPES: dict[str, tuple[dict[str, Any], Any, str, tuple[str, ...], Any]] = {
    # params, what the model says, output, all outputs, result
    "ai_classify": (
        {"labels": [{"id": "refund", "title": "Wants money back"}]},
        {"label": "refund"},
        "refund",
        ("refund", "none", "failed"),
        {"label": "refund"},
    ),
    "ai_extract": (
        {"facts": [{"name": "heard", "description": "the city"}, {"name": "n", "kind": "integer"}]},
        {"heard": "Pune", "n": None},
        "incomplete",
        ("next", "incomplete", "failed"),
        {"found": {"heard": "Pune"}, "missing": ["n"]},
    ),
    "ai_answer": (
        {"reference": "We open at 9.", "send": False},
        {"answer": "At 9.", "confidence": 0.9},
        "answered",
        ("answered", "unsure", "failed"),
        {"answer": "At 9.", "confidence": 0.9},
    ),
    "ai_translate": ({"language": "es"}, "Hola", "next", ("next", "failed"), {"text": "Hola"}),
    "ai_moderate": (
        {"policy": "No poems."},
        {"categories": ["other"]},
        "flagged",
        ("clean", "flagged", "failed"),
        {"categories": ["other"]},
    ),
}


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("structured", ["json_schema", "json_object"])
async def test_every_type(idle: Runtime, model: OpenAiServer, kind: str, structured: str) -> None:
    """Every type's request is one that the documented API takes, and its answer leads on by the right output."""
    params, answer, output, outputs, result = TYPES[kind]
    await idle.publish(asks_model(kind, params, *outputs))
    model.will(answer if isinstance(answer, str) else json.dumps(answer))
    async with asking(idle, ai_settings(model, structured=structured)):
        await idle.say("ann", "go")
        await idle.say("ann", "hello")
        (said,) = await idle.until(lambda: idle.heard("ann"), bool)
    assert (said.partition(": ")[0], json.loads(said.partition(": ")[2])) == (output, result)
    assert len(model.asked) == 1


FAILURES: dict[str, tuple[list[Any], dict[str, Any], str, int]] = {
    # what the endpoint does, over the connection, the problem's code, how often it is asked
    "it is busy, and then it answers": ([BUSY, "Hi"], {}, "", 2),
    "it is busy until there are no attempts left": ([BUSY, BUSY], {}, "ai_failed", 2),
    "it has an error, and then it answers": ([Fails(), "Hi"], {}, "", 2),
    "it hangs up, and then it answers": ([HangsUp(), "Hi"], {}, "", 2),
    "it does not know the model": ([Fails(status=404, code="model_not_found")], {}, "ai_refused", 1),
    "there is no money left": ([Fails(status=429, code="insufficient_quota")], {}, "ai_quota", 1),
    "the key is wrong": ([], {"api_key": "sk-old"}, "ai_unauthorised", 0),
    "the secret is not there": ([], {"secret": "nobody"}, "ai_unauthorised", 0),
    "the model declines": ([Says(refusal="I cannot help with that.")], {}, "ai_declined", 1),
    "its filter holds the answer back": ([Says(finish="content_filter")], {}, "ai_declined", 1),
    "it says nothing": ([Says()], {}, "ai_unreadable", 1),
    "it is something else": ([Fails(status=200, raw=b"<html>welcome</html>")] * 2, {}, "ai_failed", 2),
    "its answer is too large": ([Says(text="x" * 300_000)] * 2, {}, "ai_failed", 2),
}


@pytest.mark.parametrize("failure", FAILURES)
async def test_failures(idle: Runtime, model: OpenAiServer, failure: str) -> None:
    """However the endpoint behaves, the flow goes on, after the declared attempts, and the run says why."""
    answers, connection, code, asked = FAILURES[failure]
    document = assistant(attempts=2, send=False)
    document["edges"].append({"id": "ok", "source": "ask", "sourceHandle": "next", "target": "failed"})
    await idle.publish(document)
    model.will(*answers)
    async with asking(idle, ai_settings(model, **connection)):
        await idle.say("ann", "go")
        await idle.say("ann", "hi")
        await idle.until(lambda: idle.heard("ann"), bool)
    assert len(model.asked) == asked
    problems = await idle.rows(
        "select problems from steps where kind = 'ai_reply' and jsonb_array_length(problems) > 0"
    )
    assert [one["code"] for row in problems for one in row[0]] == ([code] if code else [])
    kept = await exchanges(idle)
    assert [bool(one.get("error") or one.get("answer") is not None) for one in kept] == [True] * len(kept)


async def test_an_answer_that_does_not_come(idle: Runtime, model: OpenAiServer) -> None:
    """The flow goes on in time; what the question may have cost stays counted."""
    await idle.publish(assistant(timeout="PT1S", attempts=1, max_tokens=100))
    model.will(Says(hold=True))
    async with asking(idle, ai_settings(model)):
        await idle.say("ann", "go")
        await idle.say("ann", "hi")
        await idle.hears("ann", failed("ai_timeout"))
    (kept,) = await exchanges(idle)
    assert kept["error"] == "no answer within 1 s"
    assert (await spent(idle))[0] > 100


async def test_nobody_has_set_up_a_model(idle: Runtime, model: OpenAiServer) -> None:
    """A connection that does not exist is named, with the setting that adds it; a flow names no addresses."""
    await idle.publish(assistant(connection="big"))
    async with asking(idle, ai_settings(model)):
        await idle.say("ann", "go")
        await idle.say("ann", "hi")
        await idle.hears("ann", failed("unknown_connection"))
    (step,) = await idle.rows("select problems from steps where kind = 'ai_reply' and jsonb_array_length(problems) > 0")
    assert step[0][0]["code"] == "unknown_connection"
    assert "'big'; known are: default (DIALOOM_AI__CONNECTIONS)" in step[0][0]["message"]


async def test_a_workspaces_own_key(idle: Runtime, model: OpenAiServer) -> None:
    """The key can be a secret of the workspace; it is in no record."""
    async with idle.store.transaction(idle.workspace) as session:
        await Secrets(session, idle.vault).set("openai", KEY)
    await idle.publish(assistant())
    async with asking(idle, ai_settings(model, api_key="", secret="openai")):
        await idle.say("ann", "go")
        await idle.say("ann", "hi")
        await idle.hears("ann", "echo: hi")
    (stored,) = await idle.rows("select row_to_json(c)::text from calls c")
    assert KEY not in stored[0]


async def test_an_endpoint_that_does_not_count(idle: Runtime, model: OpenAiServer) -> None:
    """Without a usage in its answer tokens are estimated, so that budgets hold for it too."""
    await idle.publish(assistant())
    model.will(Says(text="x" * 300, tokens=None))
    async with asking(idle, ai_settings(model, limit_by="max_tokens")):
        await idle.say("ann", "go")
        await idle.say("ann", "hi")
        await idle.until(lambda: idle.heard("ann"), bool)
    assert (await spent(idle))[0] > 100
    assert model.asked[0]["max_tokens"] == 500


async def hears_so_many(runtime: Runtime, contact: str, count: int) -> None:
    await runtime.until(lambda: runtime.heard(contact), lambda found: len(found) == count)


BUDGETS: dict[str, tuple[dict[str, Any], int]] = {
    # budgets, questions that are answered of two contacts with three questions each: a question has 1,000 tokens
    "none": ({}, 6),
    "of a conversation, in tokens": ({"conversation": {"tokens": 1_500}}, 4),
    "of the flow, in tokens": ({"flow": {"tokens": 2_500}}, 3),
    "of the workspace, in cost": ({"workspace": {"cost": 0.008}}, 4),
    "nothing is allowed": ({"workspace": {"tokens": 0}}, 0),
}


@pytest.mark.parametrize("budget", BUDGETS)
async def test_budgets(idle: Runtime, model: OpenAiServer, budget: str) -> None:
    """When a budget is used up the model is not asked: the node leaves by `failed`, and the run says which budget."""
    budgets, answered = BUDGETS[budget]
    document = assistant(history=0)
    document["edges"].append({"id": "ok", "source": "ask", "sourceHandle": "next", "target": "wait"})
    await idle.publish(document)
    model.will(*[Says(text="ok", tokens=(1_000, 0))] * answered)
    async with asking(idle, ai_settings(model, budgets)):
        for contact in ("ann", "bob"):
            await idle.say(contact, "go")
            for n in range(3):
                await idle.say(contact, f"question {n}")
                await hears_so_many(idle, contact, n + 1)
    heard = await idle.heard("ann") + await idle.heard("bob")
    assert (heard.count("ok"), heard.count(failed("budget_used_up"))) == (answered, 6 - answered)
    assert len(model.asked) == answered
    problems = await idle.rows("select problems -> 0 ->> 'code' from steps where jsonb_array_length(problems) > 0")
    assert [row[0] for row in problems] == ["budget_used_up"] * (6 - answered)
    assert (await spent(idle))[0] == 1_000 * answered


async def test_what_is_said_stays_in_the_database(idle: Runtime, model: OpenAiServer) -> None:
    """Temporal's history of a call that failed and was answered then has no word of prompt, answer or error."""
    await idle.publish(assistant(instructions="Speak of pineapples."))
    model.will(Fails(message="no pineapple today"), "A pineapple is a berry.")
    async with asking(idle, ai_settings(model)):
        await idle.say("ann", "go")
        await idle.say("ann", "What is a pineapple?")
        await idle.hears("ann", "A pineapple is a berry.")
    runs = await all_runs(idle, await idle.conversation("ann"))
    assert "pineapple" not in "".join(run.to_json() for run in runs)


async def test_a_recorded_answer_is_not_asked_for_again(idle: Runtime, model: OpenAiServer) -> None:
    """Neither a replay of the conversation nor its call, delivered twice, asks the model again."""
    await idle.publish(assistant())
    model.will("once")
    async with asking(idle, ai_settings(model)):
        await idle.say("ann", "go")
        await idle.say("ann", "hi")
        await idle.hears("ann", "once")
    replayer = Replayer(workflows=[Conversation], data_converter=pydantic_data_converter)
    for run in await all_runs(idle, await idle.conversation("ann")):
        await replayer.replay_workflow(run)
    (call,) = await idle.rows("select id from calls")
    async with httpx.AsyncClient() as http, endpoint_client(1) as ai_http:
        files = Files(http, http, ChannelCache(idle.store, idle.vault))
        io = IoFactory(files, ai_http, ai_settings(model), idle.store, idle.vault)
        request = CallRequest(workspace=idle.workspace, call=call.id)
        await CallActivities(idle.store, idle.node_types, io).call(request)
    assert len(model.asked) == 1
    assert [one["answer"] for one in await exchanges(idle)] == ["once"]
