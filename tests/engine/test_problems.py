"""A problem as one line."""

from typing import Any

import pytest
from pydantic import Field, ValidationError, model_validator

from engine.model import Value
from engine.problems import Problem, said_by


@pytest.mark.parametrize(
    ("where", "line"),
    [
        ({"node": "ask", "field": "text", "path": "nodes.1.data.text"}, "ask.text: too long"),
        ({"node": "ask", "path": "nodes.1"}, "ask: too long"),
        ({"field": "text"}, "text: too long"),
        ({"path": "nodes.1"}, "nodes.1: too long"),
        ({}, "too long"),
    ],
)
def test_it_begins_with_where_it_is(where: dict[str, Any], line: str) -> None:
    """The node and the field, as the author knows them; the path in the document only where there are none."""
    assert str(Problem(code="long", message="too long", **where)) == line


class _Choice(Value):
    title: str = Field(max_length=3)


class _Question(Value):
    choices: tuple[_Choice, ...] = ()

    @model_validator(mode="after")
    def _offers_something(self) -> "_Question":
        if not self.choices:
            raise ValueError("there is nothing to choose")
        return self


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (
            {"choices": [{"title": "coffee"}]},
            [(("choices", 0, "title"), "String should have at most 3 characters")],
        ),
        ({}, [((), "there is nothing to choose")]),
    ],
)
def test_what_does_not_fit_is_said_for_people(data: dict[str, Any], said: list[tuple[Any, str]]) -> None:
    """Our own words do not begin with what Python calls the error."""
    with pytest.raises(ValidationError) as refused:
        _Question.model_validate(data)
    assert list(said_by(refused.value)) == said
