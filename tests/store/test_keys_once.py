"""What makes a repetition harmless: keys that the database keeps unique, also when two come in the same instant."""

from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from store.database import Store
from tests.store.seed import Rows, put, seeded

ONCE: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
    ("a provider's message", "messages", {"direction": "in", "provider_id": "m1"}, {"number": 2}),
    ("a message's number", "messages", {"number": 7}, {}),
    ("an event's number", "events", {"number": 7}, {}),
    ("a turn", "turns", {"key": "event/1"}, {"number": 2}),
    ("a call", "calls", {"call_key": "c1"}, {}),
    ("a conversation", "conversations", {"address": "42"}, {}),
    ("a contact's address", "addresses", {"channel_kind": "telegram", "address": "42"}, {}),
    ("an idempotency key", "idempotency", {"key": "k"}, {}),
    ("a version's number", "versions", {"number": 7}, {}),
]


@pytest.mark.parametrize(("what", "table", "key", "other"), ONCE, ids=[one[0] for one in ONCE])
async def test_once(store: Store, what: str, table: str, key: dict[str, Any], other: dict[str, Any]) -> None:
    """The second one is refused, whatever else it says."""
    rows = await seeded(store)
    workspace = rows["workspaces"]["id"]
    async with store.transaction(workspace) as session:
        await put(session, rows, table, {"number": 90, **key} if "number" in rows[table] else key)
    with pytest.raises(IntegrityError):
        async with store.transaction(workspace) as session:
            await put(session, rows, table, {"number": 91, **key, **other} if "number" in rows[table] else key)


async def test_what_we_send_may_repeat_a_providers_id(store: Store) -> None:
    """Some platforms give one id to several messages of ours: only what comes in is unique."""
    rows: Rows = await seeded(store)
    async with store.transaction(rows["workspaces"]["id"]) as session:
        for number in (2, 3):
            await put(session, rows, "messages", {"direction": "out", "provider_id": "same", "number": number})


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("channels", "status"),
        ("hook_events", "status"),
        ("messages", "direction"),
        ("messages", "status"),
        ("events", "kind"),
        ("sessions", "status"),
        ("calls", "status"),
    ],
)
async def test_a_state_has_a_known_name(store: Store, table: str, column: str) -> None:
    """A misspelt state is refused, not stored."""
    rows = await seeded(store)
    with pytest.raises(IntegrityError, match=f"ck_{table}_{column}"):
        async with store.transaction(rows["workspaces"]["id"]) as session:
            await put(
                session, rows, table, {column: "lost", "number": 9} if "number" in rows[table] else {column: "lost"}
            )
