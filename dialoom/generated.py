"""The generated, committed files: what tools and editors read without running Dialoom."""

from pathlib import Path

from engine.dialogue import FlowTestFile
from engine.document import schema_of
from engine.flow import FlowDocument
from nodes import BUILTIN
from ui_schema import describe, generate, outputs_of

FOLDER = Path(__file__).parents[1] / "ui_schema"


def files() -> dict[str, str]:
    """File names and their texts, from the built-in node types."""
    types = [
        describe(node.kind, schema_of(node.params), outputs_of(node.outputs), node.ui, is_trigger=node.is_trigger)
        for node in BUILTIN
    ]
    return generate(schema_of(FlowDocument), types, schema_of(FlowTestFile))


def write() -> list[Path]:
    """Write them all; the paths that were written."""
    for name, text in files().items():
        (FOLDER / name).write_text(text)
    return [FOLDER / name for name in files()]
