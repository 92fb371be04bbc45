"""Put an emoji on what the contact wrote last: a quick “seen” that needs no words.

Telegram takes only the emoji that it offers in its own menu, some channels none, and a pressed button is no message to
put one on: the author says what happens then.
"""

import re
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from engine import Context, Reaction, SendMessage, Step, Value
from engine.shapes import Plain
from nodes.fields import Title
from nodes.quoting import quoted
from nodes.spec import NodeType
from ui_schema import NodeUi, widget

IMPOSSIBLE = "impossible"
_SIGN = (
    r"[^\w\s<>&\u200D\uFE0F\U0001F3FB-\U0001F3FF\U0001F1E6-\U0001F1FF]"
    r"\uFE0F?[\U0001F3FB-\U0001F3FF]?\uFE0F?[\U000E0020-\U000E007F]*"  # a colour of skin, the letters of a flag
)
_EMOJI = re.compile(rf"[\U0001F1E6-\U0001F1FF]{{2}}|{_SIGN}(\u200D{_SIGN})*")  # a flag; or signs that are joined
_LONGEST = 16


def _is_emoji(text: str) -> bool:
    return len(text) <= _LONGEST and _EMOJI.fullmatch(text) is not None


_Emoji: TypeAlias = Annotated[Title, Plain(_is_emoji, "is no emoji, or more than one", "choose one, such as 👍")]


class Params(Value):
    emoji: _Emoji = Field(min_length=1, title="Emoji", description="One emoji, such as 👍, or a template of it.")
    otherwise: Literal["nothing", "say", "output"] = Field(
        "nothing",
        title="Where it cannot be shown",
        description="Nothing is said; the emoji is said as a message; or the flow goes on by `impossible`.",
        json_schema_extra=widget("select"),
    )


def outputs(params: Params) -> tuple[str, ...]:
    return ("next", *((IMPOSSIBLE,) if params.otherwise == "output" else ()))


def enter(params: Params, context: Context) -> Step:
    emoji = context.render(params.emoji, "emoji").strip()
    if not _is_emoji(emoji):
        context.problem("bad_emoji", f"{quoted(emoji)} is no emoji: nothing is shown", "emoji")
        return Step(leave=IMPOSSIBLE if params.otherwise == "output" else "next")
    written = context.message.message_id if context.message else None
    if written and context.channel.reacts_with(emoji):
        return Step(effects=(SendMessage(reaction=Reaction(emoji=emoji, message=written)),), leave="next")
    return _otherwise(params, emoji)


def _otherwise(params: Params, emoji: str) -> Step:
    match params.otherwise:
        case "say":
            return Step(effects=(SendMessage(text=emoji),), leave="next")
        case "output":
            return Step(leave=IMPOSSIBLE)
        case _:
            return Step(leave="next")


node = NodeType(
    kind="react",
    params=Params,
    outputs=outputs,
    enter=enter,
    ui=NodeUi(title="React", help=__doc__ or "", group="message", icon="smile-plus"),
)
