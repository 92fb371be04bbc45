"""The generated, committed files: what tools and editors read without running Dialoom."""

from pathlib import Path

from engine import FlowDocument
from nodes import BUILTIN
from ui_schema import describe, generate

FOLDER = Path(__file__).parents[1] / "ui_schema"


def files() -> dict[str, str]:
    """File names and their texts, from the built-in node types."""
    described = [describe(n.kind, n.params.model_json_schema(), n.ui, is_trigger=n.is_trigger) for n in BUILTIN]
    return generate(FlowDocument.model_json_schema(), described)


def write() -> list[Path]:
    written = []
    for name, text in files().items():
        (FOLDER / name).write_text(text)
        written.append(FOLDER / name)
    return written
