"""By which outputs a node goes on without what it keeps in variables: what its cases show, its type says."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from engine.marks import Mark, marked
from nodes import NodeType, node_types
from tests.nodes.test_cases import CASES


@pytest.mark.parametrize("node", [pytest.param(one, id=kind) for kind, one in sorted(node_types().items())])
def test_what_leaves_without_its_values(node: NodeType[Any]) -> None:
    """An output by which no case of the type keeps anything is named by the type: a check on variables relies on it."""
    kept: dict[str, set[str]] = {}
    for case in json.loads((CASES / f"{node.kind}.json").read_text("utf-8")):
        try:
            params = node.params.model_validate(case["params"])
        except ValidationError:
            continue
        wanted = {one.text for one in marked(params) if one.mark is Mark.SETS}
        given = {name for name, value in case["expect"].get("variables", {}).items() if value is not None}
        if "leave" in case["expect"] and wanted:
            kept.setdefault(case["expect"]["leave"], set()).update(wanted & given)
    assert {output for output, names in kept.items() if not names} <= node.empty_handed
