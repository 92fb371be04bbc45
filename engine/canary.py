"""A canary: a version that only some contacts start with, always the same ones, until it has proved itself or failed."""

import hashlib
from typing import Any
from uuid import UUID

from engine.model import Value


class Canary(Value):
    """``entries`` are the triggers that the version has: who comes in by another one starts with the published version."""

    id: UUID
    version: UUID
    percent: int
    entries: frozenset[str] = frozenset()


class Health(Value):
    """Sessions in which the canary was started, by itself or by another flow, and how many failed there or are blocked."""

    sessions: int
    failing: int

    def failed(self, most_failing: float, minimum: int) -> bool:
        """Whether to give the canary up: never before there are enough sessions to tell."""
        return self.sessions >= max(minimum, 1) and self.failing / self.sessions > most_failing


def drawn(canary: UUID, contact: UUID, percent: int) -> bool:
    """Whether this contact is among the chosen: the same answer every time, and of more percent the same ones and others."""
    digest = hashlib.sha256(f"{canary}/{contact}".encode()).digest()
    return int.from_bytes(digest[:8]) % 10_000 < percent * 100


def order_for(canary: Canary | None, node: str) -> dict[str, Any] | None:
    """What an order to start says of a running canary: the turn that begins the session draws, by the contact. An entry that
    the canary lacks is not for it."""
    if canary is None or node not in canary.entries:
        return None
    return {"id": str(canary.id), "version": str(canary.version), "percent": canary.percent}
