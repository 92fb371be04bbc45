"""What the simulator says in the place of a model."""

import json
from typing import Any

import pytest

from nodes import node_types

LABELS = {"labels": [{"id": "sale", "title": "Comprar"}, {"id": "help", "title": "मदद"}]}
LETTERS = {"labels": [{"id": "a", "title": "Sales"}, {"id": "b", "title": "Support"}]}
HOURS = {"reference": "Abrimos a las 9, cerramos a las 18."}
LONG = {"reference": "नमस्ते " * 40, "question": "नमस्ते?"}
FACTS = {"facts": [{"name": "size", "kind": "choice", "options": ["small", "large"]}, {"name": "ciudad"}]}


@pytest.mark.parametrize(
    ("kind", "params", "said"),
    [
        ("ai_classify", {**LABELS, "text": "quiero COMPRAR"}, {"label": "sale"}),
        ("ai_classify", {**LABELS, "text": "for sale"}, {"label": "sale"}),
        ("ai_classify", {**LABELS, "text": "मुझे मदद चाहिए"}, {"label": "help"}),
        ("ai_classify", {**LABELS, "text": "hello"}, {"label": "none"}),
        ("ai_classify", {**LETTERS, "text": "go buying 5 things"}, {"label": "none"}),
        ("ai_classify", {**LETTERS, "text": "plan b, please"}, {"label": "b"}),
        ("ai_classify", {**LETTERS, "text": "a question for support"}, {"label": "b"}),
        ("ai_answer", {**HOURS, "question": "¿A qué hora cerramos?"}, {"answer": HOURS["reference"], "confidence": 1}),
        ("ai_answer", {**HOURS, "question": "¿Y la ley?"}, {"answer": HOURS["reference"], "confidence": 0}),
        ("ai_answer", LONG, {"answer": LONG["reference"][:200], "confidence": 1}),
        ("ai_extract", {**FACTS, "text": "São Paulo, LARGE"}, {"size": "large", "ciudad": "São Paulo, LARGE"}),
    ],
)
def test_a_simulated_model_says_what_the_text_suggests(kind: str, params: dict[str, Any], said: dict[str, Any]) -> None:
    """A flow can be tried out on both sides of a decision, and costs nothing."""
    node = node_types()[kind]
    assert node.simulate
    result = node.simulate(node.params.model_validate(params)).result
    assert json.loads(result["text"]) == said
