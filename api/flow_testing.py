"""The tests that are saved with a flow: run when somebody asks, and before publishing where it needs them."""

import asyncio
from dataclasses import dataclass

from api.simulation import Calls, Simulations
from channels import adapters
from engine import FlowDocument, FlowInvalid, Problem
from engine.flowtest import Results, run_tests, unmet


@dataclass(frozen=True, slots=True)
class Testing:
    simulations: Simulations

    async def run(self, document: FlowDocument) -> Results:
        """Against the published versions of the flows that it runs; calls are simulated."""
        flow, flows = await self.simulations.around(document)
        calls = Calls(self.simulations.node_types, {})
        fields = await self.simulations.drafting.contact_fields.known()
        return await asyncio.to_thread(run_tests, document.tests, flow, flows, calls, fields, adapters())

    async def unmet(self, document: FlowDocument) -> tuple[Problem, ...]:
        """What publishing needs and the tests do not give; they are run only where it needs any."""
        needs = document.publishing_needs
        return tuple(unmet(needs, await self.run(document))) if needs.tests or needs.coverage else ()

    async def require(self, document: FlowDocument) -> None:
        """Raises FlowInvalid if publishing needs what the tests do not give."""
        if problems := await self.unmet(document):
            raise FlowInvalid(problems)
