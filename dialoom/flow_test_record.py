"""Keeping a recorded flow test in a file of flow tests."""

import json
from collections.abc import Sequence
from datetime import datetime
from os.path import relpath
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from dialoom.cli.errors import CommandError
from dialoom.flow_test_files import parsed, read
from dialoom.saving import save, try_out
from engine import Contact
from engine.dialogue import FlowTest, Line, Person

WHAT = "what was played"


class Played(NamedTuple):
    """A dialogue in the terminal: with whom it was, when it began, and on which type of channel, if that was said."""

    who: Contact
    at: datetime
    lines: Sequence[Line]
    channel: str | None = None


def make_ready(path: Path) -> None:
    """Raises Unusable, before anybody plays, for a file in which it could not be kept."""
    if path.exists():
        read(path)
    try_out(path, WHAT)


def record(path: Path, flow: Path, played: Played) -> None:
    """Add what was played to the file, which may be new. The tests that are in it stay as they are."""
    if not played.lines:
        raise CommandError("nothing was played yet that could be recorded")
    if path.exists():
        read(path)
    body: Any = parsed(path) if path.exists() else {"flow": relpath(flow, path.absolute().parent), "tests": []}
    name = f"recorded {len(body['tests']) + 1}"
    on = {"channel": played.channel} if played.channel else {}
    test = FlowTest(
        name=name,
        contact=Person(id=played.who.id, name=played.who.name),
        at=played.at,
        dialogue=tuple(played.lines),
        **on,
    )
    body["tests"].append(test.model_dump(mode="json", exclude_unset=True))
    save(path, _written(path, body), WHAT)


def _written(path: Path, body: Any) -> str:
    if path.suffix == ".json":
        return json.dumps(body, indent=2, ensure_ascii=False) + "\n"
    return yaml.safe_dump(body, sort_keys=False, allow_unicode=True, width=120)
