"""Older formats of the flow document become the present one: pure functions on plain dicts, one per version.

Version 0 is a document without the ``dialoom`` key: what React Flow's ``toObject()`` gives.
"""

from collections.abc import Callable, Mapping
from itertools import count
from typing import Any, TypeAlias

from engine.errors import FlowInvalid
from engine.flow import FORMAT
from engine.problems import Problem

Raw: TypeAlias = dict[str, Any]

LONGEST_ID = 64
_PULLED = ("keyword", "any_message", "new_conversation", "referral")
_VIEW = frozenset({
    "ariaLabel", "className", "deletable", "domAttributes", "focusable", "hidden", "selectable", "selected", "style",
    "zIndex",
})  # fmt: skip
_NODE_VIEW = _VIEW | {
    "ariaRole", "connectable", "draggable", "dragging", "dragHandle", "expandParent", "extent", "handles", "height",
    "initialHeight", "initialWidth", "measured", "origin", "parentId", "parentNode", "positionAbsolute", "resizing",
    "sourcePosition", "targetPosition", "width",
}  # fmt: skip
EDGE_VIEW = _VIEW | {
    "animated", "data", "interactionWidth", "label", "labelBgBorderRadius", "labelBgPadding", "labelBgStyle",
    "labelShowBg", "labelStyle", "markerEnd", "markerStart", "pathOptions", "reconnectable", "targetHandle", "type",
    "updatable",
}  # fmt: skip


def migrate(raw: Raw) -> Raw:
    """The document in the present format; raises FlowInvalid for one that a newer Dialoom wrote."""
    version = raw.get("dialoom", 0)
    if not isinstance(version, int) or isinstance(version, bool) or version < 0:
        raise FlowInvalid([_refused(f"the format is a whole number, now {FORMAT}, not {version!r:.40}")])
    if version > FORMAT:
        raise FlowInvalid([_refused(f"the document is of format {version}; this Dialoom reads up to format {FORMAT}")])
    for number in range(version + 1, FORMAT + 1):
        raw = MIGRATIONS[number](raw)
    return raw


def _refused(message: str) -> Problem:
    fix = "update Dialoom, or export the flow again from the installation that wrote it"
    return Problem(code="unknown_format", message=message, path="dialoom", fix=fix)


def to_1(raw: Raw) -> Raw:
    """A bare React Flow export: leave out what is only view, and name the edges that have no usable id."""
    known = {"name": "Untitled", "language": "en"} | {key: value for key, value in raw.items() if key != "viewport"}
    return {
        "dialoom": 1,
        **known,
        "nodes": _each(raw.get("nodes", []), _node_to_1),
        "edges": _edges_to_1(raw.get("edges", [])),
    }


def _node_to_1(node: Raw) -> Raw:
    kept = _without(node, _NODE_VIEW)
    return {key: value for key, value in kept.items() if value is not None}


def _edges_to_1(edges: Any) -> Any:
    parts = edges if isinstance(edges, list) else []
    taken = {id for edge in parts if isinstance(edge, dict) and isinstance(id := edge.get("id"), str)}
    free = (name for number in count(1) if (name := f"e{number}") not in taken)

    def one(edge: Raw) -> Raw:
        kept = {key: value for key, value in _without(edge, EDGE_VIEW).items() if value is not None}
        id = kept.get("id")
        usable = isinstance(id, str) and 0 < len(id) <= LONGEST_ID
        return kept if usable else {**kept, "id": next(free)}

    return _each(edges, one)


def _without(part: Raw, keys: frozenset[str]) -> Raw:
    return {key: value for key, value in part.items() if key not in keys}


def _each(parts: Any, change: Callable[[Raw], Raw]) -> Any:
    """Whatever is not a list of objects is left for the schema to refuse."""
    if not isinstance(parts, list):
        return parts
    return [change(part) if isinstance(part, dict) else part for part in parts]


def to_2(raw: Raw) -> Raw:
    """Triggers said `interrupts`: yes or no. Now they say what they do `when_busy`, and may ask."""
    nodes = {"nodes": _each(raw["nodes"], _node_to_2)} if "nodes" in raw else {}
    return {**raw, "dialoom": 2, **nodes}


def _node_to_2(node: Raw) -> Raw:
    data = node.get("data")
    if str(node.get("type")) not in _PULLED or not isinstance(data, dict) or "interrupts" not in data:
        return node
    kept = {key: value for key, value in data.items() if key != "interrupts"}
    busy = {} if data["interrupts"] in (False, None) else {"when_busy": "interrupt"}
    return {**node, "data": {**busy, **kept}}


def to_3(raw: Raw) -> Raw:
    """A question for a date that did not say its `order` read the day first; now it reads as the contact's language does."""
    nodes = {"nodes": _each(raw["nodes"], _node_to_3)} if "nodes" in raw else {}
    return {**raw, "dialoom": 3, **nodes}


def _node_to_3(node: Raw) -> Raw:
    match node:
        case {"type": "ask_date", "data": dict(data)}:
            return {**node, "data": _day_first(data)}
        case {"type": "ask_form", "data": {"fields": fields} as data}:
            return {**node, "data": {**data, "fields": _each(fields, _field_to_3)}}
        case _:
            return node


def _field_to_3(field: Raw) -> Raw:
    return _day_first(field) if field.get("sort") == "date" else field


def _day_first(params: Raw) -> Raw:
    return {"order": "day_first", **params}


MIGRATIONS: Mapping[int, Callable[[Raw], Raw]] = {1: to_1, 2: to_2, 3: to_3}
