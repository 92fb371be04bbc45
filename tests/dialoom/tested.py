"""A flow, and tests of it in files: what tests of `dialoom test` run."""

import json
from pathlib import Path
from typing import Any

import yaml

from tests.make import a_document

FLOW = a_document(
    {
        "start": ("keyword", {"words": ["go"]}),
        "ask": ("ask_yes_no", {"question": "Well?"}),
        "good": ("send_message", {"text": "Good."}),
        "bad": ("send_message", {"text": "Bad."}),
    },
    {"start.next": "ask", "ask.yes": "good", "ask.no": "bad", "ask.no_match": "bad"},
)
YES: dict[str, Any] = {
    "name": "yes",
    "dialogue": [{"says": "go"}, {"expects": "Well?"}, {"chooses": "yes"}, {"expects": "Good."}],
}
NO: dict[str, Any] = {
    "name": "no",
    "dialogue": [{"says": "go"}, {"expects": "Well?"}, {"chooses": "no"}, {"expects": "Good."}],
}


def write(folder: Path, name: str, *tests: dict[str, Any]) -> Path:
    body = {"flow": "flow.json", "tests": list(tests)}
    path = folder / name
    path.write_text(json.dumps(body) if name.endswith("json") else yaml.safe_dump(body))
    return path
