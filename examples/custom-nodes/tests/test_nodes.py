"""Every node type of the package keeps the promises in ``cases/<kind>.json``."""

from pathlib import Path
from typing import Any

import pytest
from acme_nodes import shout, weather

from dialoom import NodeType
from dialoom.testing import run_cases

CASES = Path(__file__).parent / "cases"


@pytest.mark.parametrize("node", [shout.node, weather.node], ids=lambda node: node.kind)
def test_keeps_its_promises(node: NodeType[Any]) -> None:
    """A type does what its cases say. ``run_cases(node, path, update=True)`` rewrites what is expected."""
    run_cases(node, CASES / f"{node.kind}.json")
