"""What may be asked of a model: the ends of each range, and what is meant where nothing is said."""

from typing import Any

import pytest
from pydantic import ValidationError

from nodes.ai import AiAnswer, AiRequest


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


def test_what_is_meant_where_nothing_is_said() -> None:
    """A request is short and sees no earlier message; an answer has cost nothing and is complete."""
    request, answer = AiRequest(instructions="", text="Hi"), AiAnswer(text="Hello")
    assert (request.connection, request.history, request.max_tokens, request.timeout) == ("", 0, 500, 30)
    assert (answer.tokens_in, answer.tokens_out, answer.cost, answer.cut) == (0, 0, 0, False)
