"""The impact of a change: recent runs of a flow, played again on the version or draft that may take its place."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from api.replaying import Unrepeatable, replayable
from api.simulation import Known, Simulations
from engine import Channel, CompiledFlow, FlowInvalid, FlowSet
from engine.impact import Recording, Replayed, Report, replay, report
from store.channels import Channels
from store.errors import NotFound
from store.flows import Flows
from store.moves import Moves
from store.pages import Window
from store.records import RunDetail
from store.runs import RunFilter, Runs
from workflows.decide import able

Ready: TypeAlias = tuple[Recording, FlowSet, FlowSet]


@dataclass(frozen=True, slots=True)
class Impacts:
    """Nothing is sent, called or changed."""

    simulations: Simulations
    runs: Runs
    channels: Channels

    async def report(self, flow: UUID, version: UUID | None, most: int, since: datetime | None) -> Report:
        """Raises FlowInvalid for a draft with errors, NotFound for a version of another flow."""
        candidate, around = await self._candidate(flow, version)
        page = await self.runs.page(Window(limit=most), RunFilter(flow=flow, since=since))
        known = await self.simulations.known()
        prepared = [await self._prepared(run.id, candidate, around, known) for run in page.items]
        return await asyncio.to_thread(_report, prepared, candidate)

    async def _candidate(self, flow: UUID, version: UUID | None) -> tuple[CompiledFlow, FlowSet]:
        if version is None:
            return await self.simulations.around(await self.simulations.draft(flow))
        if (await Flows(self.simulations.session).version(version)).flow_id != flow:
            raise NotFound("version", version)
        known = await self.simulations.flow_cache.needed(self.simulations.session, [str(version)], canaries=False)
        return known.version(str(version)), known

    async def _prepared(self, run: UUID, candidate: CompiledFlow, around: FlowSet, known: Known) -> Ready | Replayed:
        found = await self.runs.detail(run)
        try:
            await self._refuse_moved(run)
            recording = replayable(found, await self._channel(found), known)
            before = await self._before(found)
        except Unrepeatable as why:
            return Replayed(session=run, unlike=str(why))
        except FlowInvalid:
            return Replayed(session=run, unlike="its version needs a node type that is not installed")
        versions = {**around.versions, **before.versions, recording.flow: replace(candidate, id=recording.flow)}
        keys, pins = {**around.keys, **before.keys}, {**around.pins, **before.pins}
        return recording, before, FlowSet(versions, keys, pins=pins)

    async def _refuse_moved(self, run: UUID) -> None:
        if any(move.outcome in {"moved", "went_on"} for move in await Moves(self.simulations.session).of_run(run)):
            raise Unrepeatable("it was moved to another version, so none has seen all of it")

    async def _before(self, found: RunDetail) -> FlowSet:
        """The version that it ran on, with the versions of other flows that it has run: they are what they were."""
        root = found.run.version_id
        steps = (step for turn in found.turns for step in turn.steps)
        others = {step.flow_version for step in steps} - {root}
        session = self.simulations.session
        known = await self.simulations.flow_cache.needed(session, map(str, {root, *others}), canaries=False)
        then = {key: str(id) for key, id in (await Flows(session).keys_of(others)).items()}
        return replace(known, keys={**known.keys, **then})

    async def _channel(self, found: RunDetail) -> Channel:
        kept = {one.id: one for one in await self.channels.list()}.get(found.run.channel_id)
        if kept is None:
            raise Unrepeatable("its channel is gone")
        return able(Channel(id=kept.id, kind=kept.kind, name=kept.name))


def _report(prepared: Sequence[Ready | Replayed], candidate: CompiledFlow) -> Report:
    return report([one if isinstance(one, Replayed) else replay(*one) for one in prepared], candidate)
