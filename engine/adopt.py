"""A drawing of another builder on React Flow, as a flow: what can be told is translated, what cannot is named.

The result is a draft to go on from. Whatever is not understood stays in it as it came, so that nothing is lost unseen.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import count
from typing import Any, NamedTuple, TypeAlias

from pydantic import ValidationError

from engine.adopt_data import (
    ANSWERS,
    CHOICES,
    COUNTERPARTS,
    NOWHERE,
    TEXTS,
    UNITS,
    VARIABLES,
    WORDS,
    Counterpart,
)
from engine.behaviour import Behaviour
from engine.errors import FlowInvalid
from engine.flow import NAME
from engine.migrate import migrate
from engine.problems import Problem

Kinds: TypeAlias = Mapping[str, Behaviour[Any]]
LONGEST_TITLE, LONGEST_WORD, MOST_WORDS = 200, 100, 100
KEYWORD = Counterpart("keyword")
_BARE = re.compile(r"\{\{\s*([a-z][a-z0-9_]{0,63})\s*\}\}")


class Adopted(NamedTuple):
    document: dict[str, Any]
    notes: tuple[Problem, ...]


class _Part(NamedTuple):
    """A translated node; ``handles`` leads from the handles that it had to its outputs. Without ``output`` the node was
    left as it came, and so are its handles."""

    node: dict[str, Any]
    handles: Mapping[str, str]
    output: str | None
    notes: tuple[Problem, ...]


def adopt(raw: dict[str, Any], kinds: Kinds) -> Adopted:
    """``kinds`` are our node types: a node that fits one of them needs no translation, and neither does a document of our
    own. Raises FlowInvalid for one of a newer format, and for what is no drawing."""
    if "dialoom" in raw:
        return Adopted(migrate(raw), ())
    document = migrate({key: value for key, value in raw.items() if key in {"name", "nodes", "edges"}})
    nodes, edges = _objects(document["nodes"]), _objects(document["edges"])
    if not nodes or edges is None:
        raise FlowInvalid([_no_drawing("edges" if nodes else "nodes")])
    ids = _ids([str(node.get("id", "")) for node in nodes])
    parts = [_part(node, id, kinds) for node, id in zip(nodes, ids, strict=True)]
    known = {str(node.get("id", "")): part for node, part in reversed(list(zip(nodes, parts, strict=True)))}
    translated = [_edge(edge, known) for edge in edges]
    notes = [note for _, _, _, found in parts for note in found] + [note for _, found in translated for note in found]
    changed = {"nodes": [part.node for part in parts], "edges": [edge for edge, _ in translated]}
    return Adopted({**document, **changed}, tuple(notes))


def _no_drawing(key: str) -> Problem:
    message = f"no {key} can be read: this is no drawing of React Flow"
    fix = "send what React Flow's toObject() gives: a list of nodes, and one of the edges between them"
    return Problem(code="not_understood", message=message, path=key, fix=fix)


def _objects(parts: Any) -> list[dict[str, Any]] | None:
    fits = isinstance(parts, list) and all(isinstance(part, dict) for part in parts)
    return parts if fits else None


def _ids(theirs: list[str]) -> list[str]:
    """Ids as they may be here: other characters become _, and what becomes the same gets a number."""
    given: dict[str, None] = {}
    for id in theirs:
        plain = re.sub(r"[^A-Za-z0-9_.:-]", "_", id)[:60] or "node"
        names = (plain if number == 1 else f"{plain}_{number}" for number in count(1))
        given[next(name for name in names if name not in given)] = None
    return list(given)


def _fits(node: dict[str, Any], kinds: Kinds) -> bool:
    kind = kinds.get(str(node.get("type")))
    if kind is None:
        return False
    try:
        kind.params.model_validate(node.get("data", {}))
    except ValidationError:
        return False
    return True


def _part(node: dict[str, Any], id: str, kinds: Kinds) -> _Part:
    kind = str(node.get("type", "default"))
    if _fits(node, kinds):
        return _Part({**node, "id": id}, {}, None, ())
    word = re.sub(r"(node|block|step)$", "", re.sub(r"[^a-z]", "", kind.lower()))
    if (there := COUNTERPARTS.get(word)) is None:
        fix = "replace it by the node types that do the same"
        note = Problem(code="unknown_type", message=f"the type {kind!r:.80} has no counterpart", node=id, fix=fix)
        return _Part({**node, "id": id}, {}, None, (note,))
    theirs = node.get("data")
    theirs = theirs if isinstance(theirs, dict) else {}
    there = KEYWORD if there.type == "any_message" and _words(theirs)[1] else there
    data, used = _data(there, theirs)
    kept = {key: node[key] for key in ("position",) if key in node}
    handles = (
        {handle: choice["id"] for choice, names in _choices(theirs) for handle in names} if "choices" in data else {}
    )
    label = {"label": str(theirs["label"])[:LONGEST_TITLE]} if "label" in theirs and "label" not in used else {}
    found = {"id": id, "type": there.type, **kept, **label, "data": data}
    return _Part(found, handles, there.output, tuple(_left_out(id, there, theirs, used | label.keys())))


def _data(there: Counterpart, theirs: Mapping[str, Any]) -> tuple[dict[str, Any], set[str]]:
    """The data of our type, and which of theirs went into it."""
    data: dict[str, Any] = {}
    used: set[str] = set()
    if there.text and (key := _first(theirs, TEXTS)):
        data[there.text] = _BARE.sub(r"{{ vars.\1 }}", theirs[key])
        used.add(key)
    if there.type == "ask_choice":
        data["choices"] = [choice for choice, _ in _choices(theirs)]
        used |= set(CHOICES) & theirs.keys()
    if there.type == "keyword":
        key, data["words"] = _words(theirs)
        used.add(key)
    if there.type.startswith("ask_") and (key := _first(theirs, VARIABLES, NAME)):
        data["save_as"] = theirs[key]
        used.add(key)
    if there.type == "http_request":
        data |= {key: theirs[key] for key in ("url", "method") if isinstance(theirs.get(key), str)}
    if there.type == "delay" and (unit := next((unit for unit in UNITS if isinstance(theirs.get(unit), int)), None)):
        data["duration"] = UNITS[unit].format(theirs[unit])
        used.add(unit)
    return data, used | data.keys() & theirs.keys()


def _words(theirs: Mapping[str, Any]) -> tuple[str, list[str]]:
    """The words that start the flow, and the key that has them: a list, or a text with commas."""
    for key in WORDS:
        value = theirs.get(key)
        parts = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
        words = [str(part).strip()[:LONGEST_WORD] for part in parts if isinstance(part, str | int)]
        if any(words):
            return key, list(filter(None, words))[:MOST_WORDS]
    return "", []


def _first(theirs: Mapping[str, Any], keys: Collection[str], pattern: str = "") -> str | None:
    fits = (key for key in keys if isinstance(theirs.get(key), str) and re.search(pattern, theirs[key]))
    return next(fits, None)


def _choices(theirs: Mapping[str, Any]) -> Iterator[tuple[dict[str, str], set[str]]]:
    """Our choices, each with all the names that a handle may have for it."""
    given: list[Any] = next((theirs[key] for key in CHOICES if isinstance(theirs.get(key), list)), [])
    for index, one in enumerate(given):
        item = one if isinstance(one, dict) else {"label": one}
        title = str(next((item[key] for key in ("title", "label", "text", "value") if item.get(key)), index + 1))
        names = {str(item[key]) for key in ("id", "value", "label", "title", "text") if item.get(key)}
        choice = {"id": f"choice_{index + 1}", "title": title[:LONGEST_TITLE]}
        yield choice, {*names, str(index), f"option-{index}", f"choice-{index}", choice["id"]}


def _left_out(id: str, there: Counterpart, theirs: Mapping[str, Any], used: Collection[str]) -> Iterator[Problem]:
    for key in sorted(theirs.keys() - set(used)):
        message = f"{key!r:.80} of the original is left out: {there.type} has no field that is surely the same"
        yield Problem(code="left_out", severity="warning", message=message, node=id, field=key[:80])


def _edge(edge: dict[str, Any], parts: Mapping[str, _Part]) -> tuple[dict[str, Any], list[Problem]]:
    source, target = (parts.get(str(edge.get(end, ""))) for end in ("source", "target"))
    moved = {**edge, **({"target": target.node["id"]} if target else {})}
    if source is None:
        return moved, []
    moved["source"] = source.node["id"]
    if source.output is None:
        return moved, []
    handle = str(edge.get("sourceHandle") or "")
    known = {**source.handles, **(ANSWERS if source.node["type"] == "condition" else {})}
    output = known.get(handle) or known.get(handle.lower())
    moved["sourceHandle"] = output or source.output
    if output is None and handle.lower() not in NOWHERE:
        message = f"the output {handle!r:.80} has no counterpart; the edge starts at {source.output!r} instead"
        return moved, [Problem(code="unknown_output", severity="warning", message=message, node=source.node["id"])]
    return moved, []
