"""A whole drawing: its nodes and edges, and what is told of both.

The result is a draft to go on from. Whatever is not understood stays in it as it came, or is named.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from engine.errors import FlowInvalid
from engine.migrate import EDGE_VIEW, migrate
from engine.problems import Problem
from nodes.adopting.counterparts import NOWHERE
from nodes.adopting.naming import ids, output_of, plain_id, variable_name
from nodes.adopting.parts import Part, Raw, part_of
from nodes.adopting.walking import variables_in
from nodes.spec import NodeType

LONGEST_NAME = 100
UNTITLED = "Untitled"
_TAKEN = frozenset({"name", "nodes", "edges", "viewport"})
_OF_AN_EDGE = frozenset({"id", "source", "target", "sourceHandle"})
_SAYING = frozenset({"data", "label"})  # what is drawn at an edge, and may yet mean something


class Adopted(NamedTuple):
    document: Raw
    notes: tuple[Problem, ...]


def adopt(raw: Raw, kinds: Mapping[str, NodeType[Any]]) -> Adopted:
    """``kinds`` are our node types: a node that fits one of them needs no translation, and neither does a document of our
    own. Raises FlowInvalid for one of a newer format, and for what is no drawing."""
    document = migrate(raw)
    theirs, drawn = _drawn(raw)
    if "dialoom" in raw:
        return Adopted(document, ())
    parts = _parts(document["nodes"], drawn, kinds)
    known = {str(node.get("id", "")): part for node, part in reversed(list(zip(theirs, parts, strict=True)))}
    edges, led = _edges(document["edges"], known)
    name, named = _name(raw)
    inside = (*(note for part in parts for note in part.notes), *led, *_said(drawn, known))
    found = {"dialoom": document["dialoom"], "name": name, "language": "en"}
    notes = (*named, *_left(raw), *_merged(document["nodes"]), *inside)
    return Adopted({**found, "nodes": [part.node for part in parts], "edges": edges}, notes)


def _drawn(raw: Raw) -> tuple[list[Raw], list[Raw]]:
    """Its nodes and edges. Raises FlowInvalid where there is nothing in it to go on from."""
    nodes, edges = _objects(raw.get("nodes")), _objects(raw.get("edges"))
    if not nodes:
        raise FlowInvalid([_no_drawing("nodes")])
    if edges is None and "dialoom" not in raw and ("edges" in raw or len(nodes) > 1):
        raise FlowInvalid([_no_drawing("edges")])
    return nodes, edges or []


def _no_drawing(key: str) -> Problem:
    message = f"no {key} can be read: this is no drawing of React Flow"
    fix = "send what React Flow's toObject() gives: a list of nodes, and one of the edges between them"
    return Problem(code="not_understood", message=message, path=key, fix=fix)


def _objects(parts: Any) -> list[Raw] | None:
    fits = isinstance(parts, list) and all(isinstance(part, dict) for part in parts)
    return parts if fits else None


def _name(raw: Raw) -> tuple[str, tuple[Problem, ...]]:
    """A name that a flow can have, and a note if theirs cannot be it."""
    given = raw.get("name", "")
    name = given.strip()[:LONGEST_NAME] if isinstance(given, str) else ""
    lost = not isinstance(given, str) or name != given.strip()
    return name or UNTITLED, (_left_out("name", "a name is a text of at most 100 characters"),) if lost else ()


def _left(raw: Raw) -> Iterator[Problem]:
    for key in sorted(raw.keys() - _TAKEN):
        yield _left_out(key[:80], "only nodes and edges are taken, with what is in them")


def _merged(nodes: list[Raw]) -> Iterator[Problem]:
    """Variables that were two, and have one name here."""
    names: dict[str, set[str]] = {}
    for one in (name for node in nodes for name in variables_in(node.get("data"))):
        names.setdefault(variable_name(one) or one, set()).add(one)
    for name, theirs in names.items():
        if len(theirs) > 1:
            message = f"{' and '.join(map(repr, sorted(theirs)))} of the original are one variable here: {name!r}"
            fix = "if they are not the same, give one of them another name wherever it stands"
            yield Problem(code="same_name", severity="warning", message=message, fix=fix)


def _left_out(path: str, why: str, node: str | None = None) -> Problem:
    message = f"{path!r} of the original is left out: {why}"
    return Problem(code="left_out", severity="warning", message=message, path=path, node=node)


def _parts(nodes: list[Raw], drawn: list[Raw], kinds: Mapping[str, NodeType[Any]]) -> list[Part]:
    given = ids([str(node.get("id", "")) for node in nodes], "node")
    left_by: dict[str, set[str]] = {}
    for edge in drawn:
        left_by.setdefault(str(edge.get("source", "")), set()).add(str(edge.get("sourceHandle") or ""))
    handles = [left_by.get(str(node.get("id", "")), set()) for node in nodes]
    return [part_of(node, id, left, kinds) for node, id, left in zip(nodes, given, handles, strict=True)]


def _edges(edges: list[Raw], parts: Mapping[str, Part]) -> tuple[list[Raw], list[Problem]]:
    """What edges have here, under ids as they may be."""
    given = ids([str(edge.get("id", "")) for edge in edges], "e")
    kept = [
        {key: edge[key] for key in edge if key in _OF_AN_EDGE} | {"id": id}
        for edge, id in zip(edges, given, strict=True)
    ]
    led = [_led(edge, parts, at) for at, edge in enumerate(kept)]
    return [edge for edge, _ in led], [note for _, told in led for note in told]


def _led(edge: Raw, parts: Mapping[str, Part], at: int) -> tuple[Raw, list[Problem]]:
    """The edge between our nodes, from our output."""
    ends = {end: str(edge.get(end, "")) for end in ("source", "target")}
    moved = edge | {end: parts[id].node["id"] if id in parts else plain_id(id) for end, id in ends.items()}
    handle = str(moved.pop("sourceHandle", None) or "")
    source = parts.get(ends["source"])
    if source is None or source.output is None:
        return {**moved, **({"sourceHandle": handle} if handle else {})}, []
    output = output_of(handle, source.outputs)
    moved["sourceHandle"] = output or source.output
    if output or (handle.lower() in NOWHERE and not source.guessed):
        return moved, []
    why = f"the output {handle!r:.80} has no counterpart" if handle else "the original says no output"
    message = f"{why}; the edge starts at {source.output!r} instead"
    told = Problem(
        code="unknown_output", severity="warning", message=message, node=source.node["id"], path=f"edges.{at}"
    )
    return moved, [told]


def _said(edges: list[Raw], parts: Mapping[str, Part]) -> Iterator[Problem]:
    for at, edge in enumerate(edges):
        yield from _said_at(edge, at, parts)


def _said_at(edge: Raw, at: int, parts: Mapping[str, Part]) -> Iterator[Problem]:
    """What an edge of theirs has and ours has not; a label that only says its output is not lost."""
    source = parts.get(str(edge.get("source", "")))
    outputs = source.outputs if source else {}
    same = output_of(str(edge.get("label")), outputs)
    told = same is not None and same == output_of(str(edge.get("sourceHandle") or ""), outputs)
    for key in sorted(edge.keys() - _OF_AN_EDGE - (EDGE_VIEW - _SAYING) - ({"label"} if told else set())):
        if edge[key] not in (None, "", {}):
            yield _left_out(
                f"edges.{at}.{key}"[:80], "an edge has nothing of its own here", source and source.node["id"]
            )
