"""What a node may read while it decides, and the filling in of its templates."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple, Protocol, TypeAlias, TypeVar

from pydantic import BaseModel

from engine import template
from engine.apply import contact_after
from engine.conditions import Tree, holds
from engine.contact_fields import ContactField, kept
from engine.effects import SendMessage, SetField
from engine.events import MessageReceived
from engine.limits import Limits
from engine.marks import Mark, dotted, replaced
from engine.message_templates import MessageTemplate
from engine.problems import Problem
from engine.scope import contact_scope
from engine.variables import Unfit
from engine.world import Channel, Contact, World

P = TypeVar("P", bound=BaseModel)
Ahead: TypeAlias = Callable[[str], tuple[SendMessage, ...]]
Watch: TypeAlias = Callable[[], list[Problem]]


class Place(NamedTuple):
    """Where a session stands: flow version, node, and the language that the contact is spoken to in."""

    flow: str
    node: str
    language: str


class Tongues(Protocol):
    """A node's params, in each language of its flow; ``language`` is the flow's own."""

    @property
    def language(self) -> str: ...
    def params_in(self, language: str) -> BaseModel: ...
    def other_params(self, language: str) -> tuple[BaseModel, ...]: ...


def nothing_ahead(_: str) -> tuple[SendMessage, ...]:
    return ()


class Context:
    """One visit of one node. A template that fails gives an empty text and a problem in the turn, never an exception."""

    def __init__(
        self,
        world: World,
        place: Place,
        scope: Mapping[str, Any],
        memory: Mapping[str, Any],
        message: MessageReceived | None,
        other_languages: tuple[BaseModel, ...] = (),
        ahead: Ahead = nothing_ahead,
        pressed: str = "",
        tongues: Tongues | None = None,
    ) -> None:
        self._world, self._scope, self._tongues = world, scope, tongues
        self.flow, self.node, self.language = place
        self.memory, self.message = memory, message
        self.other_languages = other_languages  # this node's params in those of the flow that are not spoken here
        self.ahead = ahead  # what the node behind an output would say, if it were entered now
        self.pressed = pressed  # the title of the button that was pressed, of those that no question has offered
        self.problems: list[Problem] = []

    @property
    def now(self) -> datetime:
        return self._world.now

    @property
    def contact(self) -> Contact:
        return self._world.contact

    @property
    def channel(self) -> Channel:
        return self._world.channel

    @property
    def contact_fields(self) -> Mapping[str, ContactField]:
        return self._world.contact_fields

    @property
    def templates(self) -> tuple[MessageTemplate, ...]:
        return self._world.templates

    @property
    def limits(self) -> Limits:
        return self._world.limits

    @property
    def variables(self) -> Mapping[str, Any]:
        variables: Mapping[str, Any] = self._scope["vars"]
        return variables

    @property
    def last_result(self) -> Any:
        """What this node gave when it was left the last time, in this run of the flow; None at its first visit."""
        return self._scope["result"].get(self.node)

    def problem(self, code: str, message: str, field: str | None = None, fix: str | None = None) -> None:
        self.problems.append(Problem(code=code, message=message, node=self.node, field=field, fix=fix))

    def watching(self) -> Watch:
        """What has gone wrong since: ``wrong = context.watching()``, then templates, then ``if wrong()``."""
        before = len(self.problems)
        return lambda: self.problems[before:]

    def given(self, **names: Any) -> "Context":
        """The same visit with more to read, or with other values for what there is; problems go to the same turn."""
        place, scope = Place(self.flow, self.node, self.language), {**self._scope, **names}
        known = (self.memory, self.message, self.other_languages, self.ahead, self.pressed, self._tongues)
        other = Context(self._world, place, scope, *known)
        other.problems = self.problems
        return other

    def after(self, effects: Iterable[object]) -> "Context":
        """The same visit once these have changed the contact's fields, and with them the language that is spoken: for a
        node that goes on asking. What does not fit a field changes nothing; the turn tells of it."""
        contact = self.contact
        for effect in effects:
            if isinstance(effect, SetField):
                contact = _changed(contact, effect, self.contact_fields)
        return self if contact is self.contact else self._with(contact)

    def _with(self, contact: Contact) -> "Context":
        world, tongues = self._world.model_copy(update={"contact": contact}), self._tongues
        language = contact.language or (tongues.language if tongues else self.language)
        conversation = {**self._scope["conversation"], "language": language}
        scope = {**self._scope, "contact": contact_scope(contact), "conversation": conversation}
        others = tongues.other_params(language) if tongues else self.other_languages
        known = (self.memory, self.message, others, self.ahead, self.pressed, tongues)
        other = Context(world, Place(self.flow, self.node, language), scope, *known)
        other.problems = self.problems
        return other

    def spoken(self, params: P) -> P:
        """The node's params in the language that is spoken now, which an answer may have changed."""
        found = self._tongues.params_in(self.language) if self._tongues else params
        return found if isinstance(found, type(params)) else params

    def render(self, source: str, field: str | None = None) -> str:
        try:
            return template.render(source, self._scope, self.now, self.limits)
        except template.TemplateError as error:
            self.problem("template_failed", str(error), field)
            return ""

    def evaluate(self, source: str, field: str | None = None) -> Any:
        """The typed value of a template that is one expression, ``{{ vars.total }}``; else its text."""
        try:
            return template.evaluate(source, self._scope, self.now, self.limits)
        except template.TemplateError as error:
            self.problem("template_failed", str(error), field)
            return None

    def test(self, condition: str | Tree, field: str | None = None) -> bool:
        """A condition that cannot be decided is False, and a problem."""
        try:
            return holds(condition, self._scope, self.now, self.limits)
        except template.TemplateError as error:
            self.problem("condition_failed", str(error), field)
            return False

    def rendered(self, params: P) -> P:
        """These params with every template filled in: what ``ForCall`` hands to ``perform``."""
        return replaced(params, Mark.TEMPLATE, lambda path, source: self.render(source, dotted(path)))

    @property
    def wanted_way(self) -> str | None:
        """The output that a flow test wants a split to take here; None in production."""
        return self._world.ways.get(self.node)

    def share(self, *salt: str) -> float:
        """A number in [0, 1) that is always the same for this contact and salt: a stable draw without randomness."""
        text = "/".join((str(self.contact.id), *salt))
        drawn = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])
        return (drawn >> 11) / 2**53  # as many bits as a float holds: more of them could be rounded to 1


def _changed(contact: Contact, change: SetField, known: Mapping[str, ContactField]) -> Contact:
    try:
        return contact_after(contact, SetField(name=change.name, value=kept(known, change.name, change.value)))
    except Unfit:
        return contact
