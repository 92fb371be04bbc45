"""Set the contact's language: from here on, and in later flows, they are spoken to in it where it is translated."""

from typing import Self

from pydantic import Field, TypeAdapter, ValidationError, model_validator

from engine import Context, SetField, Step, Value
from engine.flow import Language
from engine.languages import LONGEST_TAG
from engine.marks import is_template
from nodes.fields import Title
from nodes.quoting import quoted
from nodes.spec import NodeType, only_next
from ui_schema import NodeUi

REGION, SCRIPT = 2, 4
TAG: TypeAdapter[str] = TypeAdapter(Language)


class Params(Value):
    language: Title = Field(
        min_length=1, title="Language", description="A language tag such as en, pt-BR or zh-Hant, or a template of one."
    )

    @model_validator(mode="after")
    def _a_language(self) -> Self:
        if not is_template(self.language) and tag_of(self.language) is None:
            raise ValueError(f"{quoted(self.language)} is no language tag; one looks like en, pt-BR or zh-Hant")
        return self


def enter(params: Params, context: Context) -> Step:
    text = context.render(params.language, "language")
    tag = tag_of(text)
    if tag is None:
        context.problem("bad_language", f"{quoted(text)} is no language tag; the language stays as it is", "language")
        return Step(leave="next")
    return Step(effects=(SetField(name="language", value=tag),), result=tag, leave="next")


def tag_of(text: str) -> str | None:
    """The tag as it is usually written, ``pt-BR`` for ``PT_br``; None for what is none (BCP 47)."""
    language, *more = text.strip().replace("_", "-").split("-")
    try:
        tag = TAG.validate_python("-".join((language.lower(), *map(_written, more))))
    except ValidationError:
        return None
    return tag if len(tag) <= LONGEST_TAG else None


def _written(subtag: str) -> str:
    if len(subtag) == REGION:
        return subtag.upper()
    return subtag.capitalize() if len(subtag) == SCRIPT and subtag.isalpha() else subtag.lower()


node = NodeType(
    kind="set_language",
    params=Params,
    outputs=only_next,
    enter=enter,
    ui=NodeUi(title="Set the language", help=__doc__ or "", group="data", icon="languages"),
)
