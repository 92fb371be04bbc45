"""How node types look in the editor: forms from JSON Schema, hints for their widgets, and the flow document's schema."""

from ui_schema.hints import Group, NodeUi, Widget, widget

__all__ = ["Group", "NodeUi", "Widget", "widget"]
