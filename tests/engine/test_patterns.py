"""What does not fit a pattern is told in words, or by an example: no author reads regular expressions."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, Field

from engine.document import in_words, validator_of, wrongs
from engine.limits import Limits
from engine.validate import read_document
from nodes import node_types

SCHEMA = json.loads((Path(__file__).parents[2] / "ui_schema" / "flow.schema.json").read_text())
HOURS = {"day": "monday", "opens": "09:00", "closes": "17:00"}
HOOK = {"channel": "0199d2a4-7c3e-7b1a-9f52-6d1b0a8c4e21", "address_path": "phone"}
DASHED = "it may only have letters, digits, _ and -, at most 64 of them"
FIELDS = "the fields are minute, hour, day, month and weekday, as in 0 9 * * mon-fri"
CASES: list[tuple[str, dict[str, Any], str]] = [
    ("keyword", {"words": ["go"], "hours": [{**HOURS, "opens": "25:00"}]}, "'25:00' is not written like '09:00' or '23:59'"),
    ("keyword", {"words": ["go"], "hours": [{**HOURS, "closes": "5 pm"}]}, "'5 pm' is not written like '17:30' or '24:00'"),
    ("keyword", {"words": ["go"], "channels": ["chat"]}, f"'chat' is not written like '{HOOK['channel']}'"),
    (
        "http_request",
        {"url": "https://a.example", "headers": [{"name": "X Key"}]},
        "'X Key' is not written like 'Authorization' or 'X-Api-Key'",
    ),
    ("webhook", {**HOOK, "signature_header": "X Signed"}, "'X Signed' is not written like 'X-Hub-Signature-256'"),
    ("webhook", {**HOOK, "secret": "my key"}, "'my key' is not written like 'SHOP_KEY'"),
    ("ask_phone", {"question": "?", "country": "India"}, "'India' is not written like 'IN'"),
    ("goal", {"name": " "}, "must not be blank"),
    ("ai_reply", {"instructions": "a", "connection": "a b"}, f"'a b' is not allowed here: {DASHED}"),
    ("schedule", {"cron": "0 0 30 2 *", "audience": "true"}, "this never comes: is there such a day in that month?"),
    ("schedule", {"cron": "0 0 32 2 *", "audience": "true"}, f"Bad day-of-month: {FIELDS}"),
    ("schedule", {"cron": "0 0 30 13 *", "audience": "true"}, f"Bad month: {FIELDS}"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "data", "says"), CASES)
def test_what_is_wanted_is_said_in_words(kind: str, data: dict[str, Any], says: str) -> None:
    """How it is written instead, as people write it."""
    raw = {"dialoom": 3, "name": "x", "nodes": [{"id": "a", "type": kind, "data": data}]}
    assert [one.message for one in read_document(raw, node_types(), Limits()).problems] == [says]


def test_a_name_of_a_language_is_explained() -> None:
    """Also where it is the key of an object."""
    raw = {"dialoom": 3, "name": "x", "translations": {"English": {}}}
    fixes = [one.fix for one in read_document(raw, node_types(), Limits()).problems]
    assert fixes == ["a name may only have the letters of a language, such as en or pt-BR"]


def test_every_pattern_of_a_flow_has_words_or_an_example() -> None:
    """A pattern that a new field brings along is explained, or this fails."""
    bare = {pattern for pattern, schema in patterns(SCHEMA) if not schema.get("examples") and not in_words(pattern)}
    assert bare == set()


def test_the_pattern_itself_is_the_last_resort() -> None:
    """For the types of others: what their field says of itself, or else the pattern."""

    class Theirs(BaseModel):
        told: str = Field(pattern="^acme-", description="Begins with acme-.")
        bare: str = Field(pattern="^acme-")

    found = wrongs(validator_of(Theirs), {"told": "x", "bare": "y"})
    assert [one.message for one in found] == [
        "'y' is not allowed here: ^acme-",
        "'x' is not allowed here: Begins with acme-.",
    ]


def patterns(value: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    match value:
        case dict():
            if isinstance(value.get("pattern"), str) and "type" in value:
                yield value["pattern"], value
            yield from ((key, {}) for key in value.get("patternProperties", ()))
            for part in value.values():
                yield from patterns(part)
        case list():
            for part in value:
                yield from patterns(part)
