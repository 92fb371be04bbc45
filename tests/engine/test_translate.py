"""Texts of another language, laid over a node's data."""

from typing import Any

import pytest

from engine.translate import translated

DATA: dict[str, Any] = {
    "text": "Tea?",
    "words": ["go", "start"],
    "choices": [{"id": "a", "title": "Yes"}, {"id": "b", "title": "No", "more": {"help": "x", "id": "y"}}],
    "headers": [{"name": "X", "value": "1"}],
}


@pytest.mark.parametrize(
    ("texts", "changed"),
    [
        ({}, {}),
        ({"text": "चाय?"}, {"text": "चाय?"}),
        ({"new": "Teh"}, {"new": "Teh"}),
        ({"words": ["ayo"]}, {"words": ["ayo"]}),
        (
            {"choices": {"a": {"title": "نعم"}}},
            {"choices": [{"id": "a", "title": "نعم"}, DATA["choices"][1]]},
        ),
        (
            {"choices": {"b": {"more": {"help": "¿Qué?"}}}},
            {"choices": [DATA["choices"][0], {**DATA["choices"][1], "more": {"help": "¿Qué?", "id": "y"}}]},
        ),
        ({"choices": [{"id": "a", "title": "Sim"}]}, {"choices": [{"id": "a", "title": "Sim"}]}),
        ({"headers": {"0": {"value": "2"}}}, {"headers": [{"name": "X", "value": "2"}]}),
        ({"headers": {"X": {"value": "2"}, "1": {"value": "3"}}}, {}),
        ({"words": {"go": "ayo"}}, {"words": {"go": "ayo"}}),
    ],
)
def test_a_translation_is_laid_over_the_data(texts: dict[str, Any], changed: dict[str, Any]) -> None:
    """Field by field; items of a list by their ids, or by their places; what does not fit is left for the checks."""
    assert translated(DATA, texts) == {**DATA, **changed}
