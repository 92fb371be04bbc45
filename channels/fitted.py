"""A message in the form that a channel can carry. Nothing that was to be said is left out, it is only said more simply:

    buttons → list → numbered text · a place → a link → an address · a sticker → a picture
    a contact card, a file, a reaction → words · a template → its text

What still does not fit after that, such as a text that is too long, is for the adapter to refuse.
"""

from collections.abc import Iterator

from channels.adapter import Capabilities
from channels.rows import in_words
from engine import Button, Location, SendMessage
from engine.world import can_react

MAP = "https://www.openstreetmap.org/?mlat={0}&mlon={1}#map=16/{0}/{1}"


def fitted(message: SendMessage, can: Capabilities) -> SendMessage:
    """The same message for a channel with these capabilities; itself, where nothing stands in the way."""
    if message.template and can.templates:  # what was approved is sent as it is
        return message
    said = message.model_copy(update={"template": None}) if message.template else message
    return _pressed(_place(_card(_file(_sticker(_reaction(_row(said, can), can), can), can), can), can), can)


def _row(message: SendMessage, can: Capabilities) -> SendMessage:
    """What ``spread`` has not divided into messages."""
    if len(message.slides) <= can.cards:
        return message
    return _told(message, in_words(message.slides)).model_copy(update={"slides": ()})


def _reaction(message: SendMessage, can: Capabilities) -> SendMessage:
    if message.reaction is None or (can_react(can.reactions, message.reaction.emoji) and _nothing_else(message)):
        return message
    return _told(message, message.reaction.emoji).model_copy(update={"reaction": None})


def _nothing_else(message: SendMessage) -> bool:
    return message == SendMessage(reaction=message.reaction)


def _sticker(message: SendMessage, can: Capabilities) -> SendMessage:
    """A sticker goes alone; next to anything else it is a picture."""
    if message.media is None or message.media.kind != "sticker" or "image" not in can.media:
        return message
    if "sticker" in can.media and not (message.text.strip() or message.buttons or message.location or message.card):
        return message
    return message.model_copy(update={"media": message.media.model_copy(update={"kind": "image"})})


def _file(message: SendMessage, can: Capabilities) -> SendMessage:
    if message.media is None or message.media.kind in can.media or message.media.url.startswith("provider:"):
        return message
    told = "\n".join(filter(None, (message.media.name, message.media.url)))
    return _told(message, told).model_copy(update={"media": None})


def _card(message: SendMessage, can: Capabilities) -> SendMessage:
    if message.card is None or (can.card and _alone(message)):
        return message
    return _told(message, f"{message.card.name}: {message.card.phone}").model_copy(update={"card": None})


def _place(message: SendMessage, can: Capabilities) -> SendMessage:
    if message.location is None or (can.location and _alone(message)):
        return message
    place = message.location
    name, address = place.name or _coordinates(place), MAP.format(place.latitude, place.longitude)
    if not can.buttons:
        return _told(message, f"{name}\n{address}").model_copy(update={"location": None})
    link = Button(id="map", title=f"📍 {name}"[: can.button_title], url=address)
    return _told(message, name).model_copy(update={"location": None, "buttons": (*message.buttons, link)})


def _alone(message: SendMessage) -> bool:
    """Whether a place or a card is all there is: next to it no platform carries anything."""
    both = message.location is not None and message.card is not None
    return not (message.text.strip() or message.media or message.buttons or both)


def _coordinates(place: Location) -> str:
    return f"{place.latitude:.5f}, {place.longitude:.5f}"


def _told(message: SendMessage, words: str) -> SendMessage:
    return message.model_copy(update={"text": "\n\n".join(filter(None, (message.text.rstrip(), words)))})


def _pressed(message: SendMessage, can: Capabilities) -> SendMessage:
    if not message.buttons or _fits(message, can):
        return message
    other = message.model_copy(update={"layout": "list" if message.layout == "buttons" else "buttons"})
    if _fits(other, can):
        return other
    return _told(message, "\n".join(_lines(message.buttons))).model_copy(update={"buttons": (), "layout": "buttons"})


def _fits(message: SendMessage, can: Capabilities) -> bool:
    most = can.list_rows if message.layout == "list" else can.buttons
    return len(message.buttons) <= most and all(len(button.title) <= can.button_title for button in message.buttons)


def _lines(buttons: tuple[Button, ...]) -> Iterator[str]:
    """Answers are numbered, as a question takes them, where there are several; addresses are only told."""
    several = sum(not button.url for button in buttons) > 1
    number = 0
    for button in buttons:
        number += not button.url
        answer = f"{number}. {button.title}" if several else button.title
        what = f"{button.title}: {button.url}" if button.url else answer
        yield f"{what} ({button.description})" if button.description else what
