"""What of the workspace a recorded run has read: a flow test carries it to where there is no workspace."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from pydantic import BaseModel

from api.permissions import Identity
from api.simulation import Known, Simulations
from engine import FlowInvalid, FlowSet
from engine.contact_fields import ContactField
from engine.marks import Mark, marked
from engine.message_templates import MessageTemplate
from engine.named import Names, named
from store.records import RunDetail


class Given(NamedTuple):
    """``keys`` are those of the flows whose versions the run went through."""

    contact_fields: Mapping[str, ContactField] = {}
    templates: tuple[MessageTemplate, ...] = ()
    globals: Mapping[str, Any] = {}
    keys: Mapping[UUID, str] = {}
    missing_flows: tuple[str, ...] = ()

    def for_whom(self, identity: Identity) -> "Given":
        """Without what the key may not see where it stands."""
        return Given(
            self.contact_fields if identity.may("contacts:read") else {},
            self.templates if identity.may("channels:read") else (),
            self.globals if identity.may("data:read") else {},
            self.keys,
            self.missing_flows,
        )


NOTHING = Given()
UNKNOWN_FLOW = "unknown_flow"


async def given(simulations: Simulations, found: RunDetail) -> Given:
    """As it is today: what the run's version, and the flows that it runs, name of it."""
    known, keys = await simulations.known(), await _keys(simulations, found)
    try:
        flows = await simulations.flow_cache.needed(simulations.session, [str(found.run.version_id)], canaries=False)
    except FlowInvalid:  # it needs a node type that is not installed any more: nobody can tell what it reads
        return Given(*known, keys)
    read = _read((node.params for flow in flows.versions.values() for node in flow.nodes.values()), known, keys)
    return read._replace(missing_flows=tuple(sorted(_missing(found, flows) - {*keys.values()})))


def _missing(found: RunDetail, flows: FlowSet) -> set[str]:
    """What was to be run and was not there then, or not published: it may be by now."""
    steps = (step for turn in found.turns for step in turn.steps)
    lost = [step for step in steps if any(problem.code == UNKNOWN_FLOW for problem in step.problems)]
    known = [(flows.versions.get(str(step.flow_version)), step.node) for step in lost]
    nodes = [flow.nodes[node] for flow, node in known if flow and node in flow.nodes]
    return {one.text for node in nodes for one in marked(node.params) if one.mark is Mark.FLOW}


def gone_through(found: RunDetail) -> frozenset[UUID]:
    """The versions in which it took a step, or stands since: who was moved need not have said anything there."""
    stands = (UUID(frame["flow"]) for frame in found.state.get("frames", ()))
    return frozenset((*stands, *(step.flow_version for turn in found.turns for step in turn.steps)))


async def _keys(simulations: Simulations, found: RunDetail) -> dict[UUID, str]:
    keys_of = simulations.drafting.flows.keys_of
    return {version: key for version in gone_through(found) for key in await keys_of([version])}


def _read(params: Iterable[BaseModel], known: Known, keys: Mapping[UUID, str]) -> Given:
    """Of constants those whose name occurs anywhere: more than are read, at most."""
    names, templates, texts = set[str](), set[str](), list[str]()
    for each in params:
        names |= {one.text for one in named(each) if one.names is Names.FIELD}
        templates |= {one.text for one in marked(each) if one.mark is Mark.MESSAGE_TEMPLATE}
        texts.append(each.model_dump_json())
    everything = "\n".join(texts)
    return Given(
        {name: field for name, field in known.fields.items() if name in names},
        tuple(one for one in known.templates if one.name in templates),
        {name: value for name, value in known.globals.items() if name in everything},
        keys,
    )
