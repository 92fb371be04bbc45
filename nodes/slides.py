"""The cards of a row, as an author sets them and as they are sent. What comes out wrong is left out, and a problem."""

from collections.abc import Iterator

from pydantic import Field

from engine import Button, Context, Slide, Value
from nodes.fields import ItemAddress, ItemTemplate, ItemText, is_web_address
from nodes.quoting import quoted
from ui_schema import widget

LONGEST_TITLE, LONGEST_TEXT, LONGEST_ID = 80, 800, 64


class CardButton(Value):
    """Something to press under a card."""

    id: ItemTemplate = Field(
        min_length=1, title="Id", description="What a press is known by: add_{{ item.id }}. Every button has its own."
    )
    title: ItemTemplate = Field(min_length=1, title="Title", description="What the button says.")
    url: ItemAddress = Field("", title="Opens", description="The address it opens. Empty: pressing it is an answer.")


class CardOf(Value):
    """A card: a title, and what belongs to it."""

    title: ItemTemplate = Field(min_length=1, title="Title", description="What it is: Margherita, {{ item.name }}.")
    text: ItemText = Field("", title="Text", description="A few words below the title.")
    picture: ItemAddress = Field("", title="Picture", description="Where its picture is: https://…")
    buttons: tuple[CardButton, ...] = Field(
        (),
        max_length=3,
        title="Buttons",
        description="Up to three: answers, or addresses.",
        json_schema_extra=widget("choices"),
    )


def slide(source: CardOf, context: Context, field: str) -> Slide | None:
    title = context.render(source.title, f"{field}.title").strip()[:LONGEST_TITLE]
    if not title:
        context.problem("empty_card", "the card is left out: its title is empty", f"{field}.title")
        return None
    return Slide(
        title=title,
        text=context.render(source.text, f"{field}.text").strip()[:LONGEST_TEXT],
        picture=_address(source.picture, context, f"{field}.picture"),
        buttons=tuple(_buttons(source, context, field)),
    )


def of_their_own(slides: list[Slide], context: Context) -> tuple[Slide, ...]:
    """A press must tell which button it was: of two with one id, the second is left out."""
    seen: set[str] = set()
    return tuple(_own(one, seen, context) for one in slides)


def _own(one: Slide, seen: set[str], context: Context) -> Slide:
    kept = []
    for button in one.buttons:
        if button.id in seen and not button.url:
            context.problem(
                "same_id", f"the button {button.title!r} is left out: {button.id!r} is another one's id", "cards"
            )
        else:
            kept.append(button)
            seen.add(button.id)
    return one.model_copy(update={"buttons": tuple(kept)})


def _buttons(source: CardOf, context: Context, field: str) -> Iterator[Button]:
    for i, button in enumerate(source.buttons):
        at = f"{field}.buttons.{i}"
        id, title = context.render(button.id, f"{at}.id").strip(), context.render(button.title, f"{at}.title").strip()
        url = _address(button.url, context, f"{at}.url")
        if not title:
            context.problem("empty_button", "the button is left out: its title is empty", f"{at}.title")
        elif not 1 <= len(id.encode()) <= LONGEST_ID:
            context.problem(
                "bad_id", f"the button is left out: {quoted(id)} has not 1 to {LONGEST_ID} bytes", f"{at}.id"
            )
        elif url or not button.url:
            yield Button(id=id, title=title, url=url)


def _address(source: str, context: Context, field: str) -> str | None:
    address = context.render(source, field).strip()
    if source and not is_web_address(address):
        context.problem("bad_address", f"it is left out: {quoted(address)} is no address", field)
        return None
    return address or None
