"""Flows of other builders on React Flow, brought in as far as they can be understood."""

import asyncio

from litestar import Controller, Response, post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import structs

from api.drafting import LIMITS, Drafting
from api.flow_bodies import FlowMade, ImportedFlow
from api.flows import add, name_of
from api.once import Once
from api.permissions import requires
from api.problems import Fault, faults, may_answer
from engine import FlowInvalid
from engine.document import unreadable
from nodes.adopting import adopt
from store.flows import Flows


class AdoptedFlow(FlowMade, frozen=True, kw_only=True):
    """``notes`` name what could not be translated, or was left out; ``problems`` what is wrong with the draft as it is."""

    notes: tuple[Fault, ...]


class AdoptingController(Controller):
    path = "/flows/adopt"
    tags = ("flows",)

    @post(
        operation_id="adoptFlow",
        guards=[requires("flows:write")],
        responses=may_answer("conflict", "idempotency-conflict", "flow-invalid"),
    )
    async def adopt(
        self,
        data: JSONBody[ImportedFlow],
        flows: NamedDependency[Flows],
        drafting: NamedDependency[Drafting],
        once: NamedDependency[Once],
    ) -> Response[AdoptedFlow]:
        """Create a flow from another builder's React Flow JSON: its types, texts, choices and outputs are translated as far
        as they have counterparts, and everything else is named."""
        if problem := unreadable(data.document, LIMITS):
            raise FlowInvalid([problem])
        found = await asyncio.to_thread(adopt, data.document, drafting.node_types)

        async def work() -> AdoptedFlow:
            made = await add(flows, drafting, data.key, name_of(found.document), found.document)
            return AdoptedFlow(**structs.asdict(made), notes=faults(found.notes))

        return await once(work)
