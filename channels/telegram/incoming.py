"""A webhook of Telegram, read.

    {"update_id": 731, "message": {"message_id": 5, "date": 1790000000, "text": "hello",
     "chat": {"id": 42, "type": "private"}, "from": {"id": 42, "first_name": "Ann", "language_code": "en"}}}

Only private chats are conversations: what is said in groups and channels is left alone.
"""

import hmac
import re
from typing import Any

from channels.adapter import HookRequest, Inbound, OptOut, Received
from channels.errors import BadPayload, BadSignature
from channels.telegram.config import Config
from channels.telegram.update import (
    Callback,
    Chat,
    File,
    Membership,
    Message,
    SharedContact,
    Sticker,
    Update,
    User,
    decode,
)
from engine import Location, Media, MessageReceived
from engine.events import MediaKind

# https://core.telegram.org/bots/features#deep-linking
DEEP_LINK = re.compile(r"/start ([A-Za-z0-9_-]{1,64})")


def verify(config: Config, request: HookRequest) -> None:
    given = request.headers.get("x-telegram-bot-api-secret-token", "")
    if not hmac.compare_digest(given.encode(), config.secret.get_secret_value().encode()):
        raise BadSignature("the webhook does not carry this bot's secret")


def parse(config: Config, request: HookRequest) -> tuple[Received, ...]:
    update = _read(request)
    match update:
        case Update(update_id=0):
            return ()
        case Update(message=Message(chat=Chat(type="private", id=chat)) as message):
            return _inbound(update, chat, message.sender, _content(message))
        case Update(callback_query=Callback(message=Message(chat=Chat(type="private", id=chat))) as callback):
            return _inbound(update, chat, callback.sender, _press(callback))
        case Update(my_chat_member=Membership(chat=Chat(type="private", id=chat)) as membership):
            return _membership(chat, membership)
        case _:
            return ()


def answer(request: HookRequest) -> dict[str, Any] | None:
    """Telegram runs a method found in the answer: this one ends the spinner on the pressed button."""
    callback = _read(request).callback_query
    return {"method": "answerCallbackQuery", "callback_query_id": callback.id} if callback else None


def _read(request: HookRequest) -> Update:
    try:
        return decode(request.body)
    except (ValueError, RecursionError) as error:
        raise BadPayload(f"this is not an update of Telegram: {error}") from None


def _inbound(update: Update, chat: int, sender: User, content: MessageReceived) -> tuple[Inbound, ...]:
    if content == MessageReceived(message_id=content.message_id):
        return ()
    return (
        Inbound(
            id=f"update:{update.update_id}",
            address=str(chat),
            message=content,
            name=_clean(f"{sender.first_name} {sender.last_name}").strip(),
            language=sender.language_code,
        ),
    )


def _content(message: Message) -> MessageReceived:
    link = DEEP_LINK.fullmatch(message.text)
    return MessageReceived(
        text=_clean(message.text or message.caption or (message.sticker.emoji if message.sticker else "")),
        media=_media(message),
        location=_location(message),
        phone=_phone(message.contact) if message.contact else None,
        message_id=str(message.message_id) if message.message_id else None,
        referral=link[1] if link else None,
    )


def _press(callback: Callback) -> MessageReceived:
    """The pressed button; its title, which the conversation shows, is found in the message it belongs to."""
    markup = callback.message.reply_markup if callback.message else None
    buttons = [button for row in markup.inline_keyboard for button in row] if markup else []
    title = next((button.text for button in buttons if button.callback_data == callback.data), "")
    return MessageReceived(text=_clean(title), choice=_clean(callback.data) or None)


def _membership(chat: int, membership: Membership) -> tuple[OptOut, ...]:
    status = membership.new_chat_member.status
    return (OptOut(address=str(chat), stopped=status == "kicked"),) if status in {"kicked", "member"} else ()


def _media(message: Message) -> tuple[Media, ...]:
    if message.sticker and message.sticker.file_id:
        return (_sticker(message.sticker),)
    largest = max(message.photo, key=lambda size: size.width * size.height, default=None)
    files: tuple[tuple[MediaKind, File | None], ...] = (
        ("image", largest),
        ("video", message.video or message.video_note),
        ("audio", message.audio or message.voice),
        ("document", message.document),
    )
    return tuple(
        Media(kind=kind, url=f"provider:{file.file_id}", mime=file.mime_type, name=_clean(file.file_name or "") or None)
        for kind, file in files
        if file
    )


def _sticker(sticker: Sticker) -> Media:
    """https://core.telegram.org/stickers: three formats, none of them named in the update."""
    moving = "application/x-tgsticker" if sticker.is_animated else "video/webm" if sticker.is_video else None
    return Media(kind="sticker", url=f"provider:{sticker.file_id}", mime=moving or "image/webp")


def _location(message: Message) -> Location | None:
    place = message.location
    if place is None:
        return None
    name = message.venue.title if message.venue else None
    return Location(latitude=place.latitude, longitude=place.longitude, name=name)


def _phone(contact: SharedContact) -> str:
    """The number of somebody who is on Telegram is international, with or without its plus sign."""
    number = _clean(contact.phone_number)
    return f"+{number}" if contact.user_id and number.isdigit() else number


def _clean(text: str) -> str:
    return text.replace("\0", "")  # the store cannot keep it
