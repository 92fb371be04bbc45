"""Say it loud."""

from pydantic import Field

from dialoom import Context, NodeType, NodeUi, SendMessage, Step, Template, Value


class Params(Value):
    text: Template = Field(min_length=1, title="Text", description="What is said in capital letters.")


def enter(params: Params, context: Context) -> Step:
    text = context.render(params.text, "text").upper()
    return Step(effects=(SendMessage(text=text),) if text else (), leave="next")


node = NodeType(
    kind="acme.shout",
    params=Params,
    outputs=lambda _: ("next",),
    enter=enter,
    ui=NodeUi(title="Shout", help=__doc__ or "", group="message", icon="megaphone"),
)
