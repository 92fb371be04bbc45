"""Choices that the author has written: what the contact sees of them, and may type."""

from engine import Button, Context
from engine.replies import pick
from nodes.fields import Choice
from nodes.several import Titles


def buttons_of(choices: tuple[Choice, ...], context: Context) -> tuple[Button, ...]:
    """A title that comes out empty is replaced by its id: a choice nobody can see would lose its way out."""
    return tuple(
        Button(
            id=choice.id,
            title=context.render(choice.title, f"choices.{i}.title").strip() or choice.id,
            description=context.render(choice.description, f"choices.{i}.description"),
        )
        for i, choice in enumerate(choices)
    )


def at_its_place(id: str, buttons: tuple[Button, ...], text: str) -> bool:
    """Whether this is the number that the button has where buttons are shown as a numbered text; a title goes before."""
    titles = [(button.id, "" if button.id == id else button.title) for button in buttons]
    return len(titles) > 1 and any(sign.isdecimal() for sign in text) and pick(titles, text) == id


def titles_of(buttons: tuple[Button, ...]) -> Titles:
    return {button.id: button.title for button in buttons}
