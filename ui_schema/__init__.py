"""How node types look in the editor: forms from JSON Schema, widget hints, and the flow document's own schema."""

from ui_schema.describe import Description, Outputs, describe, outputs_of
from ui_schema.flow_schema import flow_schema
from ui_schema.generate import generate
from ui_schema.hints import Group, NodeUi, Widget, widget
from ui_schema.page import listing, page, section

__all__ = [
    "Description",
    "Group",
    "NodeUi",
    "Outputs",
    "Widget",
    "describe",
    "flow_schema",
    "generate",
    "listing",
    "outputs_of",
    "page",
    "section",
    "widget",
]
