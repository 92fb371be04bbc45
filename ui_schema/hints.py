"""Hints that a node type or a channel gives to the editor's forms."""

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

Widget: TypeAlias = Literal[
    "text",
    "textarea",
    "template",
    "long_template",
    "condition",
    "condition_tree",
    "choices",
    "duration",
    "variable",
    "flow",
    "secret",
    "words",
    "key_values",
    "group",
    "media",
    "number",
    "switch",
    "select",
    "cases",
    "weights",
    "password",
]
Group: TypeAlias = Literal["trigger", "message", "input", "logic", "data", "action", "ai", "human", "time", "subflow"]


@dataclass(frozen=True, slots=True)
class NodeUi:
    """How a node type looks in the palette. ``help`` is its module's docstring; icons are Lucide names."""

    title: str
    help: str
    group: Group
    icon: str


def widget(name: Widget, **options: Any) -> dict[str, Any]:
    """Use as ``Field(json_schema_extra=widget("textarea"))``; options become ``ui:<option>``."""
    return {"ui:widget": name, **{f"ui:{option}": value for option, value in options.items()}}
