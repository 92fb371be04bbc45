"""Ask the contact to pick from a list that is known only when the flow runs: what a shop has, the free hours of a day.

The variable keeps the item that was picked, or a list of items where several can be. An empty list leaves by `empty`.
"""

import zlib
from typing import Any, NamedTuple

from pydantic import Field

from engine import Button, Context, Event, Step, Value
from nodes.asking import Answer, answer, ask
from nodes.fields import ItemTemplate, Template
from nodes.picking import Menu, Picking, menu_shape, picking, ticked_before
from nodes.questions import NO_MATCH, arms
from nodes.several import Ids
from nodes.spec import NodeType
from nodes.values import listed
from ui_schema import NodeUi, widget

CHOSEN, EMPTY = "chosen", "empty"
NAMES = ("title", "name", "label", "id")
LONGEST_TITLE = 200


class ListLimits(Value):
    """What can be picked of a list and how it is shown, also in a form."""

    items: Template = Field(
        min_length=1, title="List", description="For example {{ vars.products }} or {{ result.shop.body.hours }}."
    )
    title: ItemTemplate = Field(
        "",
        title="Title",
        description="What is shown of an item: {{ item.name }}, {{ item.price }}. Empty: the item, or its title or name.",
    )
    description: ItemTemplate = Field("", title="Description", description="A second line, shown in a list.")
    value: ItemTemplate = Field("", title="Value", description="What is kept of it: {{ item.id }}. Empty: the item.")
    limit: int = Field(
        10,
        ge=1,
        le=50,
        title="Show at most",
        description="So many items are offered, from the top. Many channels show no more than ten.",
        json_schema_extra=widget("number"),
    )
    most: int = Field(
        1,
        ge=1,
        le=50,
        title="At most",
        description="So many can be picked. More than one: the variable keeps a list.",
        json_schema_extra=widget("number"),
    )


class Params(ListLimits, Picking):
    """What can be picked, how many of it, and what every question has."""


class Offer(NamedTuple):
    button: Button
    value: Any


def outputs(params: Params) -> tuple[str, ...]:
    return (CHOSEN, EMPTY, *arms(params))


def enter(params: Params, context: Context) -> Step:
    items = listed(context, params.items, "items")
    if len(items) > params.limit:
        context.problem("list_too_long", f"{len(items) - params.limit} items are not offered", "limit")
    menu = _menu(_offers(params, context, items))
    return ask(params, context, menu_shape(params, context, menu)) if menu.buttons else Step(leave=EMPTY)


def resume(params: Params, context: Context, event: Event) -> Step:
    offers = _offers(params, context, listed(context, params.items, "items"))
    menu = _menu(offers)

    def make(ids: Ids) -> Answer:
        picked = [offer.value for id in ids for offer in offers if offer.button.id == id]
        value = picked if params.most > 1 else picked[0] if picked else None
        return Answer(value, CHOSEN, value)

    shape = menu_shape(params, context, menu, ticked_before(context, menu))
    return answer(params, context, event, picking(params, context, menu, make), shape)


def _menu(offers: list[Offer]) -> Menu:
    return Menu(tuple(offer.button for offer in offers))


def _offers(params: Params, context: Context, items: list[Any]) -> list[Offer]:
    offers = (_offer(params, context.given(item=item), item, at) for at, item in enumerate(items[: params.limit], 1))
    return [offer for offer in offers if offer]


def _offer(params: Params, context: Context, item: Any, at: int) -> Offer | None:
    """The id tells a press on this list from one on a list of before, which may have had something else in this place."""
    title = (context.render(params.title, "title") if params.title else _name(item)).strip()[:LONGEST_TITLE]
    if not title:
        context.problem("empty_choice", f"item {at} is not offered: its title is empty", "title")
        return None
    value = context.evaluate(params.value, "value") if params.value else item
    id = f"{at}-{zlib.crc32(title.encode(errors='replace')):08x}"
    return Offer(Button(id=id, title=title, description=context.render(params.description, "description")), value)


def _name(item: Any) -> str:
    match item:
        case dict():
            return next((_name(item[name]) for name in NAMES if item.get(name)), "")
        case str() | int() | float():
            return str(item)
        case _:
            return ""


node = NodeType(
    kind="ask_from_list",
    params=Params,
    outputs=outputs,
    enter=enter,
    resume=resume,
    fallbacks=frozenset({NO_MATCH}),
    ui=NodeUi(title="Ask to choose from a list", help=__doc__ or "", group="input", icon="list-filter"),
)
