"""Node types from loose files."""

from pathlib import Path

import pytest

from dialoom.plugins import PluginBroken, loose_node_types
from nodes import NodesRefused, node_types

GOOD = '''"""Say something loudly."""
from pydantic import Field
from dialoom import NodeType, NodeUi, Step, Template, Value

class Params(Value):
    text: Template = Field(title="Text", description="What is said.")

node = NodeType(kind="{kind}", params=Params, outputs=lambda p: ("next",), enter=lambda p, c: Step(leave="next"),
                ui=NodeUi(title="Shout", help=__doc__, group="message", icon="megaphone"))
'''


def test_a_file_in_the_folder_is_a_node_type(tmp_path: Path) -> None:
    """A file that defines `node` is in the palette, beside ours, with the file as its owner."""
    (tmp_path / "shout.py").write_text(GOOD.format(kind="acme.shout"))
    found = loose_node_types(tmp_path)
    assert [(Path(owner).name, node.kind) for owner, node in found] == [("shout.py", "acme.shout")]
    assert "acme.shout" in node_types(found)
    assert "send_message" in node_types(found)


@pytest.mark.parametrize("kind", ["send_message", "shout"])
def test_ours_cannot_be_replaced_and_strangers_need_a_namespace(tmp_path: Path, kind: str) -> None:
    """A kind that is taken, or that has no namespace, is refused with the file's name."""
    (tmp_path / "bad.py").write_text(GOOD.format(kind=kind))
    with pytest.raises(NodesRefused, match=r"bad\.py"):
        node_types(loose_node_types(tmp_path))


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("x = 1\n", "defines no"),
        ("import nowhere_to_be_found\n", "nowhere_to_be_found"),
        ("def broken(:\n", "SyntaxError"),
        (GOOD.format(kind="acme.x").replace('"""Say something loudly."""', '""""""'), "help text"),
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, source: str, words: str) -> None:
    """A file that cannot be used is named with the reason, and nothing starts without it."""
    (tmp_path / "broken.py").write_text(source)
    with pytest.raises(PluginBroken, match=r"broken\.py") as caught:
        loose_node_types(tmp_path)
    assert words in str(caught.value)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    """A misspelt folder is an error, not an empty palette."""
    with pytest.raises(PluginBroken, match="DIALOOM_NODES_DIR"):
        loose_node_types(tmp_path / "nowhere")
