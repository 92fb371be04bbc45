"""Try a flow out without anybody being called or written to: the same engine on a virtual clock.

Nothing is kept here. The caller holds the session and the clock, and sends them along with the next event.
"""

import asyncio
from uuid import UUID

from litestar import Controller, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from api.permissions import requires
from api.problems import may_answer
from api.simulated import Simulated, SimulatedTurn
from api.simulation import Simulations, play


class SimulateController(Controller):
    path = "/flows/{id:uuid}/simulate"
    tags = ("simulator",)

    @post(
        operation_id="simulateFlow",
        status_code=200,
        guards=[requires("flows:read")],
        responses=may_answer("not-found", "event-refused", "flow-invalid"),
    )
    async def simulate(
        self,
        id: FromPath[UUID],
        data: JSONBody[Simulated],
        simulations: NamedDependency[Simulations],
    ) -> SimulatedTurn:
        """Advance a conversation by one event, on a draft or a version. Deadlines on the way come due in their turn."""
        flow, flows = await simulations.flows(id, data)
        known = await simulations.known()
        return await asyncio.to_thread(play, data, flow, flows, simulations.node_types, known)
