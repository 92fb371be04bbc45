"""Send a text that the platform has approved: where a business may write first, or after a day of silence, only with such.

It is sent in the contact's language, else in its nearest, else in the other language. Where the platform has not approved
it, or the channel knows no such texts, the fallback text is said; without one, such a channel gets the template's own
words as an ordinary message.
"""

from typing import Self

from pydantic import Field, model_validator

from engine import Context, SendMessage, Step, TemplateUse, Value
from engine.message_templates import MessageTemplate, in_language
from nodes.fields import Template, TemplateName, Title, unique
from nodes.spec import NodeType
from ui_schema import NodeUi, widget

SENT, FALLBACK = "sent", "fallback"
LANGUAGE = "Language"


class Filling(Value):
    """What stands in one place of the template."""

    name: str = Field(
        min_length=1,
        max_length=60,
        title="Place",
        description="Its number or name in the template: 1, order.",
        json_schema_extra=widget("text"),
    )
    value: Template = Field(min_length=1, title="Value", description="What is filled in: {{ vars.order_no }}.")


class Params(Value):
    template: TemplateName = Field(title="Template", description="The name that it has with the platform.")
    values: tuple[Filling, ...] = Field(
        (),
        max_length=50,
        title="Filled in",
        description="Every place of the template has a value.",
        json_schema_extra=widget("key_values"),
    )
    fallback: Template = Field("", title="Fallback text", description="Said where the template cannot be sent.")
    language: Title = Field(
        "",
        title="Language",
        description="For example pt-BR, or a template of it. Empty: the contact's.",
        json_schema_extra=widget("template", section=LANGUAGE),
    )
    other_language: Title = Field(
        "",
        title="Other language",
        description="Where there is none in that one: en.",
        json_schema_extra=widget("template", section=LANGUAGE),
    )

    @model_validator(mode="after")
    def _each_place_once(self) -> Self:
        unique(tuple(one.name for one in self.values))
        return self


def outputs(params: Params) -> tuple[str, ...]:
    return (SENT, FALLBACK)


def enter(params: Params, context: Context) -> Step:
    found = _found(params, context)
    message = _message(params, context, found) if found else None
    if message:
        return Step(
            effects=(message,), result={"name": params.template, "language": found and found.language}, leave=SENT
        )
    text = context.render(params.fallback, "fallback")
    return Step(effects=(SendMessage(text=text),) if text.strip() else (), leave=FALLBACK)


def _found(params: Params, context: Context) -> MessageTemplate | None:
    named = [one for one in context.templates if one.name == params.template]
    languages = (
        context.render(params.language, "language").strip() or context.language,
        context.render(params.other_language, "other_language").strip(),
    )
    if not named:
        context.problem("unknown_template", f"there is no template {params.template!r}", "template")
    if not _approves(context):
        return None if params.fallback.strip() else in_language(named, *languages)
    ours = [one for one in named if one.channel == context.channel.kind]
    found = in_language([one for one in ours if one.status == "approved"], *languages)
    if ours and found is None:
        wanted, states = (
            " or ".join(filter(None, languages)),
            ", ".join(f"{one.language} is {one.status}" for one in ours),
        )
        context.problem(
            "template_not_approved", f"{params.template!r} has no approved text in {wanted}: {states}", "template"
        )
    return found


def _approves(context: Context) -> bool:
    """Whether the channel has such texts; where nobody knows, whether there are some for it."""
    known = context.channel.templates
    return any(one.channel == context.channel.kind for one in context.templates) if known is None else known


def _message(params: Params, context: Context, template: MessageTemplate) -> SendMessage | None:
    values = {one.name: context.render(one.value, f"values.{i}.value").strip() for i, one in enumerate(params.values)}
    if missing := [name for name in template.places if not values.get(name)]:
        names = ", ".join(missing)
        context.problem("missing_template_value", f"{params.template!r} cannot be sent: {names} is empty", "values")
        return None
    used = {name: values[name] for name in template.places}
    return SendMessage(
        text=template.filled(used),
        media=template.header,
        buttons=template.buttons,
        template=TemplateUse(name=template.name, language=template.language, values=used),
    )


node = NodeType(
    kind="send_template",
    params=Params,
    outputs=outputs,
    enter=enter,
    ui=NodeUi(title="Send a template", help=__doc__ or "", group="message", icon="badge-check"),
)
