"""Picking some of several choices: all in one message, or one press after the other."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self, TypeAlias

from pydantic import Field, model_validator

from engine import Button, Context, MessageReceived, SendMessage
from engine.asked import Beside, Pressable
from nodes.asking import Answer, Partly, laid_out
from nodes.choice_words import MEANINGS, done_label
from nodes.choosing import titles_of, typed
from nodes.fields import PickedTemplate
from nodes.phrases import bare_words
from nodes.questions import Asking
from nodes.several import Ids, Titles, only, several
from nodes.waiting import said
from ui_schema import widget

PICKED = "picked"  # where the node remembers what was ticked
DONE = ":done"  # no choice has an id like this
TICK = "✓"
BOTH = 2
_PICKED = "whoever types it picks it, and does not end"
Make: TypeAlias = Callable[[Ids], Answer | None]


class Picks(Pressable):
    """How many are picked, also in a form."""

    least: int = Field(
        1, ge=0, le=50, title="At least", description="So many have to be picked.", json_schema_extra=widget("number")
    )
    most: int = Field(
        50,
        ge=1,
        le=50,
        title="At most",
        description="So many can be picked; with the last of them the answer is complete.",
        json_schema_extra=widget("number"),
    )
    more_text: PickedTemplate = Field(
        "",
        title="After a press",
        description="What is said while more can be picked; `picked` lists the titles. Empty: ✓ and the titles.",
    )

    @model_validator(mode="after")
    def _least_before_most(self) -> Self:
        if self.least > self.most:
            raise ValueError("more have to be picked than can be")
        return self

    def beside(self, language: str) -> tuple[Beside, ...]:
        """The button that ends the picking."""
        ends = Beside(done_label(language), "the button that ends the picking", _PICKED)
        return (*super().beside(language), *((ends,) if self.most > 1 else ()))


class Picking(Picks, Asking):
    """Params of a question that takes several answers."""


@dataclass(frozen=True, slots=True)
class Menu:
    """What can be picked, in the language that is spoken; ``elsewhere`` has the titles of the flow's other languages."""

    buttons: tuple[Button, ...]
    elsewhere: tuple[Titles, ...] = ()

    @property
    def titles(self) -> Titles:
        return titles_of(self.buttons)


def menu_shape(params: Picking, context: Context, menu: Menu, ticked: Ids = ()) -> SendMessage:
    """The choices, those that were picked with a tick; and what ends the picking, once it can be ended."""
    shown = [
        button.model_copy(update={"title": f"{TICK} {button.title}"}) if button.id in ticked else button
        for button in menu.buttons
    ]
    ends = params.most > 1 and (ticked or not params.least) and len(ticked) >= params.least
    return laid_out((*shown, *([Button(id=DONE, title=done_label(context.language))] if ends else [])))


@dataclass(frozen=True, slots=True)
class Picker:
    """What a reply picks of the menu. ``make`` gives the answer to the ids that were picked; None where it does not have it
    any more."""

    params: Picking
    context: Context
    menu: Menu
    make: Make

    def read(self, heard: MessageReceived) -> Answer | Partly | None:
        ticked = ticked_before(self.context, self.menu)
        if heard.choice is not None and heard.choice in self.menu.titles:
            return self._pressed(heard.choice, ticked)
        ids = ticked if heard.choice == DONE else self._named(heard.text, ticked)
        if ids is None or len(ids) > self.params.most:
            return None
        enough = min(self.params.least, len(self.menu.buttons))
        return self.make(ids) if len(ids) >= enough else self._so_far(ids, ticked)

    def _pressed(self, id: str, ticked: Ids) -> Answer | Partly | None:
        after = tuple(one for one in ticked if one != id) if id in ticked else (*ticked, id)
        if len(after) >= min(self.params.most, len(self.menu.buttons)):
            return self.make(after)
        return self._ticking(after)

    def _so_far(self, ids: Ids, ticked: Ids) -> Partly | None:
        """What was named is kept as what is pressed; where nothing was added, it is asked again."""
        return self._ticking(ids) if len(ids) > len(ticked) else None

    def _ticking(self, ids: Ids) -> Partly:
        return Partly(_more(self.params, self.context, self.menu, ids), {PICKED: list(ids)})

    def _named(self, text: str, ticked: Ids) -> Ids | None:
        titles = self.menu.titles
        named = several(text, titles, self.context.language) or _elsewhere(text, self.menu)
        named = _by_word(text, titles, ticked) if named is None else named
        named = () if named is None and self._is_done(text, ticked) else named
        return None if named is None else tuple(dict.fromkeys((*ticked, *named)))

    def _is_done(self, text: str, ticked: Ids) -> bool:
        """By the button that ends the picking, where it is shown: it is the last one."""
        buttons = menu_shape(self.params, self.context, self.menu, ticked).buttons
        return any(button.id == DONE for button in buttons) and typed(buttons[-1], buttons[:-1], text)


def ticked_before(context: Context, menu: Menu) -> Ids:
    """What was pressed in this visit, as far as it can still be picked."""
    return tuple(id for id in context.memory.get(PICKED, ()) if id in menu.titles)


def _by_word(text: str, titles: Titles, ticked: Ids) -> Ids | None:
    """All of them; that these were all; or none, which nobody says who has picked some."""
    meaning = MEANINGS.get(bare_words(text))
    if meaning == "all" or (meaning == "both" and len(titles) == BOTH):
        return tuple(titles)
    return () if meaning == "done" or (meaning == "none" and not ticked) else None


def _elsewhere(text: str, menu: Menu) -> Ids | None:
    named = (several(text, titles) or () for titles in menu.elsewhere)
    return only({ids for ids in named if ids and set(ids) <= menu.titles.keys()})


def _more(params: Picking, context: Context, menu: Menu, ticked: Ids) -> tuple[SendMessage, ...]:
    titles = [menu.titles[id] for id in ticked]
    shape = menu_shape(params, context, menu, ticked)
    if not params.more_text:
        return (shape.model_copy(update={"text": f"{TICK} {', '.join(titles) or '-'}"}),)
    return said(context.given(picked=titles), params.more_text, "more_text", shape)
