"""The simulator and the run time are one engine: random flows say the same in both, word for word."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any
from uuid import UUID

import pytest

from engine import Call, MessageReceived, SendMessage, World
from engine.simulator import Simulator
from nodes import node_types
from nodes.calling import simulated_call
from store.calls import Calls
from store.claims import claimed
from tests.engine.random_flows import SAMPLES, TRIGGERS
from tests.make import NOW, a_document
from tests.workflows.runtime import Runtime
from workflows.activities.turn import Turns
from workflows.model import TurnRequest, TurnResult

# They talk and do not only loop, whoever the contact is, which draws of lots depend on; together they go through every node
# type that is no trigger, but for `delay` and `end`.
SEEDS = (1, 6, 26, 28, 33, 75, 93, 109, 175, 179, 192, 260, 286, 299, 309, 312, 344, 359)
MOST_TURNS = 1_000
AT_ONCE = frozenset(
    {"hand_over", "wait_for_delivery"}
)  # without params the first is for ever, the other no wait at all
FIELDS = ("id", "node", "kind", "params")
SAYS = ("tea", "5", None, "Kaffee", "no", "a" * 5_000, None, "7", "coffee", "💥", "3")  # None: silence
PAUSE = timedelta(minutes=7)


def a_random_flow(rng: Random) -> dict[str, Any]:
    """Ten nodes, every second of them one that waits; nearly all outputs lead on."""
    waiting = [kind for kind, node in node_types().items() if kind in SAMPLES and node.waits]
    others = sorted(set(SAMPLES) - TRIGGERS - set(waiting))
    kinds = [rng.choice(waiting if i % 2 else others) for i in range(10)]
    data = [rng.choice([one for one in SAMPLES[kind] if one or kind not in AT_ONCE]) for kind in kinds]
    first = {"start": ("api_start", {}), "hello": ("send_message", {"text": "Hello {{ contact.name }}"})}
    nodes = {**first, **{f"n{i}": pair for i, pair in enumerate(zip(kinds, data, strict=True))}}
    edges = {"start.next": "hello", "hello.next": "n0"}
    for name, (kind, params) in list(nodes.items())[2:]:
        node = node_types()[kind]
        for output in node.outputs(node.params.model_validate(params)):
            if rng.random() < 0.95:
                edges[f"{name}.{output}"] = rng.choice([*nodes][2:])
    variables = {"n": {"type": "number", "default": 1}, "text": {"type": "text"}}
    return a_document(nodes, edges, variables=variables)


@dataclass
class Played:
    """The run time, with the test in place of the workflow: it turns the clock and answers the calls."""

    runtime: Runtime
    turns: Turns
    simulator: Simulator
    conversation: UUID
    count: int = 0

    async def settle(self, now: datetime) -> TurnResult:
        """Turns until nothing is due at this moment; what is sent arrives at once, as in the simulator."""
        while True:
            self.count += 1
            assert self.count < MOST_TURNS, "is there a loop of calls?"
            await self.runtime.execute("update messages set status = 'delivered' where status = 'sent'")
            key = f"run/{self.count}"
            asked = TurnRequest(workspace=self.runtime.workspace, conversation=self.conversation, key=key, now=now)
            result = await self.turns.turn(asked)
            if result.call:
                await self._answer(result.call.id)
            elif result.took is None:
                return result

    async def _answer(self, call: UUID) -> None:
        query = "select call_key, node, kind, request from calls where id = :id"
        asked = Call.model_construct(**dict(zip(FIELDS, (await self.runtime.rows(query, id=call))[0], strict=True)))
        answer = self.simulator.simulate(asked)
        async with self.runtime.store.transaction(self.runtime.workspace) as session:
            await Calls(session).done(call, answer.result)

    async def pass_time(self, until: datetime) -> None:
        """Every deadline on the way comes due at its own moment."""
        result = await self.settle(self.simulator.world.now)
        while result.until and result.until <= until:
            result = await self.settle(result.until)


async def begun(runtime: Runtime, turns: Turns, rng: Random) -> Played:
    await runtime.publish(a_random_flow(rng), "sub")
    version = await runtime.publish(a_random_flow(rng), "main")
    flow = (await runtime.rows("select flow_id from versions where id = :id", id=version))[0].flow_id
    start = {"flow": str(flow), "version": str(version), "node": "start"}
    id = await runtime.command("ann", "start", start)
    async with claimed(runtime.store, runtime.workspace, id, "look") as (_, found):
        pass
    async with runtime.store.transaction(runtime.workspace) as session:
        compiled = await turns.flows.needed(session, [str(version)])
    assert found is not None
    world = World(now=NOW, contact=found.contact, channel=found.channel, conversation=id)
    simulator = Simulator(compiled, world, partial(simulated_call, node_types=runtime.node_types))
    simulator.start(compiled.version(str(version)), "start")
    played = Played(runtime, _unhurried(turns), simulator, id)
    await played.settle(NOW)
    return played


def _unhurried(turns: Turns) -> Turns:
    """Days of talking pass in seconds here, which would look like two bots."""
    settings = turns.sender.settings.model_copy(update={"loop_messages": 0})
    return replace(turns, sender=replace(turns.sender, settings=settings))


async def converse(played: Played) -> None:
    """The same things happen to both: replies a few minutes apart, and days of silence."""
    simulator = played.simulator
    for number, said in enumerate(SAYS):
        if simulator.session.ended:
            return
        until = simulator.world.now + (PAUSE if said else 3 * timedelta(days=1))
        await played.pass_time(until)
        simulator.wait(until - simulator.world.now)
        if said and not simulator.session.ended:
            heard = MessageReceived(text=said, message_id=f"m{number}")
            await played.runtime.say("ann", heard, nudge=False)
            await played.settle(until)
            if simulator.session.status != "paused":
                simulator.take(heard)


async def transcript(runtime: Runtime) -> list[SendMessage]:
    """What the contact was sent: nothing while they have opted out."""
    sent = "direction = 'out' and error_code is distinct from 'contact_stopped'"
    rows = await runtime.rows(f"select content from messages where {sent} order by number")
    return [SendMessage.model_validate(row.content) for row in rows]


@pytest.mark.parametrize("seed", SEEDS)
async def test_random_flows(idle: Runtime, turns: Turns, seed: int) -> None:
    """Whatever the flow, the messages in the database are those of the simulator, and the sessions end alike."""
    played = await begun(idle, turns, Random(seed))
    await converse(played)
    assert await transcript(idle) == played.simulator.transcript != []
    session = await idle.session("ann")
    assert (session.status, session.reason) == (played.simulator.session.status, played.simulator.session.reason)
    expected = played.simulator.session.model_dump(mode="json")
    assert {**session.state, "turn": 0} == {**expected, "turn": 0}
