"""What triggers have in common: their conditions, and for those that messages or news can pull their place among others."""

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from engine import Context, Occasion, Step, Value
from engine.leaving import Parting, WhenBusy
from engine.marks import ForContact
from engine.named import Names
from nodes.fields import LiquidCondition, OptionalSpan, Template
from nodes.parting import question
from nodes.weekly import Hours, holds
from nodes.yes_no_labels import labels
from nodes.zones import TimeZone, zone_of
from ui_schema import widget

_AN_ID = "0199d2a4-7c3e-7b1a-9f52-6d1b0a8c4e21"
ChannelId: TypeAlias = Annotated[
    str,
    Names.CHANNEL,
    Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", examples=[_AN_ID]),
]
IgnoresOrInterrupts: TypeAlias = Literal["ignore", "interrupt"]
WHO_AND_WHEN = "For whom and when"
WHEN_BUSY: Any = Field(
    "ignore",
    title="Inside another flow",
    description="Of contacts who are inside a flow: ignore them, or end that flow for them.",
    json_schema_extra=widget("select"),
)


class _Place(Value):
    """Where it listens, and what it yields to."""

    priority: int = Field(
        50,
        ge=0,
        le=100,
        title="Priority",
        description="When several triggers fit, the highest priority takes it.",
        json_schema_extra=widget("number"),
    )
    channels: tuple[ChannelId, ...] = Field(
        (),
        max_length=100,
        title="Channels",
        description="Ids of the channels it listens to. Empty: all of them.",
        json_schema_extra=widget("words", source="channels"),
    )


class Conditions(Value):
    """For whom a trigger starts its flow, and when."""

    audience: LiquidCondition = Field(
        "",
        title="Only for",
        description="A condition on the contact: contact.tags contains 'vip' and contact.fields.city == 'Lisbon'.",
        json_schema_extra=widget("condition", section=WHO_AND_WHEN),
    )
    hours: tuple[Hours, ...] = Field(
        (),
        max_length=70,
        title="Only within these hours",
        description="The week. Empty: always.",
        json_schema_extra=widget("key_values", section=WHO_AND_WHEN),
    )
    zone: TimeZone = Field(
        "UTC",
        title="Time zone",
        description="In which the hours are meant: Europe/Berlin.",
        json_schema_extra=widget("text", role="time_zone", section=WHO_AND_WHEN),
    )
    cool_down: OptionalSpan = Field(
        None,
        title="Not again within",
        description="Rests for a contact for whom the flow was started so recently. Empty: never rests.",
        json_schema_extra=widget("duration", section=WHO_AND_WHEN),
    )

    @property
    def conditional(self) -> bool:
        """Whether it depends on more than what it is pulled by, so that the contact has to be looked up."""
        return bool(self.audience.strip() or self.hours or self.cool_down)


class Trigger(Conditions, _Place):
    """Params of a trigger that something pulls; whoever chooses among triggers reads these fields."""


class Ordered(Conditions):
    """Of a trigger that is named by who starts its flow: a program, another system, the clock. Its conditions are asked when
    the contact's turn comes, and leave out whoever they do not fit then."""

    when_busy: IgnoresOrInterrupts = WHEN_BUSY
    priority: int = Field(
        50,
        ge=0,
        le=100,
        title="Priority",
        description="Of flows that are started for many, the highest goes first; below 50, people who have just written do.",
        json_schema_extra=widget("number"),
    )


class Pulled(Trigger):
    """Of a trigger that messages can pull: the contact is there, and can be asked."""

    when_busy: WhenBusy = Field(
        "ignore",
        title="Inside another flow",
        description="Of contacts who are inside a flow: ignore them, interrupt that flow, or ask them whether to leave it.",
        json_schema_extra=widget("select"),
    )
    ask_text: Annotated[Template, ForContact()] = Field(
        "",
        title="What is asked then",
        description="Answered by buttons, yes and no. Empty: “Shall we leave what we were doing?”, in the contact's language.",
    )

    def parting(self, context: Context) -> Parting:
        """The question whether to leave what is open."""
        text = context.render(self.ask_text, "ask_text").strip() or question(context.language)
        yes, no = labels(context.language)
        return Parting(text=text, leave=yes, stay=no)


def go_on(params: Value, context: Context) -> Step:
    return Step(leave="next")


def admits(params: Conditions, occasion: Occasion) -> bool:
    local = occasion.now.astimezone(zone_of(params.zone))
    return (
        (not params.hours or holds(params.hours, frozenset(), local))
        and (params.cool_down is None or occasion.rested(params.cool_down))
        and (not params.audience.strip() or occasion.holds(params.audience))
    )
