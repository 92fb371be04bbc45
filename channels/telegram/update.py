"""The part of Telegram's Update that we read: https://core.telegram.org/bots/api#update

A field that is not named here is skipped; a named field of another type makes the update unreadable.
"""

import msgspec


class Chat(msgspec.Struct):
    id: int
    type: str = ""


class User(msgspec.Struct):
    first_name: str = ""
    last_name: str = ""
    language_code: str | None = None


class File(msgspec.Struct):
    """A video, a sound or a document; or one size of a photo, which alone has a width and height that matter."""

    file_id: str
    mime_type: str | None = None
    file_name: str | None = None
    width: int = 0
    height: int = 0


class Place(msgspec.Struct):
    latitude: float
    longitude: float


class Venue(msgspec.Struct):
    title: str = ""


class SharedContact(msgspec.Struct):
    phone_number: str
    user_id: int | None = None


class Sticker(msgspec.Struct):
    file_id: str = ""
    emoji: str = ""
    is_animated: bool = False
    is_video: bool = False


class InlineButton(msgspec.Struct):
    text: str = ""
    callback_data: str | None = None


class Markup(msgspec.Struct):
    inline_keyboard: list[list[InlineButton]] = []


class Message(msgspec.Struct, rename={"sender": "from"}):
    chat: Chat
    message_id: int = 0
    sender: User = msgspec.field(default_factory=User)
    text: str = ""
    caption: str = ""
    photo: list[File] = []
    video: File | None = None
    video_note: File | None = None
    audio: File | None = None
    voice: File | None = None
    document: File | None = None
    location: Place | None = None
    venue: Venue | None = None
    contact: SharedContact | None = None
    sticker: Sticker | None = None
    reply_markup: Markup | None = None


class Callback(msgspec.Struct, rename={"sender": "from"}):
    id: str
    sender: User = msgspec.field(default_factory=User)
    message: Message | None = None
    data: str = ""


class Member(msgspec.Struct):
    status: str = ""


class Membership(msgspec.Struct):
    chat: Chat
    new_chat_member: Member


class Update(msgspec.Struct):
    update_id: int = 0
    message: Message | None = None
    callback_query: Callback | None = None
    my_chat_member: Membership | None = None


decode = msgspec.json.Decoder(Update).decode
