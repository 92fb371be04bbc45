"""Our message as a request of the Bot API: https://core.telegram.org/bots/api#available-methods"""

from typing import Any

from channels.adapter import Capabilities
from channels.errors import Refused
from channels.telegram.config import Config
from channels.telegram.reactions import EMOJI
from engine import Button, Card, Location, Media, Reaction, SendMessage
from engine.world import COLOURED, can_react

CALLBACK_DATA_BYTES = 64
CAPABILITIES = Capabilities(
    text=4096,
    caption=1024,
    buttons=100,
    button_title=64,  # Telegram names no limit: this much is readable on a phone
    list_rows=100,
    media=("image", "video", "audio", "document", "sticker"),
    location=True,
    card=True,
    typing=True,
    reactions=EMOJI,
)
_METHODS = {
    "image": ("sendPhoto", "photo"),
    "video": ("sendVideo", "video"),
    "audio": ("sendAudio", "audio"),
    "document": ("sendDocument", "document"),
    "sticker": ("sendSticker", "sticker"),
}


def build(config: Config, address: str, message: SendMessage) -> tuple[str, dict[str, Any]]:
    """The method and its parameters."""
    if message.slides:
        raise Refused("cards", "Telegram shows no cards in a row: each is a message of its own")
    if message.reaction:
        return "setMessageReaction", _reaction(address, message, message.reaction)
    if message.location or message.card:
        return _shown(address, message)
    text = _text(message)
    method, content = _file(message.media, text) if message.media else ("sendMessage", _words(text))
    body: dict[str, Any] = {"chat_id": address, **content}
    if message.buttons:
        body["reply_markup"] = _keyboard(config, message.buttons)
    return method, body


def _shown(address: str, message: SendMessage) -> tuple[str, dict[str, Any]]:
    """A place or a card, which carry no text."""
    match message:
        case SendMessage(text="", media=None, buttons=(), card=None, location=Location() as place):
            where = {"chat_id": address, "latitude": place.latitude, "longitude": place.longitude}
            named = {"title": place.name, "address": f"{place.latitude:.5f}, {place.longitude:.5f}"}
            return ("sendVenue", {**where, **named}) if place.name else ("sendLocation", where)
        case SendMessage(text="", media=None, buttons=(), location=None, card=Card() as card):
            return "sendContact", {"chat_id": address, "phone_number": card.phone, "first_name": card.name}
        case _:
            raise Refused(
                "not_alone", "a place or a contact card goes alone: Telegram shows no text or buttons with it"
            )


def _reaction(address: str, message: SendMessage, reaction: Reaction) -> dict[str, Any]:
    if message != SendMessage(reaction=reaction):
        raise Refused("not_alone", "a reaction goes alone")
    if not can_react(EMOJI, reaction.emoji):
        raise Refused("reaction", f"Telegram knows no reaction {reaction.emoji}")
    if not reaction.message.isdecimal():
        raise Refused("no_such_message", f"Telegram has no message {reaction.message!r}")
    emoji = {"type": "emoji", "emoji": reaction.emoji.replace(COLOURED, "")}
    return {"chat_id": address, "message_id": int(reaction.message), "reaction": [emoji]}


def _text(message: SendMessage) -> str:
    """Telegram's buttons have no descriptions: they are told in the text."""
    told = [f"{button.title}: {button.description}" for button in message.buttons if button.description]
    return "\n".join([message.text, "", *told]).strip() if told else message.text


def _words(text: str) -> dict[str, Any]:
    if not text.strip():
        raise Refused("empty", "a message needs a text or a file")
    _fits("a text", text, CAPABILITIES.text)
    return {"text": text}


def _file(media: Media, caption: str) -> tuple[str, dict[str, Any]]:
    method, field = _METHODS[media.kind]
    if media.mime == "audio/ogg":
        method, field = "sendVoice", "voice"
    if not media.url.startswith(("https://", "http://", "provider:")):
        raise Refused("media_address", f"Telegram cannot fetch {media.url!r}: a file needs an http(s) address")
    if media.kind == "sticker" and caption:
        raise Refused("not_alone", "a sticker goes alone: Telegram shows no text with it")
    _fits("the text below a file", caption, CAPABILITIES.caption)
    content = {field: media.url.removeprefix("provider:")}
    return method, {**content, "caption": caption} if caption else content


def _fits(what: str, text: str, limit: int) -> None:
    if len(text) > limit:
        raise Refused("too_long", f"{what} has at most {limit} characters on Telegram, this one has {len(text)}")


def _keyboard(config: Config, buttons: tuple[Button, ...]) -> dict[str, Any]:
    if len(buttons) > CAPABILITIES.buttons:
        raise Refused("too_many_buttons", f"Telegram takes {CAPABILITIES.buttons} buttons, here are {len(buttons)}")
    if config.keyboard == "inline":
        return {"inline_keyboard": [[_inline(button)] for button in buttons]}
    rows = [[_reply(button)] for button in buttons]
    return {"keyboard": rows, "resize_keyboard": True, "one_time_keyboard": True}


def _inline(button: Button) -> dict[str, str]:
    if button.url:
        return {"text": _title(button), "url": button.url}
    size = len(button.id.encode())
    if not 1 <= size <= CALLBACK_DATA_BYTES:
        problem = f"button {button.title!r}: its id has {size} bytes, Telegram takes 1 to {CALLBACK_DATA_BYTES}"
        raise Refused("button_id", problem)
    return {"text": _title(button), "callback_data": button.id}


def _reply(button: Button) -> dict[str, str]:
    if button.url:
        raise Refused("button_url", f"button {button.title!r} opens an address: only inline buttons can do that")
    return {"text": _title(button)}


def _title(button: Button) -> str:
    if not button.title.strip():
        raise Refused("button_title", f"button {button.id!r} has no title")
    return button.title
