"""Start here when a contact comes by a link or an advertisement that carries a code: a deep link to the bot, such as
t.me/your_bot?start=summer, or a web chat that was opened with ?ref=summer. The code is `input.referral`."""

from pydantic import Field

from engine import Context, MessageReceived, Step
from nodes.fields import SaveAs, Words
from nodes.spec import NodeType, only_next
from nodes.starting import Pulled, admits
from ui_schema import NodeUi, widget


class Params(Pulled):
    codes: Words = Field(
        (),
        title="Codes",
        description="The codes it takes; one that ends in * takes all that begin so. Empty: any code.",
    )
    save_as: SaveAs = Field(None, title="Save as", description="The variable that keeps the code.")
    priority: int = Field(
        70,
        ge=0,
        le=100,
        title="Priority",
        description="When several triggers fit a message, the highest priority takes it: higher than keywords by default.",
        json_schema_extra=widget("number"),
    )


def matches(params: Params, message: MessageReceived) -> bool:
    code = message.referral
    return code is not None and (not params.codes or any(_fits(code, one) for one in params.codes))


def _fits(code: str, wanted: str) -> bool:
    """Codes are written by programs: capitals count."""
    return code.startswith(wanted[:-1]) if wanted.endswith("*") else code == wanted


def enter(params: Params, context: Context) -> Step:
    code = context.message.referral if context.message else None
    saved = {params.save_as: code} if params.save_as else {}
    return Step(variables=saved, result=code, leave="next")


node = NodeType(
    kind="referral",
    params=Params,
    outputs=only_next,
    enter=enter,
    matches=matches,
    admits=admits,
    ui=NodeUi(title="Referral link", help=__doc__ or "", group="trigger", icon="link"),
)
