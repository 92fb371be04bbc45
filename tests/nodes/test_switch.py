"""Branching on what was said: every test is explained, and words count in all languages of a flow."""

import re
from pathlib import Path
from typing import Any, get_args

import pytest

from engine.compiled import FlowSet
from engine.conditions import Op
from engine.dialogue import FlowTest
from engine.flowtest import run_test
from nodes.switch import SwitchTest
from tests.make import a_flow

PAGE = Path(__file__).parents[2] / "docs" / "asking.md"


def test_every_test_is_on_the_page() -> None:
    """Who adds a test says what it finds, and nothing is promised that there is not."""
    page = PAGE.read_text("utf-8").partition("## Branching on a reply")[2].partition("## Forms")[0]
    rows = [re.findall(r"`(\w+)`", row.split("|")[1]) for row in page.splitlines() if row.startswith("| `")]
    named = {name if name.startswith(("has", "in")) else _whole(name, row[1]) for row in rows for name in row}
    assert named == set(get_args(SwitchTest)) - set(get_args(Op))


def _whole(end: str, before: str) -> str:
    """`_lt` after `has_date_eq` is `has_date_lt`."""
    return before.rpartition("_")[0] + end


@pytest.mark.parametrize(
    ("language", "said", "heard"),
    [("en", "please stop", "Bye"), ("es", "quiero parar", "Adiós"), ("es", "stop", "Adiós"), ("es", "hola", "¿Qué?")],
)
def test_words_count_in_all_languages_of_the_flow(language: str, said: str, heard: str) -> None:
    """Whoever is spoken to in one language may answer in another."""
    nodes: dict[str, tuple[str, dict[str, Any]]] = {
        "any": ("any_message", {}),
        "which": ("switch", {"cases": [{"id": "stop", "op": "has_any_word", "value": "stop cancel"}]}),
        "bye": ("send_message", {"text": "Bye"}),
        "what": ("send_message", {"text": "What?"}),
    }
    spanish = {
        "which": {"cases": {"stop": {"value": "parar cancelar"}}},
        "bye": {"text": "Adiós"},
        "what": {"text": "¿Qué?"},
    }
    edges = {"any.next": "which", "which.stop": "bye", "which.otherwise": "what"}
    flow = a_flow(nodes, edges, language="en", translations={"es": spanish})
    test = {"name": "it", "contact": {"language": language}, "dialogue": [{"says": said}, {"expects": heard}]}
    outcome = run_test(
        FlowTest.model_validate(test), flow, FlowSet({flow.id: flow}, {}), lambda call: pytest.fail(f"it calls {call}")
    )
    assert outcome.failure is None
