"""Start here when the contact writes one of these words, of any language. Capitals, accents and punctuation make no difference.

For what no list of words can hold, such as the number of an order, the words can be patterns.
"""

from typing import Literal, Self

from pydantic import Field, model_validator

from engine import MessageReceived, Value
from engine.replies import beginning, only_phrase, pattern, pattern_problem, phrase, words
from engine.replies_text import pieces
from nodes.fields import Words
from nodes.spec import NodeType, only_next
from nodes.starting import Pulled, admits, go_on
from ui_schema import NodeUi, widget


class Params(Pulled):
    words: Words = Field(
        min_length=1, title="Words", description="Words or short phrases; one of them is enough, for example: order."
    )
    match: Literal["start", "exact", "anywhere", "pattern"] = Field(
        "start",
        title="Where",
        description=r"The message starts with the words, is exactly them, or has them anywhere; or the words are patterns"
        r" that are found in it, such as ^order \d+$.",
        json_schema_extra=widget("select"),
    )

    @model_validator(mode="after")
    def _readable(self) -> Self:
        patterns = self.words if self.match == "pattern" else ()
        for one in patterns:
            if problem := pattern_problem(one):
                raise ValueError(f"{one!r}: {problem}")
        return self

    def takes_all_of(self, other: Value) -> bool:
        """Whether no message pulls the other trigger that does not pull this one. What begins with a longer one of the same
        words begins with them, too; of patterns only the very same is known."""
        if not isinstance(other, Params) or other.match != self.match:
            return False
        if self.match == "pattern":
            return set(other.words) <= set(self.words)
        return all(any(_within(mine, theirs, self.match) for mine in self.words) for theirs in other.words)


def matches(params: Params, message: MessageReceived) -> bool:
    return any(_found(wanted, message.text, params.match) for wanted in params.words)


def _found(wanted: str, said: str, where: str) -> bool:
    if where == "pattern":
        return pattern(said, wanted) is not None
    if not words(wanted):
        return _sign_found(_bare(wanted), _bare(said), where)
    match where:
        case "exact":
            return only_phrase(said, wanted) is not None
        case "start":
            return beginning(said, wanted) is not None
        case _:
            return phrase(said, wanted) is not None


def _within(mine: str, theirs: str, where: str) -> bool:
    """Whether whoever says theirs says mine, too. However they spell it: ``tshirt`` is ``t-shirt``, but has no ``t``."""
    short, long = _by_word(mine), _by_word(theirs)
    if not short or not long:
        return short == long and _sign_found(_bare(mine), _bare(theirs), where)
    match where:
        case "exact":
            return long == short
        case "start":
            return long[: len(short)] == short
        case _:
            return any(long[at : at + len(short)] == short for at in range(len(long)))


def _by_word(text: str) -> list[tuple[str, ...]]:
    """What each word is compared by: it, and all that hangs on it by a hyphen or an apostrophe."""
    found: list[tuple[str, ...]] = []
    for piece in pieces(text):
        found.append((*(found.pop() if piece.joint else ()), piece.key))
    return found


def _sign_found(sign: str, said: str, where: str) -> bool:
    """For what has no letters, such as a thumb up or a question mark."""
    return bool(sign) and {"exact": said == sign, "start": said.startswith(sign)}.get(where, sign in said)


def _bare(text: str) -> str:
    """Without the invisible sign that asks for a colourful picture: some keyboards add it, some do not."""
    return text.replace("\ufe0f", "").strip()


node = NodeType(
    kind="keyword",
    params=Params,
    outputs=only_next,
    enter=go_on,
    matches=matches,
    admits=admits,
    ui=NodeUi(title="Keyword", help=__doc__ or "", group="trigger", icon="key-round"),
)
