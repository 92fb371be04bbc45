"""What the terminal shows of messages that are more than words."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from dialoom.cli.errors import Unusable
from dialoom.flow_files import load_file
from dialoom.flow_test_run import Wanted, run
from dialoom.play import Game
from nodes import node_types
from tests.make import a_document

PLACE = {"latitude": "52.5", "longitude": "13.4", "name": "Pier 4"}
FILE = {"kind": "image", "url": "https://a.example/1.png"}
LONG = "T" * 81  # more than a button of the web chat has
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


def test_what_people_get_can_be_read(tmp_path: Path) -> None:
    """Notes, assignments, hand-overs and closing are told where they happen, once."""
    path = tmp_path / "flow.json"
    nodes: dict[str, tuple[str, dict[str, Any]]] = {
        "start": ("any_message", {}),
        "note": ("note", {"text": "[urgent] call back"}),
        "assign": ("assign", {"team": "sales"}),
        "people": ("hand_over", {"team": "sales", "resolved": True}),
        "close": ("close_conversation", {"reason": "done"}),
    }
    edges = {"start.next": "note", "note.next": "assign", "assign.next": "people", "people.resolved": "close"}
    path.write_text(json.dumps(a_document(nodes, edges)))
    screen = StringIO()
    Game(load_file(path, node_types()), node_types(), Console(file=screen, width=120), steps=False).play(
        iter(["hi", "/close"])
    )
    lines = [line.strip() for line in screen.getvalue().splitlines() if line.startswith("  ·")]
    assert lines == [
        "· note: [urgent] call back",
        "· assigned to team sales",
        "· handed over to team sales",
        "· with people now",
        "· conversation closed: done",
        "· completed",
    ]


@pytest.mark.parametrize(
    ("channel", "shown"),
    [
        (None, ["bot  Tea?", f"1. {LONG}", "2. Kopi"]),
        ("webchat", ["bot  Tea?", "", f"1. {LONG}", "2. Kopi"]),
        ("telegram", ["bot  Write tea"]),
    ],
)
def test_a_flow_is_played_on_a_type_of_channel(channel: str | None, shown: list[str], tmp_path: Path) -> None:
    """With what is said otherwise there, in the form that it can carry; what is recorded is played there again."""
    path, kept = tmp_path / "flow.json", tmp_path / "kept.tests.json"
    say = {
        "text": "Tea?",
        "buttons": [{"id": "tea", "title": LONG}, {"id": "kopi", "title": "Kopi"}],
        "variants": [{"id": "telegram", "text": "Write tea", "without": ["buttons"]}],
    }
    nodes = {"start": ("any_message", {}), "say": ("send_message", say)}
    path.write_text(json.dumps(a_document(nodes, {"start.next": "say"})))
    screen = StringIO()
    game = Game(load_file(path, node_types()), node_types(), Console(file=screen, width=120), "Ann", False, channel)
    game.play(iter(["hi", f"/record {kept}"]))
    lines = [line.strip() for line in screen.getvalue().splitlines()]
    at = next(i for i, line in enumerate(lines) if line.startswith("bot"))
    assert lines[at : at + len(shown) + 1] == [*shown, "· completed"]
    (test,) = json.loads(kept.read_text())["tests"]
    assert test.get("channel") == channel
    assert run([kept], Wanted()) == 0


@pytest.mark.parametrize(
    ("shown", "lines"),
    [
        ({"buttons": [{"id": "a", "title": "A"}]}, ["• A"]),
        ({"buttons": [{"id": "a", "title": "A"}, {"id": "s", "title": "S", "url": "https://a.example"}]}, ["• A", "→ S"]),
        ({"buttons": [{"id": one, "title": one} for one in "ab"]}, ["1. a", "2. b"]),
        ({"cards": [{"title": "T", "buttons": [{"id": "a", "title": "A"}]}]}, ["• T [A]"]),
        ({"cards": [{"title": t, "buttons": [{"id": f"{t}", "title": "A"}]} for t in "TU"]}, ["1. T [A]", "2. U [A]"]),
        ({"cards": [{"title": t, "buttons": [{"id": f"{t}{n}", "title": f"{n}"} for n in (1, 2)]} for t in "TU"]},
         ["• T [1] [2]", "• U [1] [2]"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("channel", [None, "webchat"])
def test_a_number_is_shown_where_it_presses(
    channel: str | None, shown: dict[str, Any], lines: list[str], tmp_path: Path
) -> None:
    """A single button, or cards with several, have no number that would do anything."""
    path = tmp_path / "flow.json"
    kind = "send_cards" if "cards" in shown else "send_message"
    nodes: dict[str, tuple[str, dict[str, Any]]] = {
        "start": ("any_message", {}),
        "say": (kind, {"text": "Hi", **shown}),
    }
    path.write_text(json.dumps(a_document(nodes, {"start.next": "say"})))
    screen = StringIO()
    console = Console(file=screen, width=120)
    Game(load_file(path, node_types()), node_types(), console, steps=False, channel=channel).play(iter(["hi"]))
    said = screen.getvalue().partition("bot  Hi")[2].splitlines()
    assert [line.strip() for line in said if line.startswith("    ") and line.strip()] == lines


def test_what_is_recorded_while_playing_goes_where_it_was_wanted(tmp_path: Path) -> None:
    """Into the file that was named at the start, and not beside the flow."""
    path, kept = tmp_path / "flow.json", tmp_path / "kept.tests.json"
    path.write_text(json.dumps(a_document({"start": ("any_message", {})}, {})))
    game = Game(load_file(path, node_types()), node_types(), Console(file=StringIO()), tests=kept)
    game.play(iter(["hi", "/record", "/quit"]))
    assert [test["dialogue"] for test in json.loads(kept.read_text())["tests"]] == [[{"says": "hi"}]]
    assert (game.recorded, sorted(one.name for one in tmp_path.iterdir())) == (1, ["flow.json", "kept.tests.json"])


def test_there_is_no_such_channel_type(tmp_path: Path) -> None:
    """A flow is not played on what nothing is known of."""
    path = tmp_path / "flow.json"
    path.write_text(json.dumps(a_document({"start": ("any_message", {})}, {})))
    with pytest.raises(Unusable, match="no channel type 'fax'"):
        Game(load_file(path, node_types()), node_types(), Console(file=StringIO()), channel="fax")


def test_words_that_nothing_takes_are_told(tmp_path: Path) -> None:
    """Before the first conversation and after one has ended: whoever has misspelled a word is not left wondering."""
    path = tmp_path / "flow.json"
    nodes: dict[str, tuple[str, dict[str, Any]]] = {
        "start": ("keyword", {"words": ["tea"]}),
        "say": ("send_message", {"text": "Here you are"}),
    }
    path.write_text(json.dumps(a_document(nodes, {"start.next": "say"})))
    screen = StringIO()
    game = Game(load_file(path, node_types()), node_types(), Console(file=screen, width=120), steps=False)
    game.play(iter(["te", "tea", "toe", "tea"]))
    lines = [line.strip() for line in screen.getvalue().splitlines() if line.startswith("  ·")]
    nothing = "· nothing starts: no trigger of the flow takes what was said"
    assert lines == [nothing, "· completed", nothing, "· completed"]
