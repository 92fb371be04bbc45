"""What a person does in a chat, as the Update that Telegram would post. Pure."""

from typing import Any

import msgspec


class Said(msgspec.Struct, forbid_unknown_fields=True):
    """The body of POST /sim/say: exactly one of text, callback, message and member.

    ``message`` is any other content of a message (``{"photo": […]}``); ``member`` a new status (``kicked``).
    ``repeat`` delivers the same update so many times, one after another or ``concurrently``.
    ``wait`` false answers at once, before anything is delivered.
    """

    chat: int
    text: str | None = None
    callback: str | None = None
    message: dict[str, Any] | None = None
    member: str | None = None
    name: str = "Ann"
    language: str = "en"
    repeat: int = 1
    concurrently: bool = False
    wait: bool = True


def kind_of(said: Said) -> str:
    """The update's kind, as named in ``allowed_updates``."""
    if said.member is not None:
        return "my_chat_member"
    return "message" if said.callback is None else "callback_query"


def update_of(
    said: Said, *, update_id: int, message_id: int, date: int, pressed: dict[str, Any] | None
) -> dict[str, Any]:
    chat = {"id": said.chat, "type": "private", "first_name": said.name}
    sender = {"id": said.chat, "is_bot": False, "first_name": said.name, "language_code": said.language}
    common = {"from": sender, "date": date}
    content: dict[str, Any]
    match kind_of(said):
        case "my_chat_member":
            change = {"old_chat_member": {"status": "member"}, "new_chat_member": {"status": said.member}}
            content = {"chat": chat, **common, **change}
        case "callback_query":
            gone = {"message_id": 0, "date": 0}
            content = {
                "id": f"{update_id}0001",
                "from": sender,
                "chat_instance": "1",
                "data": said.callback,
                "message": {**(pressed or gone), "chat": chat},
            }
        case _:
            words = {} if said.text is None else {"text": said.text}
            content = {"message_id": message_id, "chat": chat, **common, **words, **(said.message or {})}
    return {"update_id": update_id, kind_of(said): content}
