"""Start here when the contact writes one of these words, of any language. Capitals, accents and punctuation make no difference.

For what no list of words can hold, such as the number of an order, the words can be patterns.
"""

from collections.abc import Iterator
from typing import Literal, Self, TypeAlias

from pydantic import Field, model_validator

from engine import MessageReceived
from engine.pulls import Pull
from engine.replies import beginning, only_phrase, pattern, pattern_problem, phrase, words
from engine.replies_text import pieces
from nodes.fields import SaidWords
from nodes.spec import NodeType, only_next
from nodes.starting import Pulled, admits, go_on
from ui_schema import NodeUi, widget

LONGEST = 10  # words of what is compared with parts of it; longer ones with the very same only
Whole: TypeAlias = tuple[tuple[str, ...], ...] | str  # a phrase by its words, or signs


class Params(Pulled):
    words: SaidWords = Field(
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


def pulls(params: Params) -> Pull:
    """What begins with a longer one of the same words begins with them, too; of patterns only the very same is known."""
    wholes = [_whole(word, params.match) for word in params.words]
    within = (frozenset((params.match, part) for part in _parts(whole, params.match)) for whole in wholes)
    return Pull(frozenset((params.match, whole) for whole in wholes if whole), tuple(within))


def _whole(word: str, where: str) -> Whole:
    return word if where == "pattern" else _by_word(word) or _bare(word)


def _by_word(text: str) -> tuple[tuple[str, ...], ...]:
    """What each word is compared by: it, and all that hangs on it by a hyphen or an apostrophe. However it is spelled:
    ``tshirt`` is ``t-shirt``, but has no ``t``."""
    found: list[tuple[str, ...]] = []
    for piece in pieces(text):
        found.append((*(found.pop() if piece.joint else ()), piece.key))
    return tuple(found)


def _parts(whole: Whole, where: str) -> Iterator[Whole]:
    """All that whoever says it says, too, as far as another trigger listens to it in the same way."""
    sizes = range(1, len(whole) + 1)
    match where:
        case "start" if len(whole) <= LONGEST:
            yield from (whole[:size] for size in sizes)
        case "anywhere" if len(whole) <= LONGEST:
            yield from (whole[at : at + size] for size in sizes for at in range(len(whole)))
        case _:
            yield whole


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
    pulls=pulls,
    admits=admits,
    ui=NodeUi(title="Keyword", help=__doc__ or "", group="trigger", icon="key-round"),
)
