"""The moving parts of one ``advance``: a stack of frames, and the log of what each visit of a node decided."""

import json
from dataclasses import dataclass, field
from typing import Any

from engine.apply import contact_after
from engine.behaviour import End, ForAgent, ForCall, ForEvent, ForReply, ForTime, Step, SubFlow, Wait
from engine.compiled import CompiledFlow, CompiledNode, Flows
from engine.context import Context, Place
from engine.effects import AddTag, Call, Effect, RemoveTag, SendMessage, SetField, StartFlow
from engine.errors import EventRefused, NodeBroken
from engine.events import Event, FlowEnded, MessageReceived
from engine.problems import Problem
from engine.scope import scope_of
from engine.session import Frame, Session, Status, Waiting
from engine.steps import Entered, StepTaken
from engine.variables import Unfit, assigned, initial
from engine.world import World

LOOP = "more than {limit} steps in one turn: is there a loop without a question, a delay or a call in it?"


class Ended(Exception):
    """The session is over; raised to leave the loop, caught by ``advance``."""

    def __init__(self, status: Status, result: str | None = None, reason: str | None = None) -> None:
        super().__init__(reason or status)
        self.status, self.result, self.reason = status, result, reason


@dataclass(slots=True)
class _Frame:
    flow: CompiledFlow
    node: str
    variables: dict[str, Any]
    results: dict[str, Any] = field(default_factory=dict)
    memory: dict[str, Any] = field(default_factory=dict)

    def frozen(self) -> Frame:
        return Frame.model_construct(
            flow=self.flow.id, node=self.node, variables=self.variables, results=self.results, memory=self.memory
        )


class Run:
    """Mutable, and gone when ``advance`` returns: what it makes are frozen values."""

    def __init__(self, flows: Flows, session: Session, world: World) -> None:
        self.flows, self.world, self.contact = flows, world, world.contact
        self.status, self.waiting, self.input = session.status, session.waiting, session.input
        self.turn, self.result, self.reason = session.turn + 1, session.result, session.reason
        self.starts, self.depth = session.starts, session.depth
        self.frames = [
            _Frame(flows.version(f.flow), f.node, dict(f.variables), dict(f.results), dict(f.memory))
            for f in session.frames
        ]
        self.effects: list[Effect] = []
        self.steps: list[StepTaken] = []
        self.problems: list[Problem] = []
        self._todo: tuple[Event | None, Entered] | None = None

    # ------------------------------------------------------------------ what an event asks for

    def start(self, flow: str, node: str, inputs: dict[str, Any], message: MessageReceived | None) -> None:
        compiled = self.flows.version(flow)
        if node not in compiled.nodes:
            raise EventRefused(f"flow {flow!r} has no node {node!r}")
        self.input = message
        self._push(compiled, node, inputs, "started")

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
        limit = self.world.limits.steps_per_turn
        while self._todo is not None:
            (event, entered), self._todo = self._todo, None
            if len(self.steps) >= limit:
                raise Ended("failed", reason=LOOP.format(limit=limit))
            self._visit(event, entered)

    def end(self, status: Status, result: str | None, reason: str | None) -> None:
        self.status, self.result, self.reason, self.waiting = status, result, reason, None

    def session(self) -> Session:
        return Session.model_construct(
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
        language = self.contact.language or frame.flow.language
        context = Context(
            self.world.model_copy(update={"contact": self.contact}),
            Place(frame.flow.id, node.id, language),
            scope_of(self),
            frame.memory,
            self.input,
            node.other_params(language) if node.translations else (),
        )
        params = node.params_in(language)
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

    def _record(self, frame: _Frame, node: CompiledNode, step: Step) -> None:
        for effect in step.effects:
            self._add(self._counted(effect, node) if isinstance(effect, StartFlow) else effect)
        for name, value in step.variables.items():
            self._set(frame, node, name, value)
        if step.result is not None:
            self._keep_result(frame, node, step.result)
        if step.memory is not None:
            frame.memory = dict(step.memory)

    def _keep_result(self, frame: _Frame, node: CompiledNode, result: Any) -> None:
        """The session is stored at every turn, so a large answer is not kept: the node saves what the flow needs of it."""
        limit = self.world.limits.result_bytes
        if len(json.dumps(result, default=str)) <= limit:
            frame.results[node.id] = result
            return
        frame.results.pop(node.id, None)
        message = f"the result is over {limit // 1024} KiB and cannot be read as result.{node.id}"
        fix = "save the parts that the flow needs in variables"
        self.problems.append(Problem(code="result_too_large", message=message, node=node.id, fix=fix))

    def _counted(self, start: StartFlow, node: CompiledNode) -> StartFlow | None:
        """None for one that is too many: flows that start one another must come to an end."""
        limits = self.world.limits
        problem = None
        if self.starts >= limits.starts_per_session:
            problem = "too_many_starts", f"it has started {self.starts} flows for contacts: is there a loop?"
        elif self.depth >= limits.starts_in_a_row:
            problem = "starts_in_a_row", f"{self.depth} flows have started one another in a row: do they in a circle?"
        if problem:
            self.problems.append(Problem(code=problem[0], message=f"nothing is started: {problem[1]}", node=node.id))
            return None
        self.starts += 1
        return start.model_copy(update={"depth": self.depth + 1})

    def _add(self, effect: Effect | None) -> None:
        if effect is None:
            return
        limit = self.world.limits.messages_per_turn
        if isinstance(effect, SendMessage) and sum(isinstance(e, SendMessage) for e in self.effects) >= limit:
            raise Ended("failed", reason=f"more than {limit} messages in one turn: is there a loop?")
        if isinstance(effect, SetField | AddTag | RemoveTag):
            self.contact = contact_after(self.contact, effect)
        self.effects.append(effect)

    def _set(self, frame: _Frame, node: CompiledNode, name: str, value: Any) -> None:
        try:
            frame.variables = assigned(frame.flow.variables, frame.variables, name, value, self.world.limits)
        except Unfit as error:
            self.problems.append(Problem(code="unfit_value", message=str(error), node=node.id, field=name))

    def _follow(self, frame: _Frame, node: CompiledNode, step: Step, *, fresh: bool) -> None:
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

    def _leave(self, frame: _Frame, node: CompiledNode, output: str) -> None:
        if output not in node.outputs:
            raise NodeBroken(node.kind, node.id, f"it left by {output!r}, which is not among its outputs")
        self.waiting, frame.memory, self.status = None, {}, "active"
        if target := frame.flow.edges.get((node.id, output)):
            self._go(target, "edge")
        else:
            plain = output == "next"  # the usual last node of a flow needs no explanation
            why = None if plain else f"nothing is connected to output {output!r} of node {node.id!r}"
            self._end_frame(End(), reason=why)

    def _go_to(self, frame: _Frame, node: CompiledNode, target: str) -> None:
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
        self.frames.append(_Frame(flow, node, variables))
        self._go(node, entered)

    def _end_frame(self, end: End, reason: str | None = None) -> None:
        if len(self.frames) == 1:
            raise Ended("completed", end.result, reason)
        frame = self.frames.pop()
        outputs = {name: frame.variables.get(name) for name, v in frame.flow.variables.items() if v.output}
        self.resume(FlowEnded(status="completed", result=end.result, outputs=outputs))
