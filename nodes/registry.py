"""Every node type of an installation: ours, those of installed packages, and those that the caller adds."""

import re
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import EntryPoint, entry_points
from types import MappingProxyType
from typing import Any, TypeAlias

from nodes.spec import NodeType

GROUP = "dialoom.nodes"
NAMESPACED = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
Owned: TypeAlias = tuple[str, NodeType[Any]]


class NodesRefused(Exception):
    """The operator has installed node types that cannot run together; the text names the owners of each."""


def joined(builtin: Sequence[NodeType[Any]], strangers: Iterable[Owned]) -> Mapping[str, NodeType[Any]]:
    """Node types by kind. Raises NodesRefused for two of one kind, and for a stranger's kind without a namespace."""
    owners = dict.fromkeys((node.kind for node in builtin), "dialoom")
    types = {node.kind: node for node in builtin}
    for owner, node in strangers:
        if other := owners.get(node.kind):
            raise NodesRefused(f"node type {node.kind!r} comes from both {other} and {owner}: remove one of them")
        if not NAMESPACED.fullmatch(node.kind):
            raise NodesRefused(
                f"node type {node.kind!r} of {owner} needs a namespace: a package calls its types 'acme.{node.kind}'"
            )
        owners[node.kind], types[node.kind] = owner, node
    return MappingProxyType(types)


def installed() -> tuple[Owned, ...]:
    """The node types that installed packages bring by entry points of group ``dialoom.nodes``."""
    found = sorted(entry_points(group=GROUP), key=lambda entry: (_owner(entry), entry.name))
    return tuple((_owner(entry), loaded(entry)) for entry in found)


def loaded(entry: EntryPoint) -> NodeType[Any]:
    try:
        node = entry.load()
    except Exception as error:
        raise NodesRefused(f"{_owner(entry)}: {entry.value} cannot be loaded: {error}") from error
    if not isinstance(node, NodeType):
        raise NodesRefused(f"{_owner(entry)}: {entry.value} is {type(node).__name__}, not a NodeType")
    return node


def _owner(entry: EntryPoint) -> str:
    return entry.dist.name if entry.dist else entry.value
