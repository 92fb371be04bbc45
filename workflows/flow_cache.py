"""Compiled flows in memory, by version id: a version never changes, so what is cached is never stale."""

import asyncio
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from engine import Behaviour, CompiledFlow, FlowDocument, FlowSet, compile_flow
from engine.canary import Canary
from engine.compiled import Reference
from engine.migrate import migrate
from store.canaries import Canaries
from store.flows import Flows


@dataclass(slots=True)
class _Named:
    """What flows name, and the versions that it stands for at this moment."""

    trying: bool
    asked: set[Reference] = field(default_factory=set)
    keys: dict[str, str] = field(default_factory=dict)
    canaries: dict[str, Canary] = field(default_factory=dict)
    pins: dict[tuple[str, int], str] = field(default_factory=dict)

    async def resolve(self, session: AsyncSession, references: AbstractSet[Reference]) -> None:
        new = references - self.asked
        self.asked |= new
        keys = {key for key, version in new if version is None}
        pinned = {(key, version) for key, version in new if version is not None}
        if keys:
            self.keys.update({key: str(id) for key, id in (await Flows(session).published(keys)).items()})
            self.canaries.update(await Canaries(session).of_keys(keys) if self.trying else {})
        if pinned:
            self.pins.update({pin: str(id) for pin, id in (await Flows(session).numbered(pinned)).items()})

    @property
    def versions(self) -> set[str]:
        return {*self.keys.values(), *self.pins.values(), *(str(one.version) for one in self.canaries.values())}


class FlowCache:
    """Shared by the turns of one process."""

    def __init__(self, behaviours: Mapping[str, Behaviour[Any]], size: int) -> None:
        self._behaviours, self._size = behaviours, size
        self._flows: OrderedDict[str, tuple[CompiledFlow, frozenset[Reference]]] = OrderedDict()

    def known(self, versions: Iterable[str]) -> FlowSet | None:
        """These versions, without a look at the database; None when one must be read, or refers to others."""
        found = [self._flows.get(id) for id in versions]
        if any(one is None or one[1] for one in found):
            return None
        flows = {one[0].id: one[0] for one in found if one}
        for id in flows:
            self._flows.move_to_end(id)
        return FlowSet(flows, {})

    async def needed(
        self,
        session: AsyncSession,
        versions: Iterable[str],
        *,
        draft: CompiledFlow | None = None,
        canaries: bool = True,
    ) -> FlowSet:
        """These versions and this draft, and whatever they may run, as pinned, published or tried out at this moment."""
        flows = {draft.id: draft} if draft else {}
        named, references = _Named(canaries), set(draft.references) if draft else set()
        todo = set(versions)
        while todo or references - named.asked:
            for id in todo:
                flows[id], more = await self._flow(session, id)
                references |= more
            await named.resolve(session, references)
            todo = named.versions - flows.keys()
        return FlowSet(flows, named.keys, named.canaries, named.pins)

    async def _flow(self, session: AsyncSession, id: str) -> tuple[CompiledFlow, frozenset[Reference]]:
        """The flow and what it refers to, which is found by looking at all its nodes, so only once."""
        if id not in self._flows:
            document = FlowDocument.model_validate(migrate(await Flows(session).document(id)))
            compiled = await asyncio.to_thread(compile_flow, id, document, self._behaviours)
            self._flows[id] = compiled, compiled.references
            while len(self._flows) > self._size:
                self._flows.popitem(last=False)
        self._flows.move_to_end(id)
        return self._flows[id]
