"""One check alone, run on a flow: what it finds, for tables of what it must tell and must not."""

from typing import Any

from engine import FlowDocument, Limits
from engine.check import Known, check
from engine.problems import Problem
from nodes import node_types
from tests.make import a_document

NOTHING = Known()
Nodes = dict[str, tuple[str, dict[str, Any]]]
START: tuple[str, dict[str, Any]] = ("keyword", {"words": ["go"]})
NAME: tuple[str, dict[str, Any]] = ("ask_text", {"question": "?", "save_as": "name"})
IS: tuple[str, dict[str, Any]] = ("condition", {"expression": "contact.name == 'Ann'"})
LOOP: tuple[str, dict[str, Any]] = ("loop", {"items": "{{ contact.tags }}", "save_as": "name"})


def problems_of(code: str, nodes: Nodes, edges: dict[str, str], known: Known = NOTHING, **over: Any) -> list[Problem]:
    document = FlowDocument.model_validate(a_document(nodes, edges, **over))
    return [one for one in check(document, node_types(), known, Limits()) if one.code == code]


def found(code: str, nodes: Nodes, edges: dict[str, str], known: Known = NOTHING, **over: Any) -> list[str]:
    return [f"{one.node}.{one.field}" for one in problems_of(code, nodes, edges, known, **over)]


def say(text: str) -> tuple[str, dict[str, Any]]:
    return "send_message", {"text": text}


HI = say("Hi {{ vars.name }}")
