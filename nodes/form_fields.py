"""The questions of a form: a class for each sort, with the limits of the node that would ask it alone."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from engine import Context, SendMessage
from nodes import (
    ask_choice,
    ask_choices,
    ask_date,
    ask_email,
    ask_from_list,
    ask_location,
    ask_media,
    ask_number,
    ask_phone,
    ask_rating,
    ask_text,
    ask_time,
    ask_yes_no,
)
from nodes.fields import unique
from nodes.form_field import ASKS_FOR, FormField
from nodes.picking import Picks
from nodes.questions import CANCELLED, NO_MATCH, SKIPPED
from nodes.waiting import TIMEOUT

ANSWERED = "answered"
ENDS = frozenset({NO_MATCH, TIMEOUT, CANCELLED})
SHOWN: Mapping[str, Callable[[Any, Context], SendMessage]] = {  # the buttons as they are now, of sorts that have some
    "yes_no": ask_yes_no.shown,
    "choice": ask_choice.shown,
    "choices": ask_choices.shown,
    "list": ask_from_list.shown,
    "rating": ask_rating.shown,
}


class TextField(ask_text.TextLimits, FormField):
    """A question for a text; the only sort that need not be named."""

    alone = ask_text.node
    sort: Literal["text"] = Field("text", **ASKS_FOR)


class NumberField(ask_number.NumberLimits, FormField):
    """A question for a number."""

    alone = ask_number.node
    sort: Literal["number"] = Field(**ASKS_FOR)


class EmailField(FormField):
    """A question for an e-mail address."""

    answers: ClassVar = "text"
    alone = ask_email.node
    sort: Literal["email"] = Field(**ASKS_FOR)


class PhoneField(ask_phone.PhoneLimits, FormField):
    """A question for a phone number."""

    alone = ask_phone.node
    sort: Literal["phone"] = Field(**ASKS_FOR)


class DateField(ask_date.DateLimits, FormField):
    """A question for a date; where “today” is, the form says."""

    alone = ask_date.node
    sort: Literal["date"] = Field(**ASKS_FOR)


class TimeField(ask_time.TimeLimits, FormField):
    """A question for a time of day."""

    alone = ask_time.node
    sort: Literal["time"] = Field(**ASKS_FOR)


class YesNoField(ask_yes_no.YesNoTitles, FormField):
    """A question that is answered by yes or no."""

    alone = ask_yes_no.node
    sort: Literal["yes_no"] = Field(**ASKS_FOR)


class ChoiceField(ask_choice.ChoiceLimits, FormField):
    """A question for one of a few choices."""

    alone = ask_choice.node
    sort: Literal["choice"] = Field(**ASKS_FOR)

    @model_validator(mode="after")
    def _own_names(self) -> Self:
        unique(tuple(choice.id for choice in self.choices), reserved=ENDS | {SKIPPED, ANSWERED})
        return self


class ChoicesField(ask_choices.ChoicesLimits, Picks, FormField):
    """A question for several of a few choices."""

    alone = ask_choices.node
    sort: Literal["choices"] = Field(**ASKS_FOR)

    @model_validator(mode="after")
    def _pickable(self) -> Self:
        ask_choices.pickable(self.choices, self.least)
        return self


class ListField(ask_from_list.ListLimits, Picks, FormField):
    """A question for one or several items of a list that is known when the flow runs; not asked if there are none."""

    alone = ask_from_list.node
    sort: Literal["list"] = Field(**ASKS_FOR)


class RatingField(ask_rating.RatingLimits, FormField):
    """A question for a rating."""

    alone = ask_rating.node
    sort: Literal["rating"] = Field(**ASKS_FOR)


class LocationField(FormField):
    """A question for a place."""

    answers: ClassVar = "object"
    alone = ask_location.node
    sort: Literal["location"] = Field(**ASKS_FOR)


class MediaField(ask_media.MediaLimits, FormField):
    """A question for a picture or another file."""

    alone = ask_media.node
    sort: Literal["media"] = Field(**ASKS_FOR)
