"""Types for the fields of params: each says at once what the engine does with the text and which widget edits it.

An optional name carries its mark outside of the union, where the engine looks for it.
"""

from datetime import timedelta
from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, AnyHttpUrl, Field, TypeAdapter, ValidationError

from engine import Duration, Limits, Mark, Reads, Value
from engine.flow import NAME
from engine.kinds import Holds, Wants
from engine.named import Names
from engine.repeats import repeated
from engine.shapes import Plain
from ui_schema import widget

_Name: TypeAlias = Annotated[str, Field(pattern=NAME, examples=["order_no"])]
_ADDRESS: TypeAdapter[AnyHttpUrl] = TypeAdapter(AnyHttpUrl)
LONGEST_ADDRESS, LONGEST_TAG = 2_048, 100
LONGEST_CONTENT = Limits().template_output
ADDRESS_FIX = "write it as ann@example.com"


def is_web_address(text: str) -> bool:
    if not text.startswith(("http://", "https://")) or len(text) > LONGEST_ADDRESS:
        return False
    try:
        _ADDRESS.validate_python(text)
    except ValidationError:
        return False
    return True


Title: TypeAlias = Annotated[str, Mark.TEMPLATE, Field(max_length=200, json_schema_extra=widget("template"))]
Template: TypeAlias = Annotated[str, Mark.TEMPLATE, Field(max_length=4_096, json_schema_extra=widget("template"))]
LongTemplate: TypeAlias = Annotated[
    str, Mark.TEMPLATE, Field(max_length=8_192, json_schema_extra=widget("long_template"))
]
# What is handed over as it was filled in is held to what a template comes to; its source to what the checks say of all.
Content: TypeAlias = Annotated[
    str, Mark.TEMPLATE, Field(max_length=LONGEST_CONTENT, json_schema_extra=widget("template"))
]
LongContent: TypeAlias = Annotated[
    str, Mark.TEMPLATE, Field(max_length=LONGEST_CONTENT, json_schema_extra=widget("long_template"))
]
Address: TypeAlias = Annotated[
    str,
    Mark.TEMPLATE,
    Plain(is_web_address),
    Field(max_length=LONGEST_ADDRESS, json_schema_extra=widget("template", input="url")),
]
LiquidCondition: TypeAlias = Annotated[
    str, Mark.CONDITION, Field(max_length=2_048, json_schema_extra=widget("condition"))
]
AnswerCondition: TypeAlias = Annotated[LiquidCondition, Reads("answer")]
ListTemplate: TypeAlias = Annotated[
    Template,
    Plain(lambda _: False, "is a text, and no list", "write the name of a list in braces: {{ vars.items }}"),
    Wants("list"),
]
OR_EMPTY = Plain(bool, "is nothing but spaces", "write what is meant, or leave it empty")
Said: TypeAlias = Annotated[Template, OR_EMPTY]
PickedTemplate: TypeAlias = Annotated[Said, Reads("picked")]
ItemTemplate: TypeAlias = Annotated[Title, Reads("item")]
ItemText: TypeAlias = Annotated[Template, Reads("item")]
ItemAddress: TypeAlias = Annotated[Address, Reads("item")]
VariableName: TypeAlias = Annotated[_Name, Mark.SETS, Field(json_schema_extra=widget("variable"))]
SaveAs: TypeAlias = Annotated[_Name | None, Mark.SETS, Field(json_schema_extra=widget("variable"))]
FieldName: TypeAlias = Annotated[_Name, Names.FIELD, Field(json_schema_extra=widget("select", source="contact_fields"))]
OptionalFieldName: TypeAlias = Annotated[
    _Name | None, Names.FIELD, Field(json_schema_extra=widget("select", source="contact_fields"))
]
AnswerVariable: TypeAlias = Annotated[SaveAs, Holds()]
AnswerField: TypeAlias = Annotated[OptionalFieldName, Holds()]
FlowKey: TypeAlias = Annotated[str, Mark.FLOW, Field(min_length=1, max_length=100, json_schema_extra=widget("flow"))]
NodeId: TypeAlias = Annotated[
    str, Mark.NODE, Field(min_length=1, max_length=64, json_schema_extra=widget("select", source="nodes"))
]
TemplateName: TypeAlias = Annotated[
    str,
    Mark.MESSAGE_TEMPLATE,
    Field(min_length=1, max_length=100, json_schema_extra=widget("select", source="templates")),
]
SECRET = r"^[A-Za-z][A-Za-z0-9_]{0,63}$"  # noqa: S105 - how one may be called
SecretName: TypeAlias = Annotated[
    Annotated[str, Field(pattern=SECRET, examples=["SHOP_KEY"])] | None,
    Mark.SECRET,
    Field(json_schema_extra=widget("secret")),
]


