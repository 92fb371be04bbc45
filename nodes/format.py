"""Write a value as people write it in the contact's language: 12.500,50 €, 31 de mayo de 2026, चाय और कॉफ़ी. What cannot be
written so is kept as it is."""

from typing import Self

from babel import Locale
from pydantic import Field, model_validator

from engine import Context, Step, Value
from engine.filters.locale import nearest
from engine.formats import Unformattable, is_currency
from engine.marks import is_template
from engine.variables import fit
from nodes.fields import OptionalFieldName, Template, Title, VariableName
from nodes.formats import How, Length, Style, formatted, locale_of
from nodes.local_time import zone_in
from nodes.phone_numbers import Country
from nodes.quoting import quoted
from nodes.spec import NodeType, only_next
from nodes.zones import TimeZone
from ui_schema import NodeUi, widget

MORE = "More"


class Params(Value):
    value: Template = Field(
        min_length=1, title="Value", description="For example {{ vars.total }}, {{ vars.due }} or {{ contact.tags }}."
    )
    style: Style = Field(
        "number",
        title="As",
        description="What it is. A percent of 0.25 is written 25%.",
        json_schema_extra=widget("select"),
    )
    save_as: VariableName = Field(title="Save as", description="The variable that keeps the text.")
    currency: Title = Field(
        "", title="Currency", description="Three letters for an amount of money, such as EUR or INR. May be a template."
    )
    digits: int | None = Field(
        None,
        ge=0,
        le=10,
        title="Decimals",
        description="Numbers and percents are written with so many. Empty: as is usual.",
        json_schema_extra=widget("number"),
    )
    length: Length = Field(
        "medium",
        title="Length",
        description="How much of a date or a time is written: 31/5/26, or all of it in words.",
        json_schema_extra=widget("select"),
    )
    zone: TimeZone = Field(
        "UTC",
        title="Time zone",
        description="In which a moment is told. A date without a time is the same everywhere.",
        json_schema_extra=widget("text", role="time_zone", section=MORE),
    )
    contact_zone: OptionalFieldName = Field(
        None,
        title="Contact's time zone",
        description="A contact field that holds a time zone: where it does, a moment is told in that one.",
        json_schema_extra=widget("select", source="contact_fields", section=MORE),
    )
    country: Country = Field(
        "",
        title="Country",
        description="Two letters: a phone number of this country is written without the country code.",
        json_schema_extra=widget("text", section=MORE),
    )
    either: bool = Field(
        False,
        title="One of them",
        description="Joins the last two items of a list by “or” instead of “and”.",
        json_schema_extra=widget("switch", section=MORE),
    )
    language: Title = Field(
        "",
        title="Language",
        description="A language tag such as pt-BR, or a template of one. Empty: the one in which the contact is spoken to.",
        json_schema_extra=widget("template", section=MORE),
    )

    @model_validator(mode="after")
    def _with_its_currency(self) -> Self:
        if self.style == "currency" and not is_template(self.currency) and not is_currency(self.currency):
            raise ValueError("an amount of money needs a currency of three letters, such as EUR or INR")
        return self


def enter(params: Params, context: Context) -> Step:
    """Where its template fails nothing is overwritten."""
    wrong = context.watching()
    value, how = context.evaluate(params.value, "value"), _how(params, context)
    if wrong() and value is None:
        return Step(leave="next")
    text = _written(params, context, value, how)
    return Step(variables={params.save_as: text}, result=text, leave="next")


def _how(params: Params, context: Context) -> How:
    return How(
        locale=_locale(params, context),
        zone=zone_in(context, params.zone, params.contact_zone),
        digits=params.digits,
        currency=context.render(params.currency, "currency").strip().upper(),
        length=params.length,
        country=params.country,
        either=params.either,
    )


def _locale(params: Params, context: Context) -> Locale:
    """What the author names has to exist: else it is written as if they had named none."""
    tag = context.render(params.language, "language").strip()
    found = nearest(tag)
    if tag and found is None:
        told = f"there is no language {quoted(tag)}; one is written en, pt-BR or hi"
        context.problem("bad_language", told, "language")
    return found or locale_of(context.language)


def _written(params: Params, context: Context, value: object, how: How) -> str:
    try:
        return formatted(params.style, value, how)
    except Unformattable as error:
        context.problem("cannot_format", str(error), "value")
        return str(fit("text", value) or "")


node = NodeType(
    kind="format",
    params=Params,
    outputs=only_next,
    enter=enter,
    ui=NodeUi(title="Format", help=__doc__ or "", group="data", icon="a-large-small"),
)
