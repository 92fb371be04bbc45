"""What a flow test says: a dialogue as data, of what happens and what is expected then.

{"name": "orders tea", "contact": {"name": "Ann"}, "dialogue": [
  {"says": "order"}, {"expects": {"text": "Hi Ann, what would you like?", "buttons": ["Tea", "Coffee"]}},
  {"chooses": "tea"}, {"expects": "Tea it is."}, {"leaves": {"menu": "tea"}}, {"ends": "completed"}]}
"""

from typing import Annotated, Any, Literal, Self, TypeAlias
from uuid import UUID

from pydantic import AwareDatetime, Field, field_validator, model_validator

from engine.delivery import Fate
from engine.durations import Duration
from engine.events import Location, Media, MediaKind
from engine.field_types import ContactField
from engine.message_templates import MessageTemplate
from engine.model import Value
from engine.news import News
from engine.replies_pattern import pattern_problem

MOST_LINES = 2_000
Yes: TypeAlias = Literal[True]
Id: TypeAlias = Annotated[str, Field(min_length=1, max_length=64)]
Ref: TypeAlias = Annotated[
    str,
    Field(min_length=1, max_length=129, description="a node's id; `flow/node` for one of a flow that this one runs"),
]


class Sent(Value):
    """What the contact sends when it is more than words."""

    text: str = ""
    media: tuple[Media, ...] = ()
    location: Location | None = None
    phone: str | None = None
    referral: str | None = Field(None, description="the code of the link by which the contact came")


class Happening(Value):
    """What another system tells."""

    key: str = Field(min_length=1, max_length=200)
    data: Any = None


class File(Value):
    kind: MediaKind
    url: str | None = Field(None, description="without it, any address will do")


class Expected(Value):
    """The next message of the bot. What is left out may be anything, but something is said."""

    text: str | None = Field(None, description="exactly this text")
    contains: str | None = Field(None, description="this is a part of the text")
    matches: str | None = Field(None, description="a pattern that is found in the text")
    buttons: tuple[str, ...] | None = Field(None, description="the titles of its buttons, in this order; [] for none")
    media: File | None = Field(None, description="the file that it carries")
    cards: tuple[str, ...] | None = Field(None, description="the titles of its cards, in this order")
    reaction: str | None = Field(None, description="the emoji that it puts on what the contact wrote")
    template: str | None = Field(None, description="the name of the message template that it is")
    after: Duration | None = Field(None, description="how long after the last thing that happened it is sent")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("an expected message says at least one thing about it")
        return self

    @field_validator("matches")
    @classmethod
    def _is_a_pattern(cls, pattern: str | None) -> str | None:
        if pattern is not None and (problem := pattern_problem(pattern)):
            raise ValueError(problem)
        return pattern


class Returned(Value):
    """What a node's call gives: a result, or the way it failed."""

    result: Any = None
    error: Literal["timeout", "failed"] | None = None
    detail: str = ""


Results: TypeAlias = Returned | Annotated[tuple[Returned, ...], Field(min_length=1)]


class Line(Value):
    """One line of a dialogue; exactly one of its keys is given.

    What happens stands first. ``calls``, ``effect`` and ``leaves`` speak of what came of the last thing that happened.
    """

    starts: Yes | News | None = Field(
        None,
        description="a program, a schedule or another flow starts it, without a word; or something that happened does",
    )
    says: str | None = Field(None, description="the contact writes this")
    chooses: str | None = Field(None, description="the contact presses the button with this id")
    sends: Sent | None = Field(None, description="the contact sends a file, a place or a phone number")
    waits: Duration | None = Field(None, description="time passes")
    takes_over: Yes | Duration | None = Field(
        None, description="an agent takes the conversation; with a duration, until they have been idle for so long"
    )
    hands_back: Yes | Id | None = Field(None, description="people give the conversation back, at a node if it is named")
    resolves: Yes | None = Field(None, description="people close the conversation, as nothing is left to do")
    happens: Happening | None = Field(None, description="another system tells what the flow waits for, by its key")
    returns: dict[Ref, Results] | None = Field(
        None, description="by node id: what their calls give from here on; a list is their results in a row"
    )
    reports: Fate | None = Field(None, description="what becomes of the bot's messages from here on")

    expects: str | Expected | None = Field(None, description="the next message of the bot")
    expects_nothing: Yes | None = Field(None, description="the bot has nothing more to say")
    variable: dict[str, Any] | None = Field(None, description="names and the values they have now")
    contact: dict[str, Any] | None = Field(None, description="fields of the contact and their values")
    tags: tuple[str, ...] | None = Field(None, description="all tags of the contact, in any order")
    calls: dict[Ref, dict[str, Any]] | None = Field(None, description="by node id: params that its call was made with")
    effect: dict[str, Any] | None = Field(None, description="an effect that has these values, such as a hand_over")
    leaves: dict[Ref, str] | None = Field(None, description="by node id: the output by which it was left")
    deadline: Duration | None = Field(
        None, description="in how long the present wait times out, or reminds before that"
    )
    ends: Literal["completed", "failed", "cancelled"] | None = Field(
        None, description="the session is over, in this way"
    )

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        if len(self.model_fields_set) != 1:
            raise ValueError(f"a line says one thing, this one {sorted(self.model_fields_set) or 'nothing'}")
        if self.value is None:
            raise ValueError(f"{self.kind!r} has no value: write one behind it, an empty text as ''")
        return self

    @property
    def kind(self) -> str:
        return next(iter(self.model_fields_set))

    @property
    def value(self) -> Any:
        return getattr(self, self.kind)


class Person(Value):
    """The contact at the beginning."""

    id: UUID | None = Field(None, description="what `contact.id` gives, and splits go by; by default all zeros")
    name: str = ""
    language: str | None = None
    fields: dict[str, Any] = {}
    tags: tuple[str, ...] = ()
    opted_out: bool = False
    segments: tuple[str, ...] = ()


class FlowTest(Value):
    """``returns`` gives the results of calls by node id, where the node type's own simulation will not do."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    contact: Person = Person()
    channel: str = Field("webchat", description="the channel type that the conversation is on")
    inputs: dict[str, Any] = Field({}, description="values for the flow's variables that are inputs")
    globals: dict[str, Any] = Field({}, description="the workspace's constants")
    start: str | None = Field(None, description="the trigger node; by default the one that takes the first words")
    at: AwareDatetime | None = Field(None, description="when it begins; by default Monday, 5 January 2026, 9:00 UTC")
    templates: tuple[MessageTemplate, ...] = Field(
        (), description="message templates, and what the platform says of them"
    )
    contact_fields: dict[str, ContactField] = Field(
        {}, description="how fields of contacts are defined, where no workspace tells"
    )
    missing_flows: tuple[str, ...] = Field(
        (), description="keys of flows that are not there: what runs one of them goes on by `failed`"
    )
    ways: dict[Id, str] = Field(
        {}, description="by node id: the output that a split takes, which would else go by the contact"
    )
    returns: dict[Ref, Results] = {}
    dialogue: Annotated[tuple[Line, ...], Field(min_length=1, max_length=MOST_LINES)]


class FlowTestFile(Value):
    """Flow tests in a file of their own."""

    flow: Annotated[str, Field(min_length=1, description="the flow's file, seen from this one")]
    tests: Annotated[tuple[FlowTest, ...], Field(min_length=1)]
