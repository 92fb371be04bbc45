"""From a document that somebody sent to a draft with everything that is wrong with it, or to a version."""

import asyncio
import hashlib
import json
import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from engine import FlowDocument, FlowInvalid, Limits, Problem, compile_flow
from engine.check import Known, check
from engine.document import unreadable
from engine.migrate import migrate
from engine.triggers import triggers_of
from engine.validate import read_document
from nodes import NodeType
from store.flows import Flows
from store.pages import Window
from store.records import NewTrigger, Version
from store.secrets import Secrets

LIMITS = Limits()
LONGEST_KEY = 64
MANY = 10_000


@dataclass(frozen=True, slots=True)
class Checked:
    """``raw`` is what to store: in the present format if the document could be understood, else as it came."""

    raw: dict[str, Any]
    document: FlowDocument | None
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity == "error")


@dataclass(frozen=True, slots=True)
class Drafting:
    flows: Flows
    secrets: Secrets
    node_types: Mapping[str, NodeType[Any]]

    async def checked(self, raw: dict[str, Any], beside: Collection[str] = ()) -> Checked:
        """Raises FlowInvalid only for what cannot be kept as a draft: too large, too deep, no JSON. ``beside`` are the keys
        of flows that are about to be made together with this one."""
        known = await self._known()
        flows = {**dict.fromkeys(beside, False), **(known.flows or {})}
        return await asyncio.to_thread(_check, raw, self.node_types, replace(known, flows=flows))

    async def publish(self, flow: UUID, note: str, *, live: bool = True) -> Version:
        """The draft as the next version; raises FlowInvalid with the errors that it has."""
        draft = await self.flows.draft(flow)
        checked = await self.checked(draft.document)
        if checked.errors or checked.document is None:
            raise FlowInvalid(checked.errors)
        triggers = await self._triggers(checked.document)
        hash = content_hash(checked.raw)
        return await self.flows.publish(flow, checked.raw, hash, note=note, triggers=triggers, live=live)

    async def go_live(self, version: Version) -> None:
        """Let new sessions take this version."""
        triggers = await self._triggers(FlowDocument.model_validate(migrate(version.document)))
        await self.flows.go_live(version.flow_id, version.id, triggers)

    async def entries(self, version: Version) -> tuple[str, ...]:
        """The ids of the version's triggers."""
        triggers = await self._triggers(FlowDocument.model_validate(migrate(version.document)))
        return tuple(trigger.node for trigger in triggers)

    async def _triggers(self, document: FlowDocument) -> tuple[NewTrigger, ...]:
        compiled = await asyncio.to_thread(compile_flow, "new", document, self.node_types)
        return tuple(NewTrigger.model_validate(one, from_attributes=True) for one in triggers_of(compiled))

    async def _known(self) -> Known:
        flows = await self.flows.page(Window(limit=MANY))
        names = await self.secrets.names()
        return Known({one.key: one.published_id is not None for one in flows.items}, frozenset(n.name for n in names))


def _check(raw: dict[str, Any], node_types: Mapping[str, NodeType[Any]], known: Known) -> Checked:
    if problem := unreadable(raw, LIMITS):
        raise FlowInvalid([problem])
    reading = read_document(raw, node_types, LIMITS)
    if reading.document is None:
        return Checked(raw, None, reading.problems)
    found = check(reading.document, node_types, known, LIMITS)
    kept = reading.document.model_dump(mode="json", exclude_unset=True)
    return Checked(kept, reading.document, (*reading.problems, *found))


def content_hash(document: Mapping[str, Any]) -> str:
    """The same for the same content, however it is written down."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def key_of(name: str) -> str:
    """A key from a name: ``Order bot`` becomes ``order-bot``."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_KEY].strip("-") or "flow"
