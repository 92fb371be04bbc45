"""Node types from loose Python files: ``DIALOOM_NODES_DIR`` names a folder, each file in it defines ``node``."""

import importlib.util
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from dialoom.settings import load
from nodes import NodeType, node_types


class PluginBroken(Exception):
    """A file in the folder cannot be used; the text names it and says why."""


@cache
def all_node_types() -> Mapping[str, NodeType[Any]]:
    """Ours, those of installed packages, and those of loose files."""
    return node_types(loose_node_types(load().nodes_dir))


def loose_node_types(folder: Path | None) -> tuple[tuple[str, NodeType[Any]], ...]:
    """Each node type with the file that brings it, in the order of the file names."""
    return tuple(_load(folder)) if folder else ()


def _load(folder: Path) -> Iterator[tuple[str, NodeType[Any]]]:
    if not folder.is_dir():
        raise PluginBroken(f"{folder} is not a folder: DIALOOM_NODES_DIR must name one with Python files")
    for path in sorted(folder.glob("[!_]*.py")):
        yield str(path), _node_of(path)


def _node_of(path: Path) -> NodeType[Any]:
    name = f"dialoom_loose_nodes.{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise PluginBroken(f"{path} is not a Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise PluginBroken(f"{path} fails when it is imported: {type(error).__name__}: {error}") from error
    node = getattr(module, "node", None)
    if not isinstance(node, NodeType):
        raise PluginBroken(f"{path} defines no `node = NodeType(...)`")
    return node
