"""What was offered last to be pressed, and the press that somebody means who types its number or its title.

A channel may show buttons as a numbered text, and whoever sees buttons may type nevertheless: it is a press in any case.
"""

from collections.abc import Iterator
from functools import lru_cache

from engine.effects import Button, SendMessage
from engine.events import MessageReceived
from engine.model import Value
from engine.replies_choice import titled
from engine.replies_text import alike, fold, words

LONGEST_NAME = 200  # nobody types more than that, and it is stored at every turn
LONGEST_NUMBER = 4


class Offered(Value):
    """Something to press: the id of the press, what it is called, and its number, where there are several."""

    id: str
    title: str
    card: str = ""
    number: int | None = None


def offered_by(message: SendMessage) -> tuple[Offered, ...]:
    """Numbered as a channel without buttons shows them: the buttons of a message, or the cards of a row."""
    replies = _replies(message.buttons)
    several = len(replies) > 1
    buttons = (
        Offered(id=one.id, title=_name(one.title), number=place if several else None)
        for place, one in enumerate(replies, start=1)
    )
    return (*buttons, *_of_cards(message))


def offers_a_press(message: SendMessage) -> bool:
    buttons = (*message.buttons, *(button for slide in message.slides for button in slide.buttons))
    return any(not one.url for one in buttons)


def pressed(message: MessageReceived, offers: tuple[Offered, ...]) -> MessageReceived:
    """The press that is meant, with the title that a real press brings along. A word with something else is no press."""
    if not offers:
        return message
    if message.choice is not None:
        meant = [one for one in offers if one.id == message.choice and not message.text]
    elif message.media or message.location or message.phone:
        return message
    else:
        meant = _called(message.text, offers)
    if len(meant) != 1:
        return message
    text = message.text if _bare(message.text[:LONGEST_NAME]) in _names(meant[0]) else meant[0].title
    return message.model_copy(update={"choice": meant[0].id, "text": text})


def unnumbered(offers: tuple[Offered, ...]) -> tuple[Offered, ...]:
    """Something else was said since: a number answers that, and only a title still means what was offered."""
    if all(one.number is None for one in offers):
        return offers
    return tuple(one.model_copy(update={"number": None}) for one in offers)


def _called(text: str, offers: tuple[Offered, ...]) -> list[Offered]:
    """By a title; or by the number, which a title goes before. Nothing else of what a question takes for a choice is a press: no
    part of a title and no slip of the keys, no place in words, no sentence around any of them.
    """
    said = _bare(text) if len(text) <= LONGEST_NAME else ""
    named = [one for one in offers if said and said in _names(one)]
    number = int(said) if said.isdecimal() and len(said) <= LONGEST_NUMBER else None
    return _best_named(text, named) or [one for one in offers if number is not None and one.number == number]


def _best_named(text: str, named: list[Offered]) -> list[Offered]:
    """``C++`` beside ``C``: of several that differ only in signs or accents, those that are called just so."""
    if len(named) <= 1:
        return named
    best = titled([(str(at), name) for at, one in enumerate(named) for name in (one.title, one.card)], text)
    return [named[int(at)] for at in dict.fromkeys(best)] or named


def _of_cards(message: SendMessage) -> Iterator[Offered]:
    """A card with one thing to press is as good as that: its title and its number mean it. Where one of them has several, its
    title means none of those, and a channel may number them.
    """
    cards = [(slide.title, _replies(slide.buttons)) for slide in message.slides]
    numbered = len(cards) > 1 and all(len(replies) <= 1 for _, replies in cards)
    for number, (title, replies) in enumerate(cards, start=1):
        for one in replies:
            yield Offered(id=one.id, title=_name(one.title), card=_name(title), number=number if numbered else None)


def _replies(buttons: tuple[Button, ...]) -> list[Button]:
    return [button for button in buttons if not button.url]


def _name(title: str) -> str:
    return title[:LONGEST_NAME]


def _names(one: Offered) -> set[str]:
    return {_bare(one.title), _bare(one.card)} - {""}


@lru_cache(maxsize=4_096)
def _bare(text: str) -> str:
    """Without case, accents and signs; what is no words, such as an emoji, stays as it is."""
    return " ".join(words(alike(fold(text)))) or fold(text)
