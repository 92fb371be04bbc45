"""The impact of a change: recent runs through a flow, played again on the version or draft that may take its place."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple, TypeAlias
from uuid import UUID

from api.replaying import Unrepeatable, missing_flows, replayable
from api.simulation import Known, Simulations
from engine import Channel, CompiledFlow, FlowInvalid, FlowSet
from engine.impact import Recording, Replayed, Report, replay, report
from store.channels import Channels
from store.errors import NotFound
from store.flows import Flows
from store.moves import Moves
from store.records import RunDetail
from store.runs import Runs
from workflows.decide import able

Ready: TypeAlias = tuple[Recording, FlowSet, FlowSet, frozenset[str]]


class _Trial(NamedTuple):
    """``candidate`` takes the place of ``versions``, which are those of its flow; ``around`` is what it may run."""

    candidate: CompiledFlow
    around: FlowSet
    versions: frozenset[str]
    known: Known


@dataclass(frozen=True, slots=True)
class Impacts:
    """Nothing is sent, called or changed."""

    simulations: Simulations
    runs: Runs
    channels: Channels

    async def report(self, flow: UUID, version: UUID | None, most: int, since: datetime | None) -> Report:
        """Raises FlowInvalid for a draft with errors, NotFound for a version of another flow."""
        candidate, around = await self._candidate(flow, version)
        versions = frozenset(map(str, await self.runs.versions_of(flow)))
        trial = _Trial(candidate, around, versions, await self.simulations.known())
        prepared = [await self._prepared(run, trial) for run in await self.runs.through(flow, most, since)]
        return await asyncio.to_thread(_report, prepared, candidate)

    async def _candidate(self, flow: UUID, version: UUID | None) -> tuple[CompiledFlow, FlowSet]:
        if version is None:
            return await self.simulations.around(await self.simulations.draft(flow))
        if (await Flows(self.simulations.session).version(version)).flow_id != flow:
            raise NotFound("version", version)
        known = await self.simulations.flow_cache.needed(self.simulations.session, [str(version)], canaries=False)
        return known.version(str(version)), known

    async def _prepared(self, run: UUID, trial: _Trial) -> Ready | Replayed:
        found = await self.runs.detail(run)
        try:
            await self._refuse_moved(run)
            recording = replayable(found, await self._channel(found), trial.known)
            before = await self._before(found)
        except Unrepeatable as why:
            return Replayed(session=run, unlike=str(why))
        except FlowInvalid:
            return Replayed(session=run, unlike="its version needs a node type that is not installed")
        missing, (after, replaced) = missing_flows(found, before), _after(before, trial)
        return recording, before.without(missing), after.without(missing), replaced

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


def _after(before: FlowSet, trial: _Trial) -> tuple[FlowSet, frozenset[str]]:
    """What ran, with the candidate in the place of each version of its flow, and which versions these are."""
    versions = {**trial.around.versions, **before.versions}
    replaced = trial.versions & versions.keys()
    versions |= {id: replace(trial.candidate, id=id) for id in replaced}
    keys, pins = {**trial.around.keys, **before.keys}, {**trial.around.pins, **before.pins}
    return FlowSet(versions, keys, pins=pins), replaced


def _report(prepared: Sequence[Ready | Replayed], candidate: CompiledFlow) -> Report:
    return report([one if isinstance(one, Replayed) else replay(*one) for one in prepared], candidate)
