"""Send up to ten cards in a row, each with a title, a text, a picture and buttons: products, dishes, free hours.

The cards are set here, or one card is made for each item of a list. Where a channel shows no rows, every card is a message
of its own, or all of them are a numbered text. The flow does not wait for a press: put a question, or *Wait for a reply*
with a *Switch* on {{ input.choice }}, behind it.
"""

from collections.abc import Iterator
from typing import Self

from pydantic import Field, model_validator

from engine import Context, SendMessage, Slide, Step, Value
from nodes.fields import Template, unique
from nodes.slides import CardOf, of_their_own, slide
from nodes.spec import NodeType
from nodes.values import listed
from nodes.variants import Instead
from ui_schema import NodeUi, widget

EMPTY = "empty"
MOST = 10


class Params(Value):
    text: Template = Field("", title="Text", description="Said before the cards.")
    items: Template = Field(
        "",
        title="List",
        description="For example {{ vars.products }}: the card below is made for each, and reads it as `item`.",
    )
    cards: tuple[CardOf, ...] = Field(
        min_length=1,
        max_length=MOST,
        title="Cards",
        description="From the first to the last. With a list: the one card that every item gets.",
        json_schema_extra=widget("key_values"),
    )

    instead: tuple[Instead, ...] = Field(
        (),
        max_length=20,
        title="Said instead on",
        description="On channels of one type a text takes the place of the text and all cards, or nothing is sent there.",
        json_schema_extra=widget("key_values", section="Other channels"),
    )

    @model_validator(mode="after")
    def _one_for_a_list(self) -> Self:
        if self.items and len(self.cards) != 1:
            raise ValueError("a list has one card, which is made for each of its items")
        unique(tuple(button.id for card in self.cards for button in card.buttons))
        unique(tuple(one.id for one in self.instead))
        return self


def outputs(params: Params) -> tuple[str, ...]:
    return ("next", *((EMPTY,) if params.items else ()))


def enter(params: Params, context: Context) -> Step:
    """The way out does not depend on the channel: an empty list is empty also where a text is said in place of cards."""
    slides = of_their_own(_of_items(params, context) if params.items else _as_set(params, context), context)
    if not slides and params.items:
        return Step(leave=EMPTY)
    return Step(effects=tuple(_said(params, context, slides)), leave="next")


def _said(params: Params, context: Context, slides: tuple[Slide, ...]) -> Iterator[SendMessage]:
    kind = context.channel.kind
    texts = ((one.text, f"instead.{i}.text", ()) for i, one in enumerate(params.instead) if one.id == kind)
    text, field, shown = next(texts, (params.text, "text", slides))
    if (said := context.render(text, field)).strip():
        yield SendMessage(text=said)
    if shown:
        yield SendMessage(slides=shown)


def _as_set(params: Params, context: Context) -> list[Slide]:
    made = (slide(card, context.given(item=None), f"cards.{i}") for i, card in enumerate(params.cards))
    return [one for one in made if one]


def _of_items(params: Params, context: Context) -> list[Slide]:
    items = listed(context, params.items, "items")
    if len(items) > MOST:
        context.problem("list_too_long", f"{len(items) - MOST} items have no card: a row has at most {MOST}", "items")
    made = (slide(params.cards[0], context.given(item=item), "cards.0") for item in items[:MOST])
    return [one for one in made if one]


node = NodeType(
    kind="send_cards",
    params=Params,
    outputs=outputs,
    enter=enter,
    ui=NodeUi(title="Send cards", help=__doc__ or "", group="message", icon="gallery-horizontal"),
)
