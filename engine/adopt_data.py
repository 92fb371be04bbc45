"""What other builders on React Flow call their nodes and fields, and what that is here."""

from collections.abc import Mapping
from typing import NamedTuple


class Counterpart(NamedTuple):
    """Our type; the field that takes its main text; the output that an edge without a usable handle starts at."""

    type: str
    text: str | None = None
    output: str = "next"


_SAYS = Counterpart("send_message", "text")
_ASKS = Counterpart("ask_text", "question", "answered")
_CHOOSES = Counterpart("ask_choice", "question", "no_match")
_BEGINS, _ENDS = Counterpart("any_message"), Counterpart("end")
_TABLE: Mapping[Counterpart, str] = {
    _BEGINS: "start trigger begin input entry startflow",
    _SAYS: "message text send sendmessage textmessage default output say bubble response reply botmessage",
    _ASKS: "question ask userinput textinput inputtext collect collectinput prompt freetext",
    Counterpart("ask_number", "question", "answered"): "number numberinput inputnumber asknumber",
    Counterpart("ask_email", "question", "answered"): "email emailinput inputemail askemail",
    Counterpart("ask_phone", "question", "answered"): "phone phoneinput inputphone askphone phonenumber",
    _CHOOSES: "choice choices buttons options menu quickreply quickreplies multiplechoice choiceinput list select",
    Counterpart("condition"): "condition if branch ifelse conditional",
    Counterpart("delay"): "delay wait pause sleep",
    Counterpart("hand_over", "message", "resumed"): "handover human agent livechat humanhandoff transfer handoff",
    Counterpart("http_request", output="success"): "http api request httprequest apicall webhook",
    _ENDS: "end finish stop exit endflow",
}
COUNTERPARTS: Mapping[str, Counterpart] = {word: one for one, words in _TABLE.items() for word in words.split()}
TEXTS = ("text", "message", "question", "prompt", "content", "body", "label", "title")
CHOICES = ("choices", "options", "buttons", "replies", "quickReplies", "items")
WORDS = ("keyword", "keywords", "words", "phrases")
VARIABLES = ("variable", "variableName", "saveAs", "save_as", "saveTo", "name")
UNITS = {"seconds": "PT{}S", "minutes": "PT{}M", "hours": "PT{}H", "days": "P{}D"}
ANSWERS = {"true": "true", "yes": "true", "then": "true", "false": "false", "no": "false", "else": "false"}
NOWHERE = frozenset(
    {"", "a", "b", "source", "out", "output", "default", "right", "bottom", "next"}
)  # handles that say nothing
