"""What the nodes of one turn did: effects, in order, each as far as it may be, and what they change for the nodes that follow."""

import json
from typing import Any

from engine.apply import contact_after
from engine.behaviour import Step
from engine.compiled import CompiledNode
from engine.contact_fields import kept
from engine.effects import ContactChange, Effect, HandOver, SendMessage, SetField, StartFlow
from engine.events import MessageReceived, Started
from engine.failing import LOOP, TALK, Failed
from engine.frames import OpenFrame
from engine.leaving import Leaving
from engine.problems import Problem
from engine.scope import contact_scope, input_scope, turn_scope, visit_scope
from engine.session import Session
from engine.steps import StepTaken
from engine.summary import MOST, answers_in, learned, summarised
from engine.talk import Manner, Talk, manner_of
from engine.variables import Unfit, assigned, is_small
from engine.world import World

OPTED_OUT = "the contact has opted out: this message is not sent"


class Ledger:
    """Mutable, and gone when ``advance`` returns: what it makes are frozen values."""

    def __init__(self, session: Session, world: World, frames: list[OpenFrame]) -> None:
        self.world, self.frames, self.input, self.talk = world, frames, session.input, Talk(session)
        self.starts, self.depth = session.starts, session.depth
        self.effects: list[Effect] = []
        self.steps: list[StepTaken] = []
        self.problems: list[Problem] = []
        self.helpings = 1  # of the limits of a turn; whoever catches that one is used up gets another
        self._scope: dict[str, Any] = {}

    def begin(self, event: Started) -> None:
        self.input, self.depth = event.message, event.depth

    def opened(self) -> None:
        """The contact's word is known now: what no node changes is made once for all of them."""
        self._scope = turn_scope(self.world, self.input)

    def scope(self, language: str) -> dict[str, Any]:
        return visit_scope(self._scope, self.frames, language)

    def problem(self, node: CompiledNode, code: str, message: str, **more: Any) -> None:
        self.problems.append(Problem(code=code, message=message, node=node.id, **more))

    def room_for_a_step(self) -> None:
        limit = self.world.limits.steps_per_turn
        if len(self.steps) >= limit * self.helpings:
            raise Failed("too_many_steps", LOOP.format(limit=limit), self.frames[-1].node, exhausted=True)

    def hear(self, message: MessageReceived) -> MessageReceived:
        self.input = self.talk.hear(message)
        return self.input

    def last_problem(self, node: CompiledNode) -> str | None:
        """What went wrong at the node, in this turn."""
        return next((one.message for one in reversed(self.problems) if one.node == node.id), None)

    # ------------------------------------------------------------------ effects

    def say(self, node: CompiledNode, message: SendMessage, manner: Manner, leaving: Leaving | None = None) -> None:
        """Everything that is said goes through here. Who has opted out is not sent it, so nothing else changes for them."""
        limit = self.world.limits.messages_per_turn
        if sum(isinstance(one, SendMessage) for one in self.effects) >= limit * self.helpings:
            raise Failed("too_many_messages", TALK.format(limit=limit), node.id, exhausted=True)
        self.effects.append(message)
        if self.world.contact.opted_out:
            return self.problem(node, "opted_out", OPTED_OUT, severity="warning")
        return self.talk.say(message, manner, leaving)

    def _add(self, node: CompiledNode, effect: Effect, manner: Manner) -> None:
        match effect:
            case SendMessage():
                self.say(node, effect, manner)
            case StartFlow():
                self._start(node, effect)
            case SetField():
                self._set_field(node, effect)
            case HandOver():
                self._hand_over(effect)
            case _:
                self._change(effect)

    def _start(self, node: CompiledNode, start: StartFlow) -> None:
        """Flows that start one another must come to an end: one that is too many is a problem, and no effect."""
        limits = self.world.limits
        if self.starts >= limits.starts_per_session:
            why = f"it has started {self.starts} flows for contacts: is there a loop?"
            return self.problem(node, "too_many_starts", f"nothing is started: {why}")
        if self.depth >= limits.starts_in_a_row:
            why = f"{self.depth} flows have started one another in a row: do they in a circle?"
            return self.problem(node, "starts_in_a_row", f"nothing is started: {why}")
        self.starts += 1
        return self.effects.append(start.model_copy(update={"depth": self.depth + 1}))

    def _set_field(self, node: CompiledNode, change: SetField) -> None:
        """A value that does not fit leaves the field as it was."""
        try:
            value = kept(self.world.contact_fields, change.name, change.value)
        except Unfit as error:
            return self.problem(node, "unfit_field", str(error), field=change.name)
        return self._change(change if value is change.value else SetField(name=change.name, value=value))

    def _change(self, effect: Effect) -> None:
        if isinstance(effect, ContactChange):
            contact = contact_after(self.world.contact, effect)
            self.world = self.world.model_copy(update={"contact": contact})
            self._scope = {**self._scope, "contact": contact_scope(contact)}
        self.effects.append(effect)

    def _hand_over(self, effect: HandOver) -> None:
        if effect.summary is not None:
            summary = summarised(effect.summary, self.frames, self._spoken_scope(), self.world)
            effect = effect.model_copy(update={"summary": summary})
        self.effects.append(effect)

    def _spoken_scope(self) -> dict[str, Any]:
        return self.scope(self.world.contact.language or self.frames[-1].flow.language)

    # ------------------------------------------------------------------ what a visit leaves behind

    def record(
        self, frame: OpenFrame, node: CompiledNode, step: Step, taken: StepTaken, *, entered: bool = False
    ) -> None:
        """A visit that leaves the node without a result leaves none of the visit before, either; who is entered again by
        a contact who stays keeps no more of what was remembered than it hands on."""
        self.steps.append(taken)
        if step.heard is not None:
            self.input = step.heard
            self._scope = {**self._scope, "input": input_scope(step.heard)}
        if step.effects:
            manner = manner_of(step.wait, entered=entered)
            for effect in step.effects:
                self._add(node, effect, manner)
        for name, value in step.variables.items():
            self._assign(frame, node, name, value)
        self._keep(frame, node, step)
        if entered or step.memory is not None:
            frame.memory = dict(step.memory or {})

    def _keep(self, frame: OpenFrame, node: CompiledNode, step: Step) -> None:
        """For templates, and for the people who are told what was asked."""
        if step.result is not None:
            self._keep_result(frame, node, step.result)
        elif step.leave is not None:
            frame.results.pop(node.id, None)
        if step.answered is not None:
            frame.told[node.id] = answers_in(frame, node, step.answered, self._spoken_scope(), self.world)
        elif step.leave is not None and frame.told and node.behaviour.speaks:
            frame.told.pop(node.id, None)

    def close_flow(self) -> OpenFrame:
        """The flow that runs is over: what it has learned stays with the node that has run it, as often as it does."""
        frame, around = self.frames[-1], self.frames[-2]
        if news := learned(frame, self._spoken_scope(), self.world):
            around.told[around.node] = (*around.told.get(around.node, ()), *news)[-MOST:]
        return self.frames.pop()

    def _assign(self, frame: OpenFrame, node: CompiledNode, name: str, value: Any) -> None:
        try:
            frame.variables = assigned(frame.flow.variables, frame.variables, name, value, self.world.limits)
        except Unfit as error:
            self.problem(node, "unfit_value", str(error), field=name)

    def _keep_result(self, frame: OpenFrame, node: CompiledNode, result: Any) -> None:
        """The session is stored at every turn, so a large answer is not kept: the node saves what the flow needs of it."""
        limit = self.world.limits.result_bytes
        if is_small(result) or len(json.dumps(result, default=str)) <= limit:
            frame.results[node.id] = result
            return
        frame.results.pop(node.id, None)
        message = f"the result is over {limit // 1024} KiB and cannot be read as result.{node.id}"
        self.problem(node, "result_too_large", message, fix="save the parts that the flow needs in variables")