TeamKey: TypeAlias = Annotated[
    str, Mark.TEAM, Field(max_length=100, json_schema_extra=widget("select", source="teams"))
]


def _at_least_a_second(duration: timedelta | None) -> timedelta | None:
    if duration is not None and duration < timedelta(seconds=1):
        raise ValueError("at least one second (PT1S)")
    return duration


def at_most(longest: timedelta, words: str) -> AfterValidator:
    """For a span that must not be longer; the words say so, with an example of how to write it."""

    def bounded(span: timedelta) -> timedelta:
        if span > longest:
            raise ValueError(words)
        return span

    return AfterValidator(bounded)


Span: TypeAlias = Annotated[Duration, AfterValidator(_at_least_a_second), Field(json_schema_extra=widget("duration"))]
OptionalSpan: TypeAlias = Annotated[
    Duration | None, AfterValidator(_at_least_a_second), Field(json_schema_extra=widget("duration"))
]
OutputId: TypeAlias = Annotated[
    str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$", json_schema_extra=widget("text", role="id"))
]
Word: TypeAlias = Annotated[str, Field(min_length=1, max_length=100)]
Words: TypeAlias = Annotated[
    tuple[Word, ...],
    Field(max_length=100, json_schema_extra=widget("words")),
]
_Said: TypeAlias = Annotated[Word, Plain(bool, "is nothing that anybody writes", "write a word, or take it out")]
SaidWords: TypeAlias = Annotated[
    tuple[_Said, ...],
    Field(max_length=100, json_schema_extra=widget("words")),
]
TagNames: TypeAlias = Annotated[
    tuple[Annotated[str, Names.TAG, Field(min_length=1, max_length=LONGEST_TAG)], ...],
    Field(max_length=100, json_schema_extra=widget("words", source="tags")),
]
Tag: TypeAlias = Annotated[
    str,
    Mark.TEMPLATE,
    Names.TAG,
    Field(min_length=1, max_length=LONGEST_TAG, json_schema_extra=widget("template", source="tags")),
]


class Choice(Value):
    """One of several things to press or to say."""

    id: OutputId = Field(title="Id", description="Names the output; the title may change without touching an edge.")
    title: Title = Field(min_length=1, title="Title", description="What the contact sees and may type.")
    description: Title = Field("", title="Description", description="A second line, shown where the layout is a list.")


class MediaSource(Value):
    """A file to send."""

    kind: Literal["image", "video", "audio", "document", "sticker"] = Field(
        title="Kind", description="What the file is. A sticker is sent by itself.", json_schema_extra=widget("select")
    )
    url: Address = Field(
        min_length=1, title="Address", description="Where the file is: https://…, or a template of it."
    )
    name: Title = Field("", title="File name", description="The name a document is shown by.")


def unique(ids: tuple[str, ...], *, reserved: frozenset[str] = frozenset()) -> None:
    """For validators of params: ids that name outputs occur once, and are none of the node's own outputs."""
    if twice := repeated(ids):
        raise ValueError(f"the id {twice[0]!r} is used twice")
    if taken := sorted(reserved & set(ids)):
        raise ValueError(f"the id {taken[0]!r} is the name of another output of this node")
