"""By which outputs a node goes on without what it keeps in variables: what its cases show, its type says."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from pydantic import BaseModel, ValidationError

from engine.marks import Mark, marked
from nodes import NodeType, node_types
from tests.nodes.test_cases import CASES


class Shown(NamedTuple):
    """A case: by which output it leaves, which variables each field of its params names, and which it sets to what."""

    output: str
    named: dict[str, set[str]]
    given: dict[str, Any]


@pytest.mark.parametrize("node", [pytest.param(one, id=kind) for kind, one in sorted(node_types().items())])
def test_what_leaves_without_its_values(node: NodeType[Any]) -> None:
    """An output by which no case of the type keeps all that a field names is one that the type tells of, and one by which
    there is something in all of them is none: a check on variables relies on it, and would alarm in vain."""
    shown = list(_shown(node))
    kept = {one.output for one in shown if _fields(one, (None,))}
    assert {one.output for one in shown} - kept <= node.sets_nothing
    assert not {one.output for one in shown if _fields(one, (None, []))} & node.sets_nothing


def _fields(shown: Shown, nothing: tuple[Any, ...]) -> set[str]:
    """Those of which every variable has got a value."""
    given = {name for name, value in shown.given.items() if value not in nothing}
    return {field for field, names in shown.named.items() if names <= given}


def _shown(node: NodeType[Any]) -> Iterator[Shown]:
    for case in json.loads((CASES / f"{node.kind}.json").read_text("utf-8")):
        try:
            named = _named(node.params.model_validate(case["params"]))
        except ValidationError:
            continue
        if "leave" in case["expect"] and named:
            yield Shown(case["expect"]["leave"], named, case["expect"].get("variables", {}))


def _named(params: BaseModel) -> dict[str, set[str]]:
    named: dict[str, set[str]] = {}
    for one in marked(params):
        if one.mark is Mark.SETS:
            named.setdefault(str(one.path[0]), set()).add(one.text)
    return named
