"""No body, however broken, gets anything out of Telegram's reader but BadPayload."""

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels import BadPayload, HookRequest
from channels.telegram import adapter
from tests.channels.tables import a_config, load

CONFIG = a_config(adapter)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["update_id", "message", "callback_query", "my_chat_member", "chat", "id", "from", "photo"])
            | st.text(max_size=5),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
BODIES = [case["body"] for case in load(adapter, "incoming") if "body" in case]


def replaced(value: Any, depth: int, choose: Callable[[int], int], junk: Any) -> Any:
    """The value with one part of it, at most so deep, replaced by junk."""
    if depth == 0 or not isinstance(value, dict | list) or not value:
        return junk
    keys = list(value) if isinstance(value, dict) else list(range(len(value)))
    key = keys[choose(len(keys))]
    copy = value.copy()
    copy[key] = replaced(value[key], depth - 1, choose, junk)
    return copy


def readable(body: bytes) -> None:
    request = HookRequest(headers={}, body=body)
    for read in (lambda: adapter.parse(CONFIG, request), lambda: adapter.answer(request)):
        with suppress(BadPayload):
            read()


@given(st.data())
def test_an_update_with_a_wrong_part_is_read_or_refused(data: st.DataObject) -> None:
    """Whatever stands in place of any part of an update, the worst is BadPayload."""
    choose = lambda size: data.draw(st.integers(0, size - 1))  # noqa: E731
    body = replaced(data.draw(st.sampled_from(BODIES)), data.draw(st.integers(0, 6)), choose, data.draw(JSON))
    readable(json.dumps(body).encode())


@given(JSON.map(lambda value: json.dumps(value).encode()) | st.binary())
def test_anything_else_is_read_or_refused(body: bytes) -> None:
    """Whatever the body, the worst is BadPayload."""
    readable(body)


@pytest.mark.parametrize(
    "body",
    [
        b'{"x":' * 100_000,
        b"[" * 100_000,
        b'{"update_id": 1' + b"0" * 9000 + b"}",
        b'{"message": "\xff"}',
        b'{"update_id": 1, "message": {"chat": {"id": 1, "type": "private"}, "text": "\\ud800"}}',
        b"\xef\xbb\xbf{}",
    ],
)
def test_hostile_bodies_are_refused(body: bytes) -> None:
    """Depth, size and broken text end in BadPayload."""
    with pytest.raises(BadPayload):
        adapter.parse(CONFIG, HookRequest(headers={}, body=body))
