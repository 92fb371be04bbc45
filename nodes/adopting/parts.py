"""One node of a drawing, as a node of ours."""

from collections.abc import Collection, Iterator, Mapping
from copy import deepcopy
from typing import Any, NamedTuple, TypeAlias

from pydantic import ValidationError

from engine.document import dotted
from engine.problems import Problem
from nodes.adopting.counterparts import Counterpart, counterpart
from nodes.adopting.naming import not_filled_in
from nodes.adopting.taking import Taken
from nodes.adopting.walking import texts_in
from nodes.spec import NodeType

Raw: TypeAlias = dict[str, Any]
LONGEST_LABEL = 200
_FARTHEST = 10**9  # nobody draws there, and what reads flows takes no whole number of more than 64 bits
_OURS = frozenset({"id", "type", "position", "data", "label"})


class Part(NamedTuple):
    """A translated node; ``outputs`` leads from the handles that it may have had to its outputs, ``output`` is where the
    others go, which may be ``guessed``. Without one the handles are left as they came."""

    node: Raw
    outputs: Mapping[str, str]
    output: str | None
    notes: tuple[Problem, ...]
    guessed: bool = False


def part_of(node: Raw, id: str, handles: Collection[str], kinds: Mapping[str, NodeType[Any]]) -> Part:
    """``handles`` are those by which edges leave it."""
    kind, theirs = str(node.get("type", "default")), _data_of(node)
    place, displaced = _place(node, id)
    if _fits(node, kinds):
        return Part({**node, "id": id, **place}, {}, None, displaced)
    own = kinds[kind].params.model_fields if kind in kinds else None
    there = counterpart(kind, theirs, handles, own)
    if there is None:
        return Part({**node, "id": id, **place}, {}, None, (_unknown(kind, id), *displaced))
    ours, outputs = _taken(there, theirs, own if own and there.type == kind else ())
    theirs |= {f"node.{key}" if key in theirs else key: node[key] for key in node.keys() - _OURS}
    label = _label(node, theirs)
    notes = (*displaced, *_left_out(id, there.type, theirs), *_verbatim(id, ours))
    found = {"id": id, "type": there.type, **place, **label, "data": ours}
    return Part(found, outputs, there.output, notes, there.guessed)


def _data_of(node: Raw) -> Raw:
    data = node.get("data")
    return deepcopy(data) if isinstance(data, dict) else {"data": data} if data else {}


def _taken(there: Counterpart, theirs: Raw, own: Collection[str]) -> Taken:
    """Our data and outputs. What is left in a type's ``own`` fields is kept: the draft says what does not fit."""
    data, handles = there.take(theirs)
    kept = {key: theirs.pop(key) for key in own if key in theirs and key not in data}
    known = {there.output: there.output} if there.output else {}
    return Taken({**data, **kept}, {**known, **there.outputs, **handles})


def _fits(node: Raw, kinds: Mapping[str, NodeType[Any]]) -> bool:
    kind = kinds.get(str(node.get("type")))
    if kind is None:
        return False
    try:
        kind.params.model_validate(node.get("data", {}))
    except ValidationError:
        return False
    return True


def _unknown(kind: str, id: str) -> Problem:
    fix = "replace it by the node types that do the same"
    return Problem(code="unknown_type", message=f"the type {kind!r:.80} has no counterpart", node=id, fix=fix)


def _place(node: Raw, id: str) -> tuple[Raw, tuple[Problem, ...]]:
    """Where it stands; a place that cannot be one here would keep the whole draft from being read."""
    match node.get("position"):
        case None:
            return {}, ()
        case {"x": x, "y": y} if _is_near(x) and _is_near(y):
            return {"position": {"x": x, "y": y}}, ()
        case _:
            return {"position": {"x": 0, "y": 0}}, (_named(id, "position", "a place is an x and a y"),)


def _is_near(number: Any) -> bool:
    """Not infinity either, nor what is no number at all."""
    return isinstance(number, int | float) and not isinstance(number, bool) and abs(number) <= _FARTHEST


def _label(node: Raw, theirs: Raw) -> Raw:
    """What people see on the canvas: of the node, or else of its data. One that cannot be a label is left with the rest."""
    if "label" in node:
        theirs.setdefault("label", node["label"])
    label = node.get("label", theirs.get("label"))
    if not isinstance(label, str | int) or len(str(label)) > LONGEST_LABEL:
        return {}
    if theirs.get("label") == label:
        del theirs["label"]
    return {"label": str(label)}


def _left_out(id: str, type: str, theirs: Raw) -> Iterator[Problem]:
    for key in sorted(theirs):
        yield _named(id, key, f"{type} has no field that is surely the same")


def _named(id: str, key: str, why: str) -> Problem:
    message = f"{key!r:.80} of the original is left out: {why}"
    return Problem(code="left_out", severity="warning", message=message, node=id, field=key[:80])


def _verbatim(id: str, ours: Raw) -> Iterator[Problem]:
    """What stands in texts and looks like a variable, but is none here."""
    for path, text in texts_in(ours):
        for found in not_filled_in(text):
            message = f"{found!r:.80} is said as it stands: variables are written otherwise here"
            fix = "write {{ vars.name }} where a variable is meant"
            yield Problem(code="placeholder", severity="warning", message=message, node=id, field=dotted(path), fix=fix)
