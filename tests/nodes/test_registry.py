"""Which node types an installation has, and what it refuses at the start."""

from importlib.metadata import EntryPoint
from typing import Any

import pytest

from nodes import BUILTIN, NodesRefused, NodeType, end, node_types, registry
from nodes.spec import NodeType as Type


def called(kind: str) -> NodeType[Any]:
    return Type(kind=kind, params=end.Params, outputs=end.outputs, enter=end.enter, ui=end.node.ui)


WEATHER = called("acme.weather")


def test_has_all_of_ours() -> None:
    """The palette has every built-in type, each kind once."""
    assert set(node_types()) >= {node.kind for node in BUILTIN}
    assert len({node.kind for node in BUILTIN}) == len(BUILTIN)


def test_takes_what_the_caller_adds() -> None:
    """Types from loose files stand beside the installed ones."""
    assert node_types(extra=(("weather.py", WEATHER),))["acme.weather"] is WEATHER


@pytest.mark.parametrize(
    ("strangers", "words"),
    [
        ((("acme-nodes", WEATHER), ("other-nodes", called("acme.weather"))), ("acme-nodes", "other-nodes")),
        ((("acme-nodes", called("end")),), ("dialoom", "acme-nodes", "'end'")),
        ((("acme-nodes", called("weather")),), ("acme-nodes", "namespace", "acme.weather")),
    ],
)
def test_refuses_what_cannot_be_told_apart(strangers: tuple[tuple[str, NodeType[Any]], ...], words: str) -> None:
    """A kind has one owner, and strangers have a namespace; the error names everybody who is involved."""
    with pytest.raises(NodesRefused) as refused:
        node_types(extra=strangers)
    assert all(word in str(refused.value) for word in words)


@pytest.mark.parametrize(
    ("value", "words"),
    [("no_such_package:node", "cannot be loaded"), ("nodes.end:outputs", "not a NodeType"), ("nodes.end:gone", "gone")],
)
def test_says_which_entry_point_is_broken(value: str, words: str) -> None:
    """A package that cannot be loaded is named, with the reason."""
    with pytest.raises(NodesRefused, match=words):
        registry.loaded(EntryPoint("weather", value, registry.GROUP))


def test_loads_what_an_entry_point_names() -> None:
    """An entry point names a module and its ``node``."""
    assert registry.loaded(EntryPoint("end", "nodes.end:node", registry.GROUP)) is end.node
