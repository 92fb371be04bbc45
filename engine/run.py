"""One ``advance``: which node is visited next, and what that leads to."""

from datetime import timedelta
from functools import partial
from typing import Any

from engine.behaviour import End, ForAgent, ForCall, Step, SubFlow, Wait
from engine.compiled import CompiledFlow, CompiledNode, Flows
from engine.context import Ahead, Context, Place, nothing_ahead
from engine.effects import Call, SendMessage
from engine.errors import EventRefused, NodeBroken
from engine.events import Event, FlowEnded, Happened, Interrupted, Started
from engine.failing import LOOP, Ended, Failed
from engine.frames import OpenFrame
from engine.leaving import Leaving
from engine.ledger import Ledger
from engine.session import Session, Status, Waiting
from engine.steps import Entered, StepTaken
from engine.variables import initial
from engine.waits import waiting_for
from engine.world import World


class Run(Ledger):
    """Where the session goes: one visit after another, until a node waits or the flow ends."""

    def __init__(self, flows: Flows, session: Session, world: World) -> None:
        frames = [OpenFrame.of(flows.version(frame.flow), frame) for frame in session.frames]
        super().__init__(session, world, frames)
        self.flows, self.status = flows, session.status
        self.waiting, self.leaving = session.waiting, session.leaving
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

    def ask_to_leave(self, event: Interrupted) -> None:
        """Everything stays as it is meanwhile, the deadline of the open question, too."""
        self.opened()
        flow = self.flows.version(event.flow)
        node = flow.nodes[event.node]
        context = self._context(OpenFrame(flow, node.id, {}), node, {})
        parting = node.params_in(context.language).parting(context)  # type: ignore[attr-defined]
        self.problems += context.problems
        self.add(node, parting.message)
        self.leaving = Leaving(to=event, leave=parting.leave, stay=parting.stay)

    def stay(self) -> None:
        """A question is asked again; who waited for something else waits on."""
        self.leaving = None
        if self.waiting and self.waiting.kind == "reply":
            self._go(self.frames[-1].node, "interrupted")

    def pause(self, idle: timedelta | None) -> None:
        """What happens elsewhere meanwhile is waited for nevertheless."""
        until, before = self.world.now + idle if idle else None, self.waiting or Waiting(kind="reply")
        kept = {"key": before.key, "happened": before.happened}
        self.status, self.waiting = "paused", Waiting(kind="agent", until=until, taken=True, **kept)

    def remember(self, event: Happened) -> None:
        """For when the bot goes on: the agent has the conversation."""
        if self.waiting:
            self.waiting = self.waiting.model_copy(update={"key": None, "happened": event})

    def go_on(self, entered: Entered) -> None:
        """Where the agent took over: with what has happened meanwhile, or else by entering the node again."""
        if self.waiting and self.waiting.happened:
            self.status = "active"
            self.resume(self.waiting.happened)
        else:
            self.jump(self.frames[-1].node, entered)

    def jump(self, node: str, entered: Entered) -> None:
        if node not in self.frames[-1].flow.nodes:
            raise EventRefused(f"there is no node {node!r} in the flow that runs")
        self.status = "active"
        self._go(node, entered)

    def resume(self, event: Event) -> None:
        entered: Entered = event.type  # type: ignore[assignment]
        self._todo = (event, entered)

    def until_wait(self) -> None:
        self.opened()
        while self._todo is not None:
            (event, entered), self._todo = self._todo, None
            try:
                self._count_step()
                self._visit(event, entered)
            except Failed as failed:
                self._catch(failed)

    def end(self, status: Status, result: str | None, reason: str | None) -> None:
        self.status, self.result, self.reason = status, result, reason
        self.waiting = self.leaving = None

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
            leaving=self.leaving,
        )

    # ------------------------------------------------------------------ what goes wrong

    def _count_step(self) -> None:
        limit = self.world.limits.steps_per_turn
        if len(self.steps) >= limit * self.helpings:
            raise Failed("too_many_steps", LOOP.format(limit=limit), self.frames[-1].node, exhausted=True)

    def _catch(self, failed: Failed) -> None:
        """By the flow's own handler, once; else by the flow that runs it; else the session has failed."""
        frame, spent = self.frames[-1], failed.exhausted and self.helpings > 1
        handler = frame.flow.handler if frame.error is None else None
        if spent or (handler is None and len(self.frames) == 1):
            raise Ended("failed", reason=failed.message)
        self.helpings += failed.exhausted
        self.problem(frame.flow.nodes[failed.node], failed.code, failed.message)
        self.status = "active"
        if handler is not None:
            frame.error = failed.scope
            self._go(handler, "failed")
        else:
            self.frames.pop()
            self.resume(FlowEnded(status="failed"))

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
        self._follow(frame, node, step)

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
            self._go(node.id, "handed_back")

    def _leave(self, frame: OpenFrame, node: CompiledNode, output: str) -> None:
        if output not in node.outputs:
            raise NodeBroken(node.kind, node.id, f"it left by {output!r}, which is not among its outputs")
        self.waiting, frame.memory, self.status = None, {}, "active"
        if target := frame.flow.edges.get((node.id, output)):
            self._go(target, "edge")
        else:
            self._leave_into_nothing(node, output)

    def _leave_into_nothing(self, node: CompiledNode, output: str) -> None:
        why = f"nothing is connected to output {output!r} of node {node.id!r}"
        if output in node.behaviour.failures:
            raise Failed("unhandled_failure", why, node.id)
        self._end_frame(End(), reason=None if output == "next" else why)  # the usual last node needs no explanation

    def _go_to(self, frame: OpenFrame, node: CompiledNode, target: str) -> None:
        if target not in frame.flow.nodes:
            why = f"node {node.id!r} goes on at {target!r}, which is not in the flow"
            raise Failed("unknown_node", why, node.id)
        self.status = "active"
        self._go(target, "edge")

    def _go(self, node: str, entered: Entered) -> None:
        frame = self.frames[-1]
        self.waiting, self.leaving, frame.memory, frame.node = None, None, {}, node
        self._todo = (None, entered)

    def _wait(self, node: CompiledNode, wait: Wait) -> None:
        if isinstance(wait, ForCall):
            return self._call(node, wait)
        self.waiting = waiting_for(wait, self.world.now)
        if isinstance(wait, ForAgent):
            self.status = "paused"
        return None

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
