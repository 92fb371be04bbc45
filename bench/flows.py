"""Flows for the benchmarks, as documents."""

from itertools import pairwise
from typing import Any


def chain(questions: int, word: str) -> dict[str, Any]:
    """A trigger, so many questions in a row, and an end; a turn takes one answer and asks the next."""
    ids = [f"ask{number}" for number in range(questions)]
    nodes = [_node("start", "keyword", {"words": [word]}), *(_question(id, id) for id in ids)]
    edges = [_edge("start", "next", ids[0])]
    edges += [_edge(here, "answered", there) for here, there in pairwise(ids)]
    edges += [_edge(id, "no_match", "end") for id in ids]
    return _document(f"{questions} questions", [*nodes, END], edges)


def loop(word: str) -> dict[str, Any]:
    """One question that is asked again and again."""
    nodes = [_node("start", "keyword", {"words": [word]}), _question("ask", "Once more?"), END]
    ways = [("start", "next", "ask"), ("ask", "answered", "ask"), ("ask", "no_match", "end")]
    return _document("A loop", nodes, [_edge(*way) for way in ways])


def keywords(triggers: int, words: int) -> dict[str, Any]:
    """So many triggers that all lead to one question, each with so many words of its own."""
    ids = [f"at{number}" for number in range(triggers)]
    nodes = [_node(id, "keyword", {"words": [f"{id} word {number}" for number in range(words)]}) for id in ids]
    edges = [_edge(id, "next", "ask") for id in ids]
    return _document(f"{triggers} triggers", [*nodes, _question("ask", "Which?")], edges)


def _question(id: str, text: str) -> dict[str, Any]:
    return _node(id, "ask_text", {"question": text, "save_as": "said", "timeout": "P1D"})


def _node(id: str, kind: str, data: dict[str, Any]) -> dict[str, Any]:
    return {"id": id, "type": kind, "position": {"x": 0, "y": 0}, "data": data}


END = _node("end", "end", {})


def _edge(source: str, output: str, target: str) -> dict[str, Any]:
    return {"id": f"{source}-{output}", "source": source, "sourceHandle": output, "target": target}


def _document(name: str, nodes: list[dict[str, Any]], edges: list[dict[str, Any]]) -> dict[str, Any]:
    variables = {"said": {"type": "text"}}
    return {"dialoom": 3, "name": name, "variables": variables, "nodes": nodes, "edges": edges}
