"""Ask the contact to pick from a list that is known only when the flow runs: what a shop has, the free hours of a day.

The variable keeps the item that was picked, or a list of items where several can be. An empty list leaves by `empty`.
"""

import zlib
from typing import Annotated, Any

from pydantic import Field

from engine import Context, Event, SendMessage, Step, Value
from nodes.asking import Answer, answer, as_shown, ask
from nodes.fields import OR_EMPTY, ItemTemplate, ListTemplate
from nodes.picking import PICKED, Menu, Picker, Picking, menu_shape, ticked_before
from nodes.questions import NO_MATCH, arms
from nodes.quoting import quoted
from nodes.remembered_items import ITEMS, Item, called_elsewhere, recalled, remembered
from nodes.several import Ids
from nodes.spec import NodeType
from nodes.values import listed
from ui_schema import NodeUi, widget

CHOSEN, EMPTY = "chosen", "empty"
NAMES = ("title", "name", "label", "id")
LONGEST_TITLE, LONGEST_DESCRIPTION = 200, 400  # both are remembered


class ListLimits(Value):
    """What can be picked of a list and how it is shown, also in a form."""

    items: ListTemplate = Field(
        min_length=1, title="List", description="For example {{ vars.products }} or {{ result.shop.body.hours }}."
    )
    title: Annotated[ItemTemplate, OR_EMPTY] = Field(
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


def outputs(params: Params) -> tuple[str, ...]:
    return (CHOSEN, EMPTY, *arms(params))


def enter(params: Params, context: Context) -> Step:
    """Who has stayed in the flow is asked again for what was offered, and has picked what they had picked."""
    return ask(params, context, shown(params, context)) if ITEMS in context.memory else _offered(params, context)


def _offered(params: Params, context: Context) -> Step:
    """The question, with the list as it is now."""
    found = listed(context, params.items, "items")
    if len(found) > params.limit:
        context.problem("list_too_long", f"{len(found) - params.limit} items are not offered", "limit")
    items = _items(params, context, found)
    if not items:
        return Step(leave=EMPTY)
    return ask(params, context, menu_shape(params, context, _menu(items)))._replace(memory=remembered(items, context))


def resume(params: Params, context: Context, event: Event) -> Step:
    items = _seen(params, context)
    menu, lost, titles = _menu(items), list[Item](), list[str]()

    def make(ids: Ids) -> Answer | None:
        chosen = [item for id in ids for item in items if item.id == id]
        lost.extend(item for item in chosen if not item.kept)
        titles[:] = (item.title for item in chosen)
        picked = [item.value for item in chosen]
        value = picked if params.most > 1 else picked[0] if picked else None
        return None if lost else Answer(value, CHOSEN, value)

    shape = menu_shape(params, context, menu, ticked_before(context, menu))
    step = answer(params, context, event, Picker(params, context, menu, make).read, shape)
    if lost:
        return _without(lost[0], params, context, step)
    return as_shown(step, titles) if step.leave == CHOSEN else step


def _without(lost: Item, params: Params, context: Context, step: Step) -> Step:
    """The contact has done nothing wrong: the list is offered as it is now, as long as there are attempts left."""
    why = f"the list does not have {quoted(lost.title)} any more, and its value is too large to be remembered"
    context.problem("item_gone", why, "items")
    if step.leave is not None:
        return step
    anew = _offered(params, context)._replace(heard=step.heard)
    before = {name: value for name, value in (step.memory or {}).items() if name != PICKED}
    return anew._replace(memory={**before, **(anew.memory or {})})


def shown(params: Params, context: Context) -> SendMessage:
    """The question's buttons as they are now: those that were pressed have a tick."""
    menu = _menu(_seen(params, context))
    return menu_shape(params, context, menu, ticked_before(context, menu))


def _seen(params: Params, context: Context) -> tuple[Item, ...]:
    quiet = context.given()
    quiet.problems = []  # they were told when it was asked
    return recalled(context, lambda: _items(params, quiet, listed(quiet, params.items, "items")))


def _menu(items: tuple[Item, ...]) -> Menu:
    return Menu(tuple(item.button for item in items), called_elsewhere(items))


def _items(params: Params, context: Context, found: list[Any]) -> tuple[Item, ...]:
    items = (_item(params, context.given(item=one), one, at) for at, one in enumerate(found[: params.limit], 1))
    return tuple(item for item in items if item)


def _item(params: Params, context: Context, found: Any, at: int) -> Item | None:
    """The id tells a press on this list from one on a list of before, which may have had something else in this place."""
    title = _title(params, context, found)
    if not title:
        context.problem("empty_choice", f"item {at} is not offered: its title is empty", "title")
        return None
    value = context.evaluate(params.value, "value") if params.value else found
    id = f"{at}-{zlib.crc32(title.encode(errors='replace')):08x}"
    description = context.render(params.description, "description")[:LONGEST_DESCRIPTION]
    elsewhere = _elsewhere(params, context, found)
    return Item(id=id, title=title, description=description, value=value, elsewhere=elsewhere)


def _elsewhere(params: Params, context: Context, found: Any) -> tuple[str, ...]:
    """What it is called in the flow's other languages, if the title is not the same template in all of them."""
    others = [one for one in context.other_languages if isinstance(one, Params) and one.title != params.title]
    quiet = context.given()
    quiet.problems = []
    return tuple(_title(other, quiet, found) for other in others)


def _title(params: Params, context: Context, found: Any) -> str:
    return (context.render(params.title, "title") if params.title else _name(found)).strip()[:LONGEST_TITLE]


def _name(found: Any) -> str:
    match found:
        case dict():
            return next((_name(found[name]) for name in NAMES if found.get(name)), "")
        case bool():
            return "true" if found else "false"
        case str() | int() | float():
            return str(found)
        case _:
            return ""


node = NodeType(
    kind="ask_from_list",
    params=Params,
    outputs=outputs,
    enter=enter,
    resume=resume,
    fallbacks=frozenset({NO_MATCH}),
    empty_handed=frozenset({EMPTY}),
    ui=NodeUi(title="Ask to choose from a list", help=__doc__ or "", group="input", icon="list-filter"),
)
