"""From a document that somebody sent to a draft with everything that is wrong with it, or to a version."""

import asyncio
import hashlib
import json
import re
import unicodedata
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias
from uuid import UUID

from channels import adapters
from engine import FlowDocument, FlowInvalid, Limits, Problem, compile_flow
from engine.check import Known, Outward, check, outward
from engine.document import unreadable
from engine.migrate import migrate
from engine.triggers import triggers_of
from engine.validate import Reading, read_document
from nodes import NodeType
from store.agents import Agents, Teams
from store.channels import Channels
from store.contact_fields import ContactFields
from store.errors import StaleRevision
from store.experiments import Experiments
from store.flows import Flows
from store.pages import Window
from store.records import Flow, NewTrigger, Version
from store.secrets import Secrets
from store.segments import Segments
from store.tables import Tables
from store.templates import Templates
from store.workspaces import Workspaces

Gate: TypeAlias = Callable[[FlowDocument], Awaitable[None]]
LIMITS = Limits()
LONGEST_KEY = 64
MANY = 10_000
MOST_RUN = 100


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
    channels: Channels
    contact_fields: ContactFields
    teams: Teams
    agents: Agents
    workspaces: Workspaces
    tables: Tables
    templates: Templates
    segments: Segments
    experiments: Experiments
    node_types: Mapping[str, NodeType[Any]]
    connections: frozenset[str]

    async def renamed(self, id: UUID, name: str) -> Flow:
        """The flow and its draft have one name; a draft that says so already keeps its revision."""
        draft = await self.flows.draft(id)
        if draft.document.get("name") != name:
            checked = await self.checked({**draft.document, "name": name}, id)
            await self.flows.save(id, checked.raw, checked.problems, draft.revision)
        return await self.flows.get(id)

    async def checked(self, raw: dict[str, Any], flow: UUID | None = None, beside: Collection[str] = ()) -> Checked:
        """Raises FlowInvalid only for what cannot be kept as a draft: too large, too deep, no JSON.

        ``flow`` is whose draft it is, so that its running itself by way of others is seen; ``beside`` are the keys of
        flows that are about to be made together with this one.
        """
        reading, drawn = await asyncio.to_thread(_read, raw, self.node_types)
        known = await self._known(drawn, flow) if drawn else Known()
        flows = {**dict.fromkeys(beside, False), **(known.flows or {})}
        return await asyncio.to_thread(_check, raw, reading, self.node_types, replace(known, flows=flows))

    async def publish(
        self, flow: UUID, note: str, gate: Gate, *, revision: int | None = None, live: bool = True
    ) -> Version:
        """The draft as the next version; raises FlowInvalid with the errors that it has, or that ``gate`` finds, and
        StaleRevision if it has another ``revision`` by now."""
        draft = await self.flows.draft(flow)
        if revision not in {None, draft.revision}:
            raise StaleRevision(draft.revision)
        checked = await self.checked(draft.document, flow)
        if checked.errors or checked.document is None:
            raise FlowInvalid(checked.errors)
        await gate(checked.document)
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

    async def _known(self, drawn: Outward, flow: UUID | None) -> Known:
        flows = (await self.flows.page(Window(limit=MANY))).items
        archived = (await self.flows.page(Window(limit=MANY), archived=True)).items
        names = await self.secrets.names()
        types = adapters()
        channels = await self.channels.list()
        others = await self._run(drawn.runs)
        return Known(
            flows={one.key: one.published_id is not None for one in flows},
            archived=frozenset(one.key for one in archived),
            secrets=frozenset(name.name for name in names),
            teams=await self.teams.keys(),
            templates=await self.templates.all(),
            channels={str(one.id): types[one.kind].carries for one in channels if one.kind in types},
            channel_ids=frozenset(str(one.id) for one in channels),
            channel_types=frozenset(types),
            key=next((one.key for one in flows if one.id == flow), None),
            runs={key: one.runs for key, one in others.items()},
            variables={key: one.document.variables for key, one in others.items()},
            fields=await self.contact_fields.known(),
            latest=await self.flows.latest_numbers(drawn.runs),
            tables=await self.tables.known(),
            segments=frozenset(one.key for one in await self.segments.all()),
            connections=self.connections or None,
            goals=await self.experiments.reached(drawn.goals, beside=flow),
            agents=frozenset(one.email for one in await self.agents.list()),
            constants=frozenset(await self.workspaces.globals()),
        )

    async def _run(self, keys: frozenset[str]) -> dict[str, Outward]:
        """These flows as they are published, and those that they run in turn."""
        found: dict[str, Outward] = {}
        todo = seen = keys
        while todo and len(seen) < MOST_RUN:
            more = frozenset[str]()
            for key, version in (await self.flows.published(todo)).items():
                document = FlowDocument.model_validate(migrate(await self.flows.document(version)))
                found[key] = await asyncio.to_thread(outward, document, self.node_types)
                more |= found[key].runs
            todo = more - seen
            seen |= todo
        return found


def _read(raw: dict[str, Any], node_types: Mapping[str, NodeType[Any]]) -> tuple[Reading, Outward | None]:
    """What it says, and what it names of other flows."""
    if problem := unreadable(raw, LIMITS):
        raise FlowInvalid([problem])
    reading = read_document(raw, node_types, LIMITS)
    return reading, outward(reading.document, node_types) if reading.document else None


def _check(raw: dict[str, Any], reading: Reading, node_types: Mapping[str, NodeType[Any]], known: Known) -> Checked:
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
