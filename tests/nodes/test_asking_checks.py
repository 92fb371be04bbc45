"""What the checks know of a question: what its texts read, and by which ways out there is no answer."""

from typing import Any

import pytest

from engine import Limits
from engine.check import Known, check
from engine.flow import FlowDocument
from engine.validate import read_document
from nodes import node_types
from tests.make import a_document

GOT, UNSET = {"text": "Got {{ vars.it }}"}, ["unset_variable"]


@pytest.mark.parametrize(
    ("field", "source", "codes"),
    [
        ("valid_if", "answer != '3'", []),
        ("valid_if", "answer > vars.n", ["unknown_variable"]),
        ("valid_if", "anwser > 3", ["unknown_name"]),
        ("valid_if", "answer > > 3", ["bad_template"]),
        ("retry_text", "{{ answer }} is not enough", ["unknown_name"]),
    ],
)
def test_checks_know_what_a_condition_reads(field: str, source: str, codes: list[str]) -> None:
    """`answer` is there for the condition alone, and the author hears of everything else before publishing."""
    data = {"question": "?", field: source}
    edges = {"start.next": "ask", "ask.answered": "bye", "ask.no_match": "bye"}
    raw = a_document({"start": ("api_start", {}), "ask": ("ask_text", data), "bye": ("end", {})}, edges)
    document = read_document(raw, node_types(), Limits()).document
    assert document
    assert [problem.code for problem in check(document, node_types(), Known(), Limits())] == codes


@pytest.mark.parametrize(
    ("output", "codes"), [("answered", []), ("cancelled", UNSET), ("skipped", UNSET), ("event", UNSET)]
)
def test_checks_know_which_arms_have_no_answer(output: str, codes: list[str]) -> None:
    """Who reads the answer where it was cancelled or skipped is told that there may be none."""
    data = {"question": "?", "save_as": "it", "cancel_words": ["stop"], "skip_words": ["later"], "event": "paid"}
    nodes: dict[str, tuple[str, dict[str, Any]]] = {"start": ("api_start", {}), "ask": ("ask_text", data)}
    nodes |= {"bye": ("end", {}), "say": ("send_message", GOT)}
    outputs = ("answered", "no_match", "cancelled", "skipped", "event")
    edges = {"start.next": "ask", **{f"ask.{one}": "say" if one == output else "bye" for one in outputs}}
    document = FlowDocument.model_validate(a_document(nodes, edges))
    assert [problem.code for problem in check(document, node_types(), Known(), Limits())] == codes
