"""Builders of values: each gives something that works, and takes what the test is about."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from engine import Channel, CompiledFlow, Contact, FlowDocument, Limits, MessageReceived, World, compile_flow
from nodes import node_types

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def a_contact(**over: Any) -> Contact:
    return Contact(**{"id": UUID(int=1), "name": "Ann", **over})


def a_world(**over: Any) -> World:
    values = {
        "now": NOW,
        "contact": a_contact(),
        "channel": Channel(id=UUID(int=2), kind="webchat", name="chat"),
        "conversation": UUID(int=3),
        "limits": Limits(),
    }
    return World(**{**values, **over})


def a_document(
    nodes: Mapping[str, tuple[str, dict[str, Any]]], edges: Mapping[str, str] | None = None, **over: Any
) -> dict[str, Any]:
    """A document from ``{"ask": ("ask_text", {...})}`` and ``{"ask.answered": "thanks"}``."""
    return {
        "dialoom": 3,
        "name": "A flow",
        "nodes": [
            {"id": id, "type": kind, "position": {"x": 260 * i, "y": 0}, "data": data}
            for i, (id, (kind, data)) in enumerate(nodes.items())
        ],
        "edges": [
            {"id": f"e{i}", "source": at.split(".")[0], "sourceHandle": at.split(".")[1], "target": to}
            for i, (at, to) in enumerate((edges or {}).items(), start=1)
        ],
        **over,
    }


def a_flow(
    nodes: Mapping[str, tuple[str, dict[str, Any]]], edges: Mapping[str, str] | None = None, **over: Any
) -> CompiledFlow:
    id = over.pop("id", "flow")
    return compile_flow(id, FlowDocument.model_validate(a_document(nodes, edges, **over)), node_types())


def says(text: str = "", **over: Any) -> MessageReceived:
    return MessageReceived(text=text, **over)
