"""One ``advance``: which node is visited next, and what that leads to."""

from typing import Any

from engine.behaviour import End, ForCall, Step, SubFlow, Wait
from engine.compiled import CompiledFlow, CompiledNode, Flows
from engine.effects import Call
from engine.errors import NodeBroken
from engine.events import Event, FlowEnded, Started
from engine.failing import Ended, Failed
from engine.frames import OpenFrame
from engine.ledger import Ledger
from engine.session import Session, Status, Waiting
from engine.steps import Entered, StepTaken
from engine.variables import initial
from engine.visits import visited
from engine.waits import waiting_for
from engine.world import World


class Run:
    """Where the session goes: one visit after another, until a node waits or the flow ends."""

    def __init__(self, flows: Flows, session: Session, world: World) -> None:
        self.flows, self._before = flows, session
        self.frames = [OpenFrame.of(flows.version(frame.flow), frame) for frame in session.frames]
        self.ledger = Ledger(session, world, self.frames)
        self.waiting = session.waiting
        self._ended: Ended | None = None
        self._todo: tuple[Event | None, Entered] | None = None
        self._cause: str | None = None  # why the flow has failed that the visited node ran

    @property
    def status(self) -> Status:
        paused = self.waiting is not None and self.waiting.kind == "agent"
        return self._ended.status if self._ended else "paused" if paused else "active"

    def begin(self, flow: CompiledFlow, event: Started) -> None:
        """What the trigger heard is in its memory, so that it is gone when the trigger is left."""
        self.ledger.begin(event)
        self.push(flow, event.node, event.inputs, "started")
        if event.news:
            self.frames[-1].memory = {"news": event.news.model_dump(mode="json")}

    def resume(self, event: Event) -> None:
        entered: Entered = event.type  # type: ignore[assignment]
        self._todo = (event, entered)

    def go(self, node: str, entered: Entered, memory: dict[str, Any] | None = None) -> None:
        frame = self.frames[-1]
        self.waiting, frame.memory, frame.node = None, memory or {}, node
        self.ledger.talk.go_on()
        self._todo = (None, entered)

    def wait(self, waiting: Waiting) -> None:
        self.waiting = waiting
        if waiting.kind == "agent":
            self.ledger.talk.end()

    def push(self, flow: CompiledFlow, node: str, inputs: dict[str, Any], entered: Entered) -> None:
        variables, problems = initial(flow.variables, inputs, self.ledger.world.limits)
        self.ledger.problems += [p.model_copy(update={"node": node}) for p in problems]
        self.frames.append(OpenFrame(flow, node, variables))
        self.go(node, entered)

    def until_wait(self) -> None:
        self.ledger.opened()
        while self._todo is not None:
            (event, entered), self._todo = self._todo, None
            try:
                self.ledger.room_for_a_step()
                self._visit(event, entered)
            except Failed as failed:
                self._catch(failed)

    def end(self, end: Ended) -> None:
        self._ended, self.waiting = end, None
        self.ledger.talk.end()

    def session(self) -> Session:
        ended, ledger, talk = self._ended, self.ledger, self.ledger.talk
        return Session(
            status=self.status,
            frames=tuple(frame.frozen() for frame in self.frames),
            waiting=self.waiting,
            input=ledger.input,
            turn=self._before.turn + 1,
            result=ended.result if ended else None,
            reason=ended.reason if ended else None,
            starts=ledger.starts,
            depth=ledger.depth,
            leaving=talk.leaving,
            offered=talk.offered,
            replied=talk.replied,
        )

    def _catch(self, failed: Failed) -> None:
        """By the flow's own handler, once; else by the flow that runs it; else the session has failed."""
        frame, ledger = self.frames[-1], self.ledger
        handler, spent = frame.flow.handler if frame.error is None else None, failed.exhausted and ledger.helpings > 1
        if spent or (handler is None and len(self.frames) == 1):
            raise Ended("failed", reason=failed.message)
        ledger.helpings += failed.exhausted
        ledger.problem(frame.flow.nodes[failed.node], failed.code, failed.message)
        if handler is not None:
            frame.error = failed.scope
            self.go(handler, "failed")
        else:
            ledger.close_flow()
            self.resume(FlowEnded(status="failed", reason=failed.message))

    # ------------------------------------------------------------------ one visit

    def _visit(self, event: Event | None, entered: Entered) -> None:
        frame = self.frames[-1]
        node = frame.flow.nodes[frame.node]
        self._cause = event.reason if isinstance(event, FlowEnded) else None
        step, context = visited(self.ledger, frame, event)
        self.ledger.problems += context.problems
        depth = len(self.frames) - 1
        taken = StepTaken(
            flow=frame.flow.id, node=node.id, kind=node.kind, entered=entered, left=step.leave, depth=depth
        )
        self.ledger.record(frame, node, step, taken, entered=event is None)
        self._follow(frame, node, step)

    def _follow(self, frame: OpenFrame, node: CompiledNode, step: Step) -> None:
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
        elif self.waiting is None:
            raise NodeBroken(node.kind, node.id, "it neither leaves, goes on, waits, runs a flow nor ends")
        elif self.waiting.taken:  # what happened while people had it is nothing to this node: it asks again
            self.go(node.id, "handed_back")

    def _leave(self, frame: OpenFrame, node: CompiledNode, output: str) -> None:
        if output not in node.outputs:
            raise NodeBroken(node.kind, node.id, f"it left by {output!r}, which is not among its outputs")
        self.waiting, frame.memory = None, {}
        if target := frame.flow.edges.get((node.id, output)):
            self.go(target, "edge")
        else:
            self._leave_into_nothing(node, output)

    def _leave_into_nothing(self, node: CompiledNode, output: str) -> None:
        why = f"nothing is connected to output {output!r} of node {node.id!r}"
        if output in node.behaviour.failures:
            reason = self._cause or self.ledger.last_problem(node)
            raise Failed("unhandled_failure", f"{reason} ({why})" if reason else why, node.id)
        self._end_frame(End(), reason=None if output == "next" else why)  # the usual last node needs no explanation

    def _go_to(self, frame: OpenFrame, node: CompiledNode, target: str) -> None:
        if target not in frame.flow.nodes:
            why = f"node {node.id!r} goes on at {target!r}, which is not in the flow"
            raise Failed("unknown_node", why, node.id)
        self.go(target, "edge")

    def _wait(self, node: CompiledNode, wait: Wait) -> None:
        if isinstance(wait, ForCall):
            self._call(node, wait)
        else:
            self.wait(waiting_for(wait, self.ledger.world.now))

    def _call(self, node: CompiledNode, wait: ForCall) -> None:
        id = str(self._before.turn + 1)
        self.waiting = Waiting(kind="call", call=id)
        self.ledger.effects.append(
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
        if len(self.frames) >= self.ledger.world.limits.frames_per_session:
            return self._sub_failed(node, "too_deep", "flows run one another too deeply: does one run itself?")
        self.waiting = None
        return self.push(flow, flow.entry, dict(sub.inputs), "started")

    def _named(self, sub: SubFlow) -> CompiledFlow | None:
        if sub.version is None:
            return self.flows.published(sub.flow, self.ledger.world.contact.id)
        return self.flows.pinned(sub.flow, sub.version)

    def _sub_failed(self, node: CompiledNode, code: str, message: str) -> None:
        self.ledger.problem(node, code, message, field="flow")
        self.resume(FlowEnded(status="failed"))

    def _end_frame(self, end: End, reason: str | None = None) -> None:
        if len(self.frames) == 1:
            raise Ended("completed", end.result, reason)
        frame = self.ledger.close_flow()
        self.resume(FlowEnded(status="completed", result=end.result, outputs=frame.outputs()))
