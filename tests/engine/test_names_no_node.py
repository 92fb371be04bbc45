"""The engine knows node types by what they tell of themselves, and never by their names."""

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine import FlowDocument, Limits
from engine.check import Known, check
from nodes import BUILTIN, NodeType, node_types
from tests.engine.checked import START
from tests.make import a_document

ENGINE = Path(__file__).parents[2] / "engine"
READS_OLD_DOCUMENTS = {"migrate.py"}


def texts() -> Iterator[tuple[str, str]]:
    """Every text in the code of the engine, its docstrings, too."""
    for path in sorted(ENGINE.rglob("*.py")):
        found = ast.walk(ast.parse(path.read_text())) if path.name not in READS_OLD_DOCUMENTS else ()
        for node in found:
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield f"{path.relative_to(ENGINE)}:{node.lineno}", " ".join(node.value.split())


TEXTS = tuple(texts())
CATCHES = node_types()["on_error"]


@pytest.mark.parametrize("node", BUILTIN, ids=lambda node: node.kind)
def test_no_text_of_the_engine_names_a_node_type(node: NodeType[Any]) -> None:
    """Where a type is renamed, or is not there at all, what the engine tells authors stays true."""
    named = [rf"\*{node.title}\*", rf"\b{node.title} (node|trigger)s?\b", rf"`{node.kind}`+ (node|trigger)s?\b"]
    named += [rf"\b{node.title}\b"] if " " in node.title else []  # a single word is a word of plain English, too
    assert [where for where, text in TEXTS if re.search("|".join(named), text)] == []


@pytest.mark.parametrize(
    ("types", "fix"),
    [
        ({}, "connect it, or add the node *When something goes wrong*, where the flow then goes on"),
        (
            {"on_error": replace(CATCHES, ui=replace(CATCHES.ui, title="Oops"))},
            "connect it, or add the node *Oops*, where the flow then goes on",
        ),
        ({"on_error": replace(CATCHES, catches=False)}, "connect it"),
    ],
)
def test_the_node_that_catches_is_called_as_authors_know_it(types: dict[str, NodeType[Any]], fix: str) -> None:
    """By the title of the type that is there; where there is none, nobody is told to add one."""
    call = ("http_request", {"url": "https://example.com"})
    document = FlowDocument.model_validate(a_document({"go": START, "call": call}, {"go.next": "call"}))
    problems = check(document, {**node_types(), **types}, Known(), Limits())
    (told,) = (one.fix for one in problems if "the run fails there" in one.message)
    assert told == fix
