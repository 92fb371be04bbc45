"""Read a text as JSON and keep parts of it in variables."""

from typing import Annotated, Any

from pydantic import Field

from engine import Context, Step, Value
from engine.document import unreadable
from engine.shapes import Plain
from nodes.fields import LongTemplate
from nodes.reading import is_json, json_of
from nodes.saving import Save, saved
from nodes.spec import NodeType
from ui_schema import NodeUi, widget

PARSED, INVALID = "parsed", "invalid"


class Params(Value):
    text: Annotated[
        LongTemplate, Plain(is_json, "is no JSON", "write the text that is read in braces: {{ vars.answer }}")
    ] = Field(min_length=1, title="Text", description="The text that is read, for example {{ vars.answer }}.")
    save: tuple[Save, ...] = Field(
        (),
        max_length=50,
        title="Keep",
        description="Parts of it that are kept in variables.",
        json_schema_extra=widget("key_values"),
    )


def outputs(params: Params) -> tuple[str, ...]:
    return (PARSED, INVALID)


def enter(params: Params, context: Context) -> Step:
    wrong = context.watching()
    value = context.evaluate(params.text, "text")
    if wrong():
        return Step(leave=INVALID)
    try:
        document = _parsed(value, context)
    except ValueError as error:
        context.problem("bad_json", f"the text is no JSON: {error}", "text")
        return Step(leave=INVALID)
    return Step(variables=saved(params.save, context, document), result=document, leave=PARSED)


def _parsed(value: Any, context: Context) -> Any:
    """A value that is no text is parsed already. Raises ValueError for what is no JSON or cannot be stored."""
    text = "" if value is None else value
    document = json_of(text) if isinstance(text, str) else text
    if problem := unreadable(document, context.limits):
        raise ValueError(problem.message)
    return document


node = NodeType(
    kind="parse_json",
    params=Params,
    outputs=outputs,
    enter=enter,
    empty_handed=frozenset({INVALID}),
    ui=NodeUi(title="Read JSON", help=__doc__ or "", group="data", icon="braces"),
)
