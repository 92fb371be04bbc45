"""Ask for an e-mail address. It may stand in a sentence; “you can write to Ann@Example.com.” gives Ann@example.com.

Whether the address exists is not looked up. Of two addresses in one reply none is taken: the question is asked again.
"""

import re

from engine import Context, Event, MessageReceived, Step
from nodes.asking import Answer, answer, ask, the_one
from nodes.phrases import plain
from nodes.questions import Asking, arms
from nodes.spec import NodeType
from ui_schema import NodeUi

LONGEST_ADDRESS = 254
_ADDRESS = re.compile(
    r"""(?<![A-Za-z0-9._%+&@-])
    (?P<name>[A-Za-z0-9_] (?: [A-Za-z0-9_%+&'-] | \.(?=[A-Za-z0-9_%+&'-]) ){0,63})
    @
    (?P<domain> (?: [A-Za-z0-9] (?: [A-Za-z0-9-]{0,61} [A-Za-z0-9] )? \. )+ (?: [A-Za-z]{2,63} | xn--[A-Za-z0-9-]{2,59} ) )
    (?! -?[A-Za-z0-9@_] | \.[A-Za-z0-9] )
    """,
    re.VERBOSE,
)


class Params(Asking):
    """The question and what follows on its answer is all there is."""


def outputs(params: Params) -> tuple[str, ...]:
    return ("answered", *arms(params))


def enter(params: Params, context: Context) -> Step:
    return ask(params, context)


def resume(params: Params, context: Context, event: Event) -> Step:
    return answer(params, context, event, _read)


def _read(said: MessageReceived) -> Answer | None:
    matches = _ADDRESS.finditer(plain(said.text))
    return the_one({address for found in matches if len(address := _address(found)) <= LONGEST_ADDRESS})


def _address(found: re.Match[str]) -> str:
    return f"{found['name']}@{found['domain'].lower()}"


node = NodeType(
    kind="ask_email",
    params=Params,
    outputs=outputs,
    enter=enter,
    resume=resume,
    ui=NodeUi(title="Ask for an e-mail address", help=__doc__ or "", group="input", icon="at-sign"),
)
