"""What the editor is told of a node type: how it looks, what its form asks for, and by which outputs it is left."""

import inspect
from collections.abc import Callable, Mapping
from typing import Any, Literal, NoReturn, TypeAlias

import msgspec

from ui_schema.hints import Group, NodeUi

Outputs: TypeAlias = tuple[str, ...] | Literal["dynamic"]


class Description(msgspec.Struct, frozen=True, kw_only=True):
    """``form`` is the JSON Schema of the params with its ``ui:`` hints; dynamic outputs follow from a node's params."""

    kind: str
    title: str
    help: str
    group: Group
    icon: str
    is_trigger: bool
    outputs: Outputs
    form: Mapping[str, Any]


def describe(kind: str, form: Mapping[str, Any], outputs: Outputs, ui: NodeUi, *, is_trigger: bool) -> Description:
    return Description(
        kind=kind,
        title=ui.title,
        help=inspect.cleandoc(ui.help),
        group=ui.group,
        icon=ui.icon,
        is_trigger=is_trigger,
        outputs=outputs,
        form=form,
    )


class _Looked(Exception):
    """The function has looked at the params."""


class _Unread:
    def __getattribute__(self, name: str) -> NoReturn:
        raise _Looked(name)


def outputs_of(outputs: Callable[[Any], tuple[str, ...]]) -> Outputs:
    """The outputs of a node type if they are the same whatever the params: if the function does not look at them."""
    try:
        return tuple(outputs(_Unread()))
    except _Looked:
        return "dynamic"
