"""Ask for a date: 31/01/2027, “31 January”, “tomorrow”, “in two weeks” or “Friday”, in six languages. It is kept as 2027-01-31.

Of a date without its year, and of a weekday, the next one is meant; the last one, if only that is within the limits.
"""

from collections.abc import Callable
from datetime import date
from typing import Annotated, ClassVar, Literal, Self, TypeAlias

from pydantic import AfterValidator, Field, model_validator

from engine import Context, Event, MessageReceived, Step, Value
from nodes.asking import Answer, answer, ask
from nodes.date_limits import is_relative, limit
from nodes.date_order import order_of
from nodes.dates import Order, dates
from nodes.fields import OptionalFieldName, Title
from nodes.local_time import zone_in
from nodes.questions import NO_MATCH, Asking, arms
from nodes.spec import NodeType
from nodes.zones import TODAY_CONTACT_ZONE, TODAY_ZONE, TimeZone
from ui_schema import NodeUi, widget

SOME_DAY = date(2000, 1, 1)  # relative limits are compared as seen from here


def _readable(text: str) -> str:
    if text.strip() and "{" not in text:
        limit(text, SOME_DAY)
    return text


Limit: TypeAlias = Annotated[Title, AfterValidator(_readable)]


class DateLimits(Value):
    """How a date is read and what fits of it, also in a form."""

    answers: ClassVar = "date"

    order: Literal["language", Order] = Field(
        "language",
        title="Order",
        description="What 3/4 means: as the contact's language and country write it, 3 April, or 4 March. 2027-04-03 is"
        " read any way.",
        json_schema_extra=widget("select"),
    )
    earliest: Limit = Field(
        "",
        title="Earliest",
        description="2027-01-31, or from today: P0D is today, P2W in two weeks, -P18Y 18 years ago. Empty: any.",
        json_schema_extra=widget("template"),
    )
    latest: Limit = Field(
        "",
        title="Latest",
        description="Written as the earliest. Empty: any.",
        json_schema_extra=widget("template"),
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        ends = [text for text in (self.earliest, self.latest) if text.strip() and "{" not in text]
        comparable = len(ends) > 1 and is_relative(ends[0]) == is_relative(ends[1])
        if comparable and limit(ends[0], SOME_DAY) > limit(ends[1], SOME_DAY):
            raise ValueError("the earliest date is after the latest")
        return self


class Params(DateLimits, Asking):
    zone: TimeZone = TODAY_ZONE
    contact_zone: OptionalFieldName = TODAY_CONTACT_ZONE


def outputs(params: Params) -> tuple[str, ...]:
    return ("answered", *arms(params))


def enter(params: Params, context: Context) -> Step:
    return ask(params, context)


def resume(params: Params, context: Context, event: Event) -> Step:
    def read(said: MessageReceived) -> Answer | None:
        today = context.now.astimezone(zone_in(context, params.zone, params.contact_zone)).date()
        fits = _within(params, context, today)
        order = order_of(context) if params.order == "language" else params.order
        found = next((day.isoformat() for day in dates(said.text, today, order, fits)), None)
        return Answer(found, "answered", found) if found else None

    return answer(params, context, event, read)


def _within(params: Params, context: Context, today: date) -> Callable[[date], bool]:
    earliest = _limit(context, params.earliest, "earliest", today) or date.min
    latest = _limit(context, params.latest, "latest", today) or date.max
    return lambda day: earliest <= day <= latest


def _limit(context: Context, source: str, field: str, today: date) -> date | None:
    """None where there is no limit, or one that cannot be read: the author's mistake does not stop the contact."""
    text = context.render(source, field).strip()
    try:
        return limit(text, today) if text else None
    except ValueError as error:
        context.problem("bad_date", f"{error}; there is no such limit", field)
        return None


node = NodeType(
    kind="ask_date",
    params=Params,
    outputs=outputs,
    enter=enter,
    resume=resume,
    fallbacks=frozenset({NO_MATCH}),
    ui=NodeUi(title="Ask for a date", help=__doc__ or "", group="input", icon="calendar"),
)
