"""One ``advance``: which node is visited next, and what that leads to."""

from datetime import timedelta
from functools import partial
from typing import Any

from engine.behaviour import End, ForAgent, ForCall, ForDelivery, ForEvent, ForReply, ForTime, Step, SubFlow, Wait
from engine.compiled import CompiledFlow, CompiledNode, Flows
from engine.context import Ahead, Context, Place, nothing_ahead
from engine.effects import Call, SendMessage
from engine.errors import EventRefused, NodeBroken
from engine.events import Event, FlowEnded, Started
from engine.frames import Ended, OpenFrame
from engine.ledger import Ledger
from engine.session import Session, Status, Waiting
from engine.steps import Entered, StepTaken
from engine.variables import initial
from engine.world import World

LOOP = "more than {limit} steps in one turn: is there a loop without a question, a delay or a call in it?"


class Run(Ledger):
    """Where the session goes: one visit after another, until a node waits or the flow ends."""

    def __init__(self, flows: Flows, session: Session, world: World) -> None:
        frames = [
            OpenFrame(flows.version(f.flow), f.node, dict(f.variables), dict(f.results), dict(f.memory))
            for f in session.frames
        ]
        super().__init__(session, world, frames)
        self.flows, self.status, self.waiting = flows, session.status, session.waiting
        self.turn, self.result, self.reason = session.turn + 1, session.result, session.reason
        self._todo: tuple[Event | None, Entered] | None = None

    # ------------------------------------------------------------------ what an event asks for

    def start(self, event: Started) -> None:
        """What the trigger heard is in its memory, so that it is gone when the trigger is left."""
        compiled = self.flows.version(event.flow)
        if event.node not in compiled.nodes:
            raise EventRefused(f"flow {event.flow!r} has no node {event.node!r}")
        self.input, self.depth = event.message, event.depth
        self._push(compiled, event.node, event.inputs, "started")
        if event.news:
            self.frames[-1].memory = {"news": event.news.model_dump(mode="json")}

    def pause(self, idle: timedelta | None) -> None:
        until = self.world.now + idle if idle else None
        self.status, self.waiting = "paused", Waiting(kind="agent", until=until, taken=True)

    def jump(self, node: str, entered: Entered) -> None:
        if node not in self.frames[-1].flow.nodes:
            raise EventRefused(f"there is no node {node!r} in the flow that runs")
        self.status = "active"
        self._go(node, entered)

    def resume(self, event: Event) -> None:
        entered: Entered = event.type  # type: ignore[assignment]
        self._todo = (event, entered)

    def until_wait(self) -> None:
        limit = self.world.limits.steps_per_turn
        self.opened()
        while self._todo is not None:
            (event, entered), self._todo = self._todo, None
            if len(self.steps) >= limit:
                raise Ended("failed", reason=LOOP.format(limit=limit))
            self._visit(event, entered)

    def end(self, status: Status, result: str | None, reason: str | None) -> None:
        self.status, self.result, self.reason, self.waiting = status, result, reason, None

    def session(self) -> Session:
        return Session(
            status=self.status,
            frames=tuple(frame.frozen() for frame in self.frames),
            waiting=self.waiting,
            input=self.input,
            turn=self.turn,
            result=self.result,
            reason=self.reason,
            starts=self.starts,
            depth=self.depth,
        )

    # ------------------------------------------------------------------ one visit

    def _visit(self, event: Event | None, entered: Entered) -> None:
        frame = self.frames[-1]
        node = frame.flow.nodes[frame.node]
        context = self._context(frame, node, frame.memory, partial(self._ahead, frame, node))
        params = node.params_in(context.language)
        step = node.behaviour.enter(params, context) if event is None else node.behaviour.resume(params, context, event)
        self.problems += context.problems
        self.steps.append(
            StepTaken(
                flow=frame.flow.id,
                node=node.id,
                kind=node.kind,
                entered=entered,
                left=step.leave,
                depth=len(self.frames) - 1,
            )
        )
        self._record(frame, node, step)
        self._follow(frame, node, step, fresh=event is None)

    def _context(
        self, frame: OpenFrame, node: CompiledNode, memory: dict[str, Any], ahead: Ahead = nothing_ahead
    ) -> Context:
        language = self.world.contact.language or frame.flow.language
        return Context(
            self.world,
            Place(frame.flow.id, node.id, language),
            self.scope(language),
            memory,
            self.input,
            node.other_params(language) if node.translations else (),
            ahead,
        )

    def _ahead(self, frame: OpenFrame, node: CompiledNode, output: str) -> tuple[SendMessage, ...]:
        """Nodes are pure: the next one is asked, and nothing of its answer is kept."""
        target = frame.flow.edges.get((node.id, output))
        if target is None:
            return ()
        following = frame.flow.nodes[target]
        context = self._context(frame, following, {})
        step = following.behaviour.enter(following.params_in(context.language), context)
        return tuple(effect for effect in step.effects if isinstance(effect, SendMessage))

    def _record(self, frame: OpenFrame, node: CompiledNode, step: Step) -> None:
        for effect in step.effects:
            self.add(node, effect)
        self.keep(frame, node, step.variables, step.result)
        if step.memory is not None:
            frame.memory = dict(step.memory)

    def _follow(self, frame: OpenFrame, node: CompiledNode, step: Step, *, fresh: bool) -> None:
        if step.leave is not None:
            self._leave(frame, node, step.leave)
        elif step.go is not None:
            self._go_to(frame, node, step.go)
        elif step.wait is not None:
            self._wait(node, step.wait)
        elif step.run is not None:
            self._run(node, step.run)
        elif step.end is not None:
            self._end_frame(step.end)
        elif fresh or self.waiting is None:
            raise NodeBroken(node.kind, node.id, "it neither leaves, goes on, waits, runs a flow nor ends")

    def _leave(self, frame: OpenFrame, node: CompiledNode, output: str) -> None:
        if output not in node.outputs:
            raise NodeBroken(node.kind, node.id, f"it left by {output!r}, which is not among its outputs")
        self.waiting, frame.memory, self.status = None, {}, "active"
        if target := frame.flow.edges.get((node.id, output)):
            self._go(target, "edge")
        else:
            plain = output == "next"  # the usual last node of a flow needs no explanation
            why = None if plain else f"nothing is connected to output {output!r} of node {node.id!r}"
            self._end_frame(End(), reason=why)

    def _go_to(self, frame: OpenFrame, node: CompiledNode, target: str) -> None:
        if target not in frame.flow.nodes:
            raise Ended("failed", reason=f"node {node.id!r} goes on at {target!r}, which is not in the flow")
        self.status = "active"
        self._go(target, "edge")

    def _go(self, node: str, entered: Entered) -> None:
        frame = self.frames[-1]
        self.waiting, frame.memory, frame.node = None, {}, node
        self._todo = (None, entered)

    def _wait(self, node: CompiledNode, wait: Wait) -> None:
        now = self.world.now
        match wait:
            case ForReply(timeout=timeout):
                self.waiting = Waiting(kind="reply", until=now + timeout if timeout else None)
            case ForTime(until=until):
                self.waiting = Waiting(kind="time", until=max(until, now))
            case ForEvent(key=key, timeout=timeout):
                self.waiting = Waiting(kind="event", key=key, until=now + timeout if timeout else None)
            case ForDelivery(until=milestone, timeout=timeout):
                self.waiting = Waiting(kind="delivery", report=milestone, until=now + timeout if timeout else None)
            case ForAgent(timeout=timeout):
                self.status = "paused"
                self.waiting = Waiting(kind="agent", until=now + timeout if timeout else None)
            case ForCall():
                self._call(node, wait)

    def _call(self, node: CompiledNode, wait: ForCall) -> None:
        id = str(self.turn)
        self.waiting = Waiting(kind="call", call=id)
        self.effects.append(
            Call(
                id=id,
                kind=node.kind,
                node=node.id,
                params=wait.params.model_dump(mode="json"),
                timeout=wait.timeout,
                attempts=wait.attempts,
            )
        )

    # ------------------------------------------------------------------ sub-flows

    def _run(self, node: CompiledNode, sub: SubFlow) -> None:
        flow = self._named(sub)
        if flow is None or flow.entry is None:
            which = "published flow" if sub.version is None else f"version {sub.version} of a flow"
            return self._sub_failed(node, "unknown_flow", f"no {which} has the key {sub.flow!r}")
        if len(self.frames) >= self.world.limits.frames_per_session:
            return self._sub_failed(node, "too_deep", "flows run one another too deeply: does one run itself?")
        self.waiting = None
        return self._push(flow, flow.entry, dict(sub.inputs), "started")

    def _named(self, sub: SubFlow) -> CompiledFlow | None:
        if sub.version is None:
            return self.flows.published(sub.flow, self.world.contact.id)
        return self.flows.pinned(sub.flow, sub.version)

    def _sub_failed(self, node: CompiledNode, code: str, message: str) -> None:
        self.problem(node, code, message, field="flow")
        self.resume(FlowEnded(status="failed"))

    def _push(self, flow: CompiledFlow, node: str, inputs: dict[str, Any], entered: Entered) -> None:
        variables, problems = initial(flow.variables, inputs, self.world.limits)
        self.problems += [p.model_copy(update={"node": node}) for p in problems]
        self.frames.append(OpenFrame(flow, node, variables))
        self._go(node, entered)

    def _end_frame(self, end: End, reason: str | None = None) -> None:
        if len(self.frames) == 1:
            raise Ended("completed", end.result, reason)
        frame = self.frames.pop()
        outputs = {name: frame.variables.get(name) for name, v in frame.flow.variables.items() if v.output}
        self.resume(FlowEnded(status="completed", result=end.result, outputs=outputs))
