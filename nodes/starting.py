"""What every trigger that messages can pull has in common."""

from typing import Annotated, TypeAlias

from pydantic import Field

from engine import Context, Step, Value
from ui_schema import widget

ChannelId: TypeAlias = Annotated[str, Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]


class Pulled(Value):
    """Params of a trigger that messages can pull; whoever chooses among triggers reads these fields."""

    priority: int = Field(
        50,
        ge=0,
        le=100,
        title="Priority",
        description="When several triggers fit a message, the highest priority takes it.",
        json_schema_extra=widget("number"),
    )
    interrupts: bool = Field(
        False,
        title="Interrupts",
        description="Also takes contacts who are inside another flow, and ends that flow for them.",
        json_schema_extra=widget("switch"),
    )
    channels: tuple[ChannelId, ...] = Field(
        (),
        max_length=100,
        title="Channels",
        description="Ids of the channels it listens to. Empty: all of them.",
        json_schema_extra=widget("words", source="channels"),
    )


def only_next(params: Value) -> tuple[str, ...]:
    return ("next",)


def go_on(params: Value, context: Context) -> Step:
    return Step(leave="next")
