"""What every trigger has in common that is pulled by something that happened, and not by a message."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, TypeAlias

from pydantic import Field

from engine import Context, Reads, Step
from engine.template_compare import folded
from nodes.fields import LiquidCondition, SaveAs
from nodes.starting import WHEN_BUSY, WHO_AND_WHEN, IgnoresOrInterrupts, Trigger
from ui_schema import widget

NewsCondition: TypeAlias = Annotated[LiquidCondition, Reads("event")]
EITHER = "either"


class PulledByNews(Trigger):
    """Its conditions may read what happened."""

    when_busy: IgnoresOrInterrupts = WHEN_BUSY
    audience: NewsCondition = Field(
        "",
        title="Only for",
        description="A condition on the contact, or on what happened: contact.tags contains 'vip' and event.after > 18.",
        json_schema_extra=widget("condition", section=WHO_AND_WHEN),
    )


class Saving(PulledByNews):
    save_as: SaveAs = Field(None, title="Save as", description="The variable that keeps what it was, or has become.")


def told(context: Context) -> Mapping[str, Any]:
    """What happened; nothing where the flow was started in another way."""
    data: Mapping[str, Any] = context.memory.get("news", {}).get("data", {})
    return {name: value for name, value in data.items() if name != "run"}


def entered(params: Saving, context: Context, saved: str) -> Step:
    """Goes on with all that is known of it as the result, and one part of it in the variable."""
    data = told(context)
    return Step(
        variables={params.save_as: data.get(saved)} if params.save_as else {}, result=data or None, leave="next"
    )


def among(value: Any, wanted: Iterable[str]) -> bool:
    """Whether it is one of these words, capitals aside; no words are all. Of a list one of its items is enough."""
    words = {folded(word) for word in wanted}
    values = value if isinstance(value, list) else [value]
    return not words or any(folded(one) in words for one in values if not isinstance(one, list | dict))
