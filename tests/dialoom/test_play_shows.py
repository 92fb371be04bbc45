"""What the terminal shows of messages that are more than words."""

import json
from io import StringIO
from pathlib import Path

from rich.console import Console

from dialoom.flow_files import load_file
from dialoom.play import Game
from nodes import node_types
from tests.make import a_document

PLACE = {"latitude": "52.5", "longitude": "13.4", "name": "Pier 4"}
FILE = {"kind": "image", "url": "https://a.example/1.png"}
SHOWN = {"text": "Here", "media": FILE, "location": PLACE, "card": {"name": "Ann", "phone": "+49 30 901820"}}


def test_files_places_and_contact_cards_can_be_read(tmp_path: Path) -> None:
    """Nothing that a contact would see is missing in the terminal."""
    path = tmp_path / "flow.json"
    nodes = {"start": ("any_message", {}), "say": ("send_message", SHOWN)}
    path.write_text(json.dumps(a_document(nodes, {"start.next": "say"})))
    screen = StringIO()
    Game(load_file(path, node_types()), node_types(), Console(file=screen, width=120)).play(iter(["hi"]))
    assert "[image] https://a.example/1.png" in screen.getvalue()
    assert "[place] Pier 4 52.5, 13.4" in screen.getvalue()
    assert "[contact] Ann +49 30 901820" in screen.getvalue()
