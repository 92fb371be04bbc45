"""The moving parts of one ``advance``: a stack of frames, and the log of what each visit of a node decided."""

import json
from typing import Any

from engine.apply import contact_after
from engine.behaviour import End, ForAgent, ForCall, Step, SubFlow, Wait
from engine.compiled import CompiledFlow, CompiledNode, Flows
from engine.context import Context, Place
from engine.effects import AddTag, Call, Effect, RemoveTag, SendMessage, SetField
from engine.errors import EventRefused, NodeBroken
from engine.events import Event, FlowEnded, Interrupted, MessageReceived
from engine.failing import LOOP, TALK, Failed
from engine.frames import RunningFrame
from engine.leaving import Leaving
from engine.problems import Problem
from engine.scope import scope_of
from engine.session import Session, Status, Waiting
from engine.steps import Entered, StepTaken
from engine.variables import Unfit, assigned, initial
from engine.waits import waiting_for
from engine.world import World


class Ended(Exception):
    """The session is over; raised to leave the loop, caught by ``advance``."""

    def __init__(self, status: Status, result: str | None = None, reason: str | None = None) -> None:
        super().__init__(reason or status)
        self.status, self.result, self.reason = status, result, reason


class Run:
    """Mutable, and gone when ``advance`` returns: what it makes are frozen values."""

    def __init__(self, flows: Flows, session: Session, world: World) -> None:
        self.flows, self.world, self.contact = flows, world, world.contact
        self.status, self.waiting, self.input = session.status, session.waiting, session.input
        self.turn, self.result, self.reason = session.turn + 1, session.result, session.reason
        self.leaving = session.leaving
        self.frames = [RunningFrame.of(flows.version(frame.flow), frame) for frame in session.frames]
        self.effects: list[Effect] = []
        self.steps: list[StepTaken] = []
        self.problems: list[Problem] = []
        self._todo: tuple[Event | None, Entered] | None = None
        self._helpings = 1  # of the limits of a turn; whoever catches that one is used up gets another

    # ------------------------------------------------------------------ what an event asks for

    def start(self, flow: str, node: str, inputs: dict[str, Any], message: MessageReceived | None) -> None:
        compiled = self.flows.version(flow)
        if node not in compiled.nodes:
            raise EventRefused(f"flow {flow!r} has no node {node!r}")
        self.input = message
        self._push(compiled, node, inputs, "started")

    def ask_to_leave(self, event: Interrupted) -> None:
        """Everything stays as it is meanwhile, the deadline of the open question, too."""
        context, params, _ = self._context(RunningFrame(self.flows.version(event.flow), event.node, {}))
        parting = params.parting(context)
        self.problems += context.problems
        self._add(parting.message)
        self.leaving = Leaving(to=event, leave=parting.leave, stay=parting.stay)

    def stay(self) -> None:
        """A question is asked again; who waited for something else waits on."""
        self.leaving = None
        if self.waiting and self.waiting.kind == "reply":
            self._go(self.frames[-1].node, "interrupted")

    def pause(self) -> None:
        self.status, self.waiting = "paused", Waiting(kind="agent", taken=True)

    def jump(self, node: str) -> None:
        if node not in self.frames[-1].flow.nodes:
            raise EventRefused(f"there is no node {node!r} in the flow that runs")
        self.status = "active"
        self._go(node, "handed_back")

    def resume(self, event: Event) -> None:
        entered: Entered = "message" if isinstance(event, MessageReceived) else event.type  # type: ignore[assignment]
        self._todo = (event, entered)

    def until_wait(self) -> None:
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
        return Session.model_construct(
            status=self.status,
            frames=tuple(frame.frozen() for frame in self.frames),
            waiting=self.waiting,
            input=self.input,
            turn=self.turn,
            result=self.result,
            reason=self.reason,
            leaving=self.leaving,
        )

    # ------------------------------------------------------------------ what goes wrong

    def _count_step(self) -> None:
        limit = self.world.limits.steps_per_turn
        if len(self.steps) >= limit * self._helpings:
            raise Failed("too_many_steps", LOOP.format(limit=limit), self.frames[-1].node, exhausted=True)

    def _catch(self, failed: Failed) -> None:
        """By the flow's own handler, once; else by the flow that runs it; else the session has failed."""
        frame, spent = self.frames[-1], failed.exhausted and self._helpings > 1
        handler = frame.flow.handler if frame.error is None else None
        if spent or (handler is None and len(self.frames) == 1):
            raise Ended("failed", reason=failed.message)
        self._helpings += failed.exhausted
        self.problems.append(Problem(code=failed.code, message=failed.message, node=failed.node))
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
        context, params, node = self._context(frame)
        step = node.behaviour.enter(params, context) if event is None else node.behaviour.resume(params, context, event)
        self.problems += context.problems
        self.steps.append(
            StepTaken.model_construct(
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

    def _context(self, frame: RunningFrame) -> tuple[Context, Any, CompiledNode]:
        """The visit of a frame's node, and its params, in the contact's language."""
        node = frame.flow.nodes[frame.node]
        language = self.contact.language or frame.flow.language
        context = Context(
            self.world.model_copy(update={"contact": self.contact}),
            Place(frame.flow.id, node.id, language),
            scope_of(self),
            frame.memory,
            self.input,
            node.other_params(language) if node.translations else (),
        )
        return context, node.params_in(language), node

    def _record(self, frame: RunningFrame, node: CompiledNode, step: Step) -> None:
        for effect in step.effects:
            self._add(effect)
        for name, value in step.variables.items():
            self._set(frame, node, name, value)
        if step.result is not None:
            self._keep_result(frame, node, step.result)
        if step.memory is not None:
            frame.memory = dict(step.memory)

    def _keep_result(self, frame: RunningFrame, node: CompiledNode, result: Any) -> None:
        """The session is stored at every turn, so a large answer is not kept: the node saves what the flow needs of it."""
        limit = self.world.limits.result_bytes
        if len(json.dumps(result, default=str)) <= limit:
            frame.results[node.id] = result
            return
        frame.results.pop(node.id, None)
        message = f"the result is over {limit // 1024} KiB and cannot be read as result.{node.id}"
        fix = "save the parts that the flow needs in variables"
        self.problems.append(Problem(code="result_too_large", message=message, node=node.id, fix=fix))

    def _add(self, effect: Effect) -> None:
        limit = self.world.limits.messages_per_turn
        said = sum(isinstance(one, SendMessage) for one in self.effects) if isinstance(effect, SendMessage) else 0
        if said and said >= limit * self._helpings:
            raise Failed("too_many_messages", TALK.format(limit=limit), self.frames[-1].node, exhausted=True)
        if isinstance(effect, SetField | AddTag | RemoveTag):
            self.contact = contact_after(self.contact, effect)
        self.effects.append(effect)

    def _set(self, frame: RunningFrame, node: CompiledNode, name: str, value: Any) -> None:
        try:
            frame.variables = assigned(frame.flow.variables, frame.variables, name, value, self.world.limits)
        except Unfit as error:
            self.problems.append(Problem(code="unfit_value", message=str(error), node=node.id, field=name))

    def _follow(self, frame: RunningFrame, node: CompiledNode, step: Step, *, fresh: bool) -> None:
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

    def _leave(self, frame: RunningFrame, node: CompiledNode, output: str) -> None:
        if output not in node.outputs:
            raise NodeBroken(node.kind, node.id, f"it left by {output!r}, which is not among its outputs")
        self.waiting, frame.memory, self.status = None, {}, "active"
        if target := frame.flow.edges.get((node.id, output)):
            self._go(target, "edge")
        else:
            self._leave_into_nothing(frame, node, output)

    def _leave_into_nothing(self, frame: RunningFrame, node: CompiledNode, output: str) -> None:
        why = f"nothing is connected to output {output!r} of node {node.id!r}"
        if output in node.behaviour.failures and frame.flow.handler is not None:
            raise Failed("unhandled_failure", why, node.id)
        self._end_frame(End(), reason=None if output == "next" else why)  # the usual last node needs no explanation

    def _go_to(self, frame: RunningFrame, node: CompiledNode, target: str) -> None:
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
        flow = self.flows.published(sub.flow)
        if flow is None or flow.entry is None:
            return self._sub_failed(node, "unknown_flow", f"no published flow has the key {sub.flow!r}")
        if len(self.frames) >= self.world.limits.frames_per_session:
            return self._sub_failed(node, "too_deep", "flows run one another too deeply: does one run itself?")
        self.waiting = None
        return self._push(flow, flow.entry, dict(sub.inputs), "started")

    def _sub_failed(self, node: CompiledNode, code: str, message: str) -> None:
        self.problems.append(Problem(code=code, message=message, node=node.id, field="flow"))
        self.resume(FlowEnded(status="failed"))

    def _push(self, flow: CompiledFlow, node: str, inputs: dict[str, Any], entered: Entered) -> None:
        variables, problems = initial(flow.variables, inputs, self.world.limits)
        self.problems += [p.model_copy(update={"node": node}) for p in problems]
        self.frames.append(RunningFrame(flow, node, variables))
        self._go(node, entered)

    def _end_frame(self, end: End, reason: str | None = None) -> None:
        if len(self.frames) == 1:
            raise Ended("completed", end.result, reason)
        frame = self.frames.pop()
        outputs = {name: frame.variables.get(name) for name, v in frame.flow.variables.items() if v.output}
        self.resume(FlowEnded(status="completed", result=end.result, outputs=outputs))
