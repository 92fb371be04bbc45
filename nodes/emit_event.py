"""Tell other systems that something happened here: each webhook of the workspace that listens to it is called."""

import json
import re
from typing import Annotated

from pydantic import Field

from engine import Context, Emit, Step, Value
from engine.flow import NAME
from engine.shapes import Plain
from nodes.fields import Template, Title
from nodes.quoting import quoted
from nodes.spec import NodeType, only_next
from nodes.values import Wanted, evaluated
from ui_schema import NodeUi, widget

_NAME = re.compile(r"[A-Za-z0-9_.:-]{1,100}")


def _is_name(text: str) -> bool:
    return _NAME.fullmatch(text) is not None


class Item(Value):
    """Something that is told with it."""

    name: Annotated[str, Field(pattern=NAME)] = Field(
        title="Name", description="What it is called there.", json_schema_extra=widget("text")
    )
    value: Template = Field(
        title="Value", description="A text, or one expression such as {{ vars.order_no }}, which keeps its type."
    )


class Params(Value):
    name: Annotated[Title, Plain(_is_name, "is no name of an event", "use letters, digits and . _ : - only")] = Field(
        min_length=1, title="Event", description="What happened, in a word or two: order.placed."
    )
    data: tuple[Item, ...] = Field(
        (),
        max_length=50,
        title="Data",
        description="What is told with it, besides the contact, the conversation and the run.",
        json_schema_extra=widget("key_values"),
    )


def enter(params: Params, context: Context) -> Step:
    name = context.render(params.name, "name").strip()
    if not _is_name(name):
        context.problem("bad_name", f"{quoted(name)} is no name of an event: letters, digits and . _ : - only", "name")
        return Step(leave="next")
    data = evaluated(context, [Wanted(one.name, one.value, f"data.{i}.value") for i, one in enumerate(params.data)])
    limit = context.limits.result_bytes
    if len(json.dumps(data, default=str)) > limit:
        context.problem("event_too_large", f"nothing is told: the data are over {limit // 1024} KiB", "data")
        return Step(leave="next")
    return Step(effects=(Emit(name=name, data=data),), leave="next")


node = NodeType(
    kind="emit_event",
    params=Params,
    outputs=only_next,
    enter=enter,
    ui=NodeUi(title="Tell other systems", help=__doc__ or "", group="action", icon="megaphone"),
)
