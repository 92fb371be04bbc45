"""What may be asked of a model, what is meant where nothing is said, and what is told when no answer comes."""

from contextlib import nullcontext
from typing import Any

import pytest
from pydantic import ValidationError

from engine import CallReturned, Context, Media
from engine.context import Place
from nodes.ai import AiAnswer, AiRequest, TranscriptRequest
from nodes.ai_asking import taken
from tests.make import a_world


@pytest.mark.parametrize(
    "given",
    [{"history": 0}, {"history": 50}, {"max_tokens": 1}, {"max_tokens": 8_000}, {"timeout": 0.5}, {"timeout": 120}],
)
def test_a_request_within_its_limits(given: dict[str, Any]) -> None:
    """The ends of a range belong to it."""
    assert AiRequest(instructions="", text="Hi", **given).model_dump().items() >= given.items()


@pytest.mark.parametrize(
    "given",
    [{"history": -1}, {"history": 51}, {"max_tokens": 0}, {"max_tokens": 8_001}, {"timeout": 0}, {"timeout": 120.5}],
)
def test_a_request_beyond_its_limits(given: dict[str, Any]) -> None:
    """A node type of another package cannot ask for more than a turn can wait and a workspace can pay for."""
    with pytest.raises(ValidationError):
        AiRequest(instructions="", text="Hi", **given)


@pytest.mark.parametrize(("seconds", "fits"), [(0.5, True), (120, True), (0, False), (120.5, False)])
def test_a_recording_is_waited_for_as_long_as_an_answer(seconds: float, fits: bool) -> None:
    """The same ends as those of a question: more than nothing, and no more than a turn can wait."""
    file = Media(kind="audio", url="provider:1")
    with nullcontext() if fits else pytest.raises(ValidationError):
        assert TranscriptRequest(file=file, timeout=seconds).timeout == seconds
    assert TranscriptRequest(file=file).timeout == 30


def test_what_is_meant_where_nothing_is_said() -> None:
    """A request is short and sees no earlier message; an answer has cost nothing and is complete."""
    request, answer = AiRequest(instructions="", text="Hi"), AiAnswer(text="Hello")
    assert (request.connection, request.history, request.max_tokens, request.timeout) == ("", 0, 500, 30)
    assert (answer.tokens_in, answer.tokens_out, answer.cost, answer.cut) == (0, 0, 0, False)


UNFIT = {"text": "", "model": "m", "tokens_in": 1, "tokens_out": 1, "cost": 0, "cut": False}


@pytest.mark.parametrize(
    ("returned", "told"),
    [
        ({"result": {"refused": "ai_budget", "detail": "the month is used up"}}, "the month is used up"),
        ({"result": {"text": 5}, "detail": "no text"}, "no text"),
        ({"result": {"text": "x", "cost": "much"}}, "this is no answer of a model"),
        ({"result": UNFIT}, "the model's answer does not fit what it was asked for"),
        ({"result": {**UNFIT, "cut": True}}, "the model's answer does not fit what it was asked for: it was cut short"),
        ({"error": "timeout", "detail": "late"}, "the model did not answer in time"),
        ({"error": "failed", "detail": "no route to it"}, "no route to it"),
        ({"error": "failed"}, "there is no answer of the model"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_author_is_told_why_there_is_no_answer(returned: dict[str, Any], told: str) -> None:
    """A call that failed is a problem that says what happened, in the words of the other side where it had any."""
    context = Context(a_world(), Place("flow", "node", "en"), {"vars": {}}, {}, None)
    step = taken(context, CallReturned(call="c", **returned), lambda _: None)
    assert step.leave == "failed"
    assert [problem.message for problem in context.problems] == [told]
