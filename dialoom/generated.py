"""The generated, committed files: what tools and editors read without running Dialoom."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from engine.dialogue import FlowTestFile
from engine.document import schema_of
from engine.flow import FlowDocument
from nodes import BUILTIN, NodeType
from ui_schema import Description, describe, generate, outputs_of, page

ROOT = Path(__file__).parents[1]


def files() -> dict[str, str]:
    """Paths from the root of the repository and their texts, from the built-in node types."""
    types = descriptions(BUILTIN)
    made = generate(schema_of(FlowDocument), types, schema_of(FlowTestFile))
    return {**{f"ui_schema/{name}": text for name, text in made.items()}, "docs/node-types.md": page(types)}


def descriptions(types: Iterable[NodeType[Any]]) -> list[Description]:
    return [
        describe(node.kind, schema_of(node.params), outputs_of(node.outputs), node.ui, is_trigger=node.is_trigger)
        for node in types
    ]


def write() -> list[Path]:
    """Write them all; the paths that were written."""
    made = files()
    for name, text in made.items():
        (ROOT / name).write_text(text)
    return [ROOT / name for name in made]
