"""Compiled flows in memory, by version id: a version never changes, so what is cached is never stale."""

import asyncio
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from engine import Behaviour, CompiledFlow, FlowDocument, FlowSet, compile_flow
from engine.canary import Canary
from engine.migrate import migrate
from store.canaries import Canaries
from store.flows import Flows


class FlowCache:
    """Shared by the turns of one process."""

    def __init__(self, behaviours: Mapping[str, Behaviour[Any]], size: int) -> None:
        self._behaviours, self._size = behaviours, size
        self._flows: OrderedDict[str, tuple[CompiledFlow, frozenset[str]]] = OrderedDict()

    def known(self, versions: Iterable[str]) -> FlowSet | None:
        """These versions, without a look at the database; None when one must be read, or refers to others."""
        found = [self._flows.get(id) for id in versions]
        if any(one is None or one[1] for one in found):
            return None
        flows = {one[0].id: one[0] for one in found if one}
        for id in flows:
            self._flows.move_to_end(id)
        return FlowSet(flows, {})

    async def needed(self, session: AsyncSession, versions: Iterable[str], *, canaries: bool = True) -> FlowSet:
        """These versions, and whatever they may run, as published or tried out at this moment."""
        flows: dict[str, CompiledFlow] = {}
        keys: dict[str, str] = {}
        trying: dict[str, Canary] = {}
        todo = set(versions)
        while todo:
            found = [await self._flow(session, id) for id in todo]
            flows.update({flow.id: flow for flow, _ in found})
            unknown = {key for _, references in found for key in references} - keys.keys()
            if unknown:
                published = await Flows(session).published(unknown)
                keys.update({key: str(id) for key, id in published.items()})
                trying.update(await Canaries(session).of_keys(unknown) if canaries else {})
            todo = {*keys.values(), *(str(one.version) for one in trying.values())} - flows.keys()
        return FlowSet(flows, keys, trying)

    async def _flow(self, session: AsyncSession, id: str) -> tuple[CompiledFlow, frozenset[str]]:
        """The flow and what it refers to, which is found by looking at all its nodes, so only once."""
        if id not in self._flows:
            document = FlowDocument.model_validate(migrate(await Flows(session).document(id)))
            compiled = await asyncio.to_thread(compile_flow, id, document, self._behaviours)
            self._flows[id] = compiled, compiled.references
            while len(self._flows) > self._size:
                self._flows.popitem(last=False)
        self._flows.move_to_end(id)
        return self._flows[id]
