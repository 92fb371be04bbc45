"""A row of cards on channels that show none: a message for each, or one numbered text where there is nothing to look at.

cards in a row → a message a card, with its picture and its buttons → a numbered text
"""

from collections.abc import Iterator

from channels.adapter import Capabilities
from engine import Media, SendMessage, Slide
from engine.effects import OfRow


def spread(message: SendMessage, can: Capabilities) -> tuple[SendMessage, ...]:
    """What is sent in place of the message, in order; the message itself, where nothing stands in the way."""
    if len(message.slides) <= can.cards:
        return (message,)
    words = message.model_copy(update={"slides": ()})
    said = (words,) if words != SendMessage() else ()
    return (*said, *_row(message.slides, can))


def _row(slides: tuple[Slide, ...], can: Capabilities) -> Iterator[SendMessage]:
    titles = tuple(slide.title for slide in slides)
    told = in_words(slides)
    if can.buttons or can.list_rows or "image" in can.media or len(told) > can.text:
        yield from (_alone(slide, OfRow(at=at, titles=() if at else titles)) for at, slide in enumerate(slides))
    else:
        yield SendMessage(text=told, of_row=OfRow(at=0, titles=titles))


def _alone(slide: Slide, at: OfRow) -> SendMessage:
    picture = Media(kind="image", url=slide.picture) if slide.picture else None
    return SendMessage(text=_words(slide), media=picture, buttons=slide.buttons, of_row=at)


def _words(slide: Slide) -> str:
    return "\n".join(filter(None, (slide.title, slide.text)))


def in_words(slides: tuple[Slide, ...]) -> str:
    """Numbered, each with all that it has."""
    return "\n\n".join(_block(number, slide) for number, slide in enumerate(slides, start=1))


def _block(number: int, slide: Slide) -> str:
    pressed = (f"{button.title}: {button.url}" if button.url else f"· {button.title}" for button in slide.buttons)
    return "\n".join(filter(None, (f"{number}. {_words(slide)}", slide.picture, *pressed)))
