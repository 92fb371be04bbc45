"""The node types as a page for people, made from the same descriptions as the editor's palette and forms."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from ui_schema.describe import Description

GROUPS: Mapping[str, str] = {
    "trigger": "Triggers",
    "message": "Messages",
    "input": "Asking",
    "logic": "Logic",
    "time": "Waiting",
    "data": "Data",
    "ai": "Language models",
    "action": "Actions",
    "human": "People",
    "subflow": "Other flows",
}
HEAD = """\
# Node types

<!-- Written from the node types by `make schema`: edit the texts there. -->

What this version brings; `dialoom node-types` lists what your installation has. In the tables, * marks what has to be set.
"""


def page(types: Sequence[Description]) -> str:
    """Every type with its help, its outputs and what can be set, by groups in the order of the palette."""
    sections = ("\n".join((f"## {title}\n", *map(section, some))) for title, some in _grouped(types))
    return "\n".join((HEAD, *sections)).rstrip() + "\n"


def listing(types: Sequence[Description]) -> str:
    """A line for each type: what it is called, and how its help begins."""
    longest = max(len(one.kind) for one in types)
    groups = (
        "\n".join((title, *(f"  {one.kind:<{longest}}  {one.title}: {_first(one.help)}" for one in some)))
        for title, some in _grouped(types)
    )
    return "\n\n".join(groups)


def _grouped(types: Sequence[Description]) -> Iterator[tuple[str, list[Description]]]:
    order = list(GROUPS)
    ordered = sorted(types, key=lambda one: order.index(one.group))
    for group, some in groupby(ordered, key=lambda one: one.group):
        yield GROUPS[group], list(some)


def _first(help: str) -> str:
    """Its first sentence."""
    sentence, dot, _ = " ".join(help.split()).partition(". ")
    return sentence.removesuffix(".") + "." if dot or sentence else ""


def section(type: Description) -> str:
    """All about one type."""
    outputs = "depend on what is set" if type.outputs == "dynamic" else ", ".join(f"`{one}`" for one in type.outputs)
    ways = f"Outputs: {outputs}." if outputs else "It has no output."
    rows = list(_rows(type.form))
    table = ["| field | what it is | if left out |", "| --- | --- | --- |", *rows, ""] if rows else []
    return "\n".join((f"### {type.title} · `{type.kind}`\n", type.help, "", ways, "", *table))


def _rows(form: Mapping[str, Any]) -> Iterator[str]:
    required = form.get("required", ())
    for name, field in form.get("properties", {}).items():
        star = "*" if name in required else ""
        said = " ".join((field.get("title", name) + ".", field.get("description", ""))).strip()
        yield f"| `{name}`{star} | {_cell(said)} | {_default(name, field, required)} |"


def _default(name: str, field: Mapping[str, Any], required: Sequence[str]) -> str:
    default = field.get("default")
    if name in required or default in (None, "", [], {}):
        return ""
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
