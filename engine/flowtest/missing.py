"""Flows of which some are not there, as a test wants it: to see what becomes of those that run them."""

from dataclasses import dataclass
from uuid import UUID

from engine.compiled import CompiledFlow, Flows


@dataclass(frozen=True, slots=True)
class Remaining:
    """``flows`` as if those with the keys ``missing`` had never been published."""

    flows: Flows
    missing: frozenset[str]

    def version(self, id: str) -> CompiledFlow:
        return self.flows.version(id)

    def published(self, key: str, contact: UUID) -> CompiledFlow | None:
        return None if key in self.missing else self.flows.published(key, contact)

    def pinned(self, key: str, version: int) -> CompiledFlow | None:
        return None if key in self.missing else self.flows.pinned(key, version)
