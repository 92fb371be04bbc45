"""What other builders on React Flow call their nodes and outputs, what that is here, and how the data are taken."""

import re
from collections.abc import Collection, Mapping
from copy import deepcopy
from typing import NamedTuple

from nodes.adopting.naming import output_of
from nodes.adopting.taking import Take, Theirs, all_of, nothing, numbers, request, text, variable, words
from nodes.adopting.taking_choices import buttons, choices
from nodes.adopting.taking_logic import condition, duration
from nodes.adopting.taking_media import KINDS, WORDS, caption, media
from nodes.questions import CANCELLED, NO_MATCH, SKIPPED
from nodes.waiting import EVENT, TIMEOUT


class Counterpart(NamedTuple):
    """Our type; how its data are taken; the output that an edge without a usable handle starts at, and whether that is a
    guess, which is told; what handles of the other outputs may be called. An output that only some data have is known
    nevertheless: the draft says what it lacks. Without an output edges stay as they came."""

    type: str
    take: Take = nothing
    output: str | None = "next"
    outputs: Mapping[str, str] = {}
    guessed: bool = False


def _named(*outputs: str) -> Mapping[str, str]:
    return {output: output for output in outputs}


_ANSWERED = "answered"
_ARMS = (NO_MATCH, TIMEOUT, EVENT, CANCELLED, SKIPPED)
_MINIMUM, _MAXIMUM = "minimum min minValue", "maximum max maxValue"
_SHORTEST, _LONGEST = "min_length minLength", "max_length maxLength"
_TRUE, _FALSE = dict.fromkeys(("true", "yes", "then"), "true"), dict.fromkeys(("false", "no", "else"), "false")


def _asks(type: str, *takes: Take) -> Counterpart:
    take = all_of(text("question"), variable, *takes)
    return Counterpart(type, take, _ANSWERED, _named(_ANSWERED, *_ARMS))


BEGINS, KEYWORD = Counterpart("any_message"), Counterpart("keyword", words)
SAYS = Counterpart("send_message", all_of(media(), text("text"), buttons))
CHOOSES = Counterpart("ask_choice", all_of(choices, text("question"), variable), NO_MATCH, _named(*_ARMS), guessed=True)
_FILES: tuple[tuple[Counterpart, str], ...] = tuple(
    (
        Counterpart("send_message", all_of(media(KINDS.get(word, ""), alone=True), caption)),
        f"{word} send{word} {word}message",
    )
    for word in sorted(WORDS)
)
_CALLS = _named("success", "client_error", "server_error", "timeout", "error")
_WORDS: tuple[tuple[Counterpart, str], ...] = (
    (BEGINS, "start trigger begin input entry startflow anymessage"),
    (KEYWORD, "keyword"),
    (SAYS, "message text send sendmessage textmessage default output say bubble response reply botmessage"),
    *_FILES,
    (
        _asks("ask_text", numbers(min_length=_SHORTEST, max_length=_LONGEST)),
        "question ask asktext userinput textinput inputtext collect collectinput prompt freetext",
    ),
    (
        _asks("ask_number", numbers(minimum=_MINIMUM, maximum=_MAXIMUM)),
        "number numberinput inputnumber asknumber",
    ),
    (_asks("ask_email"), "email emailinput inputemail askemail"),
    (_asks("ask_phone"), "phone phoneinput inputphone askphone phonenumber"),
    (
        CHOOSES,
        "choice askchoice choices buttons options menu quickreply quickreplies multiplechoice choiceinput list select",
    ),
    (
        Counterpart("condition", condition, "false", {**_TRUE, **_FALSE}, guessed=True),
        "condition if branch ifelse conditional",
    ),
    (Counterpart("delay", duration), "delay wait pause sleep"),
    (
        Counterpart("hand_over", text("message"), "resumed", _named("resumed", "resolved", TIMEOUT)),
        "handover human agent livechat humanhandoff transfer handoff",
    ),
    (Counterpart("http_request", request, "success", _CALLS), "http api request httprequest apicall webhook"),
    (Counterpart("end", output=None), "end finish stop exit endflow"),
)
COUNTERPARTS: Mapping[str, Counterpart] = {word: one for one, names in _WORDS for word in names.split()}
NOWHERE = frozenset({"", "a", "b", "source", "out", "output", "default", "right", "bottom", "next"})


def counterpart(kind: str, theirs: Theirs, handles: Collection[str], own: Collection[str] | None) -> Counterpart | None:
    """``handles`` are those that edges leave by. A start with words is one of these words, and a message whose buttons
    lead somewhere is a question: the flow waits for what is pressed. ``own`` are the fields of our type of this
    name, if there is one: with nothing else that it may be, or with one of these fields, it is that."""
    word = re.sub(r"(node|block|step)$", "", re.sub(r"[^a-z]", "", kind.lower()))
    there = COUNTERPARTS.get(word)
    if own is not None and (there is None or (there.type != kind and any(key in own for key in theirs))):
        return Counterpart(kind, output=None)
    if there is BEGINS and words(deepcopy(theirs)).data:
        return KEYWORD
    if there is SAYS and any(output_of(handle, buttons(deepcopy(theirs)).handles) for handle in handles):
        return CHOOSES
    return there
