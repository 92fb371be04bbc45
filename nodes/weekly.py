"""The hours of a week, in local time."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Annotated, Literal, Self, TypeAlias, get_args

from pydantic import AfterValidator, Field, model_validator

from engine import Value
from ui_schema import widget

Day: TypeAlias = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
DAYS: tuple[str, ...] = get_args(Day)
_HOUR = r"([01][0-9]|2[0-3]):[0-5][0-9]"
_TIME = widget("text", role="time")
Begin: TypeAlias = Annotated[str, Field(pattern=f"^{_HOUR}$", examples=["09:00", "23:59"], json_schema_extra=_TIME)]
Finish: TypeAlias = Annotated[
    str, Field(pattern=f"^({_HOUR}|24:00)$", examples=["17:30", "24:00"], json_schema_extra=_TIME)
]


def _a_day(text: str) -> str:
    date.fromisoformat(text)
    return text


IsoDate: TypeAlias = Annotated[
    str, Field(pattern=r"^\d{4}-\d\d-\d\d$", examples=["2027-12-25"]), AfterValidator(_a_day)
]


class Hours(Value):
    """From when to when on one day of the week; what ends before it begins ends on the next day."""

    day: Day = Field(title="Day", description="The day on which they begin.", json_schema_extra=widget("select"))
    opens: Begin = Field(title="From", description="Local time, for example 09:00.")
    closes: Finish = Field(title="To", description="Local time, for example 17:30. Before From: on the next day.")

    @model_validator(mode="after")
    def _take_some_time(self) -> Self:
        if self.opens == self.closes:
            raise ValueError("the hours end when they begin; a whole day is from 00:00 to 24:00")
        return self

    @property
    def over_midnight(self) -> bool:
        return self.closes < self.opens


def holds(week: Iterable[Hours], holidays: frozenset[str], local: datetime) -> bool:
    """Whether this moment is within the hours. On a holiday none begin; those of the night before go on."""
    time, today, yesterday = f"{local:%H:%M}", local.date(), local.date() - timedelta(days=1)
    return any(
        (one.opens <= time and (time < one.closes or one.over_midnight) and begins(one, today, holidays))
        or (one.over_midnight and time < one.closes and begins(one, yesterday, holidays))
        for one in week
    )


def begins(hours: Hours, on: date, holidays: frozenset[str]) -> bool:
    return DAYS[on.weekday()] == hours.day and on.isoformat() not in holidays
