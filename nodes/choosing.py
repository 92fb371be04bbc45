"""Choices that the author has written: what the contact sees of them, and may type."""

import re
from collections.abc import Iterable

from engine import Button, Context
from engine.replies import pick
from nodes.fields import Choice
from nodes.questions import shared_words
from nodes.several import Titles

_NUMBER = re.compile(r"(?<!\d)\d{1,4}(?!\d)")


def buttons_of(choices: tuple[Choice, ...], context: Context) -> tuple[Button, ...]:
    return tuple(
        Button(
            id=choice.id,
            title=_title(choice, context, f"choices.{i}.title"),
            description=context.render(choice.description, f"choices.{i}.description"),
        )
        for i, choice in enumerate(choices)
    )


def titles_elsewhere(languages: Iterable[tuple[Choice, ...]], context: Context) -> tuple[Titles, ...]:
    """What else the contact may say for the choices; what is wrong with their titles is told of those that are shown."""
    quiet = context.given()
    quiet.problems = []
    return tuple(titles_of(buttons_of(choices, quiet)) for choices in languages)


def _title(choice: Choice, context: Context, field: str) -> str:
    """A title that comes out empty is replaced by its id: a choice nobody can see would lose its way out."""
    title = context.render(choice.title, field).strip()
    if not title:
        context.problem("empty_choice", f"the choice {choice.id!r} is shown by its id: its title is empty", field)
    return title or choice.id


def typed(last: Button, others: tuple[Button, ...], text: str) -> bool:
    """Whether this is the title of the button behind the others, or its number; what stands on one of them means that one."""
    if shared_words(tuple(button.title for button in others), (text,)):
        return False
    return bool(shared_words((last.title,), (text,))) or _is_number_of(last, others, text)


def _is_number_of(last: Button, others: tuple[Button, ...], text: str) -> bool:
    """No node knows whether a channel has shown its buttons as a numbered text. The number may have been there; but one that
    is in a title is about that."""
    titles = [*((button.id, button.title) for button in others), (last.id, "")]
    if not others or not any(sign.isdecimal() for sign in text) or pick(titles, text) != last.id:
        return False
    return all(int(number) != len(titles) for button in others for number in _NUMBER.findall(button.title))


def titles_of(buttons: tuple[Button, ...]) -> Titles:
    return {button.id: button.title for button in buttons}
