"""Facts that a model looks for: their schema for structured outputs, and the reading of what it found."""

from datetime import date
from typing import Any, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from engine import Value
from nodes.ai_asking import Json, number
from nodes.fields import Title, VariableName, Words
from ui_schema import widget

Kind: TypeAlias = Literal["text", "number", "integer", "boolean", "date", "choice"]
JSON_TYPES: dict[str, str] = {"number": "number", "integer": "integer", "boolean": "boolean"}
LONGEST = 2_000


class Fact(Value):
    """One thing to look for, and the variable that keeps it."""

    name: VariableName = Field(title="Name", description="The variable that keeps it: delivery_date.")
    kind: Kind = Field("text", title="Kind", description="What it is.", json_schema_extra=widget("select"))
    description: Title = Field("", title="Description", description="What exactly is meant: the day of the delivery.")
    options: Words = Field((), title="Options", description="If it is a choice: what it can be, word for word.")
    required: bool = Field(
        True,
        title="Needed",
        description="Without it the node leaves by `incomplete`.",
        json_schema_extra=widget("switch"),
    )

    @model_validator(mode="after")
    def _options_of_a_choice(self) -> Self:
        if self.kind == "choice" and not self.options:
            raise ValueError("a choice needs options")
        return self


def schema_of(fact: Fact) -> Json:
    """Null is allowed for every fact: structured outputs have no optional properties."""
    schema: Json = {"type": [JSON_TYPES.get(fact.kind, "string"), "null"], "description": _description(fact)}
    return {**schema, "enum": [*fact.options, None]} if fact.kind == "choice" else schema


def _description(fact: Fact) -> str:
    text = fact.description or fact.name.replace("_", " ")
    return f"{text} (YYYY-MM-DD)" if fact.kind == "date" else text


def value_of(fact: Fact, given: Any) -> Any:
    """The value as its kind; None for what is not there or is something else: a model may promise what it does not keep."""
    match fact.kind:
        case "boolean":
            return given if isinstance(given, bool) else None
        case "number":
            return number(given)
        case "integer":
            whole = number(given)
            return int(whole) if whole is not None and whole == int(whole) else None
        case _:
            return _worded(fact, given.strip()) if isinstance(given, str) else None


def _worded(fact: Fact, text: str) -> str | None:
    if fact.kind == "choice":
        return text if text in fact.options else None
    if fact.kind == "date":
        return _date(text)
    return text[:LONGEST] or None


def _date(text: str) -> str | None:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None


def example_of(fact: Fact, text: str) -> Any:
    """A value of its kind for the simulator: for a text the text itself, for a choice the option that it names."""
    match fact.kind:
        case "number" | "integer":
            return 1
        case "boolean":
            return True
        case "date":
            return "2027-01-01"
        case "choice":
            named = (option for option in fact.options if option.casefold() in text.casefold())
            return next(named, fact.options[0])
        case _:
            return text.strip()[:LONGEST]
