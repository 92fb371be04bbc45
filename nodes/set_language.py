"""Set the contact's language: from here on, and in later flows, they are spoken to in it where it is translated."""

from typing import Self

from pydantic import Field, model_validator

from engine import Context, SetField, Step, Value
from engine.languages import well_formed
from engine.marks import is_template
from nodes.fields import Title
from nodes.quoting import quoted
from nodes.spec import NodeType, only_next
from ui_schema import NodeUi


class Params(Value):
    language: Title = Field(
        min_length=1, title="Language", description="A language tag such as en, pt-BR or zh-Hant, or a template of one."
    )

    @model_validator(mode="after")
    def _a_language(self) -> Self:
        if not is_template(self.language) and well_formed(self.language) is None:
            raise ValueError(f"{quoted(self.language)} is no language tag; one looks like en, pt-BR or zh-Hant")
        return self


def enter(params: Params, context: Context) -> Step:
    text = context.render(params.language, "language")
    tag = well_formed(text)
    if tag is None:
        context.problem("bad_language", f"{quoted(text)} is no language tag; the language stays as it is", "language")
        return Step(leave="next")
    return Step(effects=(SetField(name="language", value=tag),), result=tag, leave="next")


node = NodeType(
    kind="set_language",
    params=Params,
    outputs=only_next,
    enter=enter,
    ui=NodeUi(title="Set the language", help=__doc__ or "", group="data", icon="languages"),
)
