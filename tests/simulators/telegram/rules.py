"""What Telegram refuses, after https://core.telegram.org/bots/api. Pure."""

import json
import re
from typing import Any

TEXT, CAPTION, CALLBACK_DATA_BYTES, SECRET, CONNECTIONS = 4096, 1024, 64, 256, 100
FILES = {
    "sendPhoto": "photo",
    "sendVideo": "video",
    "sendAudio": "audio",
    "sendVoice": "voice",
    "sendDocument": "document",
    "sendSticker": "sticker",
}
REACTIONS = ("👍", "👎", "❤", "🔥", "🎉", "👏", "🙏", "👌", "😢", "🤔", "💯")  # some of those that there are
SENDS = ("sendMessage", "sendLocation", "sendVenue", "sendContact", *FILES)
_WEB_ADDRESS = re.compile(r"(https?://)?[^\s/.]+(\.[^\s/.]+)+(:\d+)?([/?#]\S*)?|https?://localhost\S*|tg://\S+")


class Refusal(Exception):
    """Answered as ``{"ok": false, …}`` with the code as the HTTP status."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters

    @property
    def body(self) -> dict[str, Any]:
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        return {**body, "parameters": self.parameters} if self.parameters else body


def bad(description: str) -> Refusal:
    return Refusal(400, f"Bad Request: {description}")


def check_webhook(params: dict[str, Any]) -> None:
    url, secret = params.get("url"), params.get("secret_token", "")
    if not isinstance(url, str):
        raise bad("url is not specified")
    if url and not re.fullmatch(r"https?://[^\s/]+(/\S*)?", url):
        raise bad("bad webhook: invalid webhook URL specified")
    if not isinstance(secret, str) or not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
        raise bad("secret token contains unallowed characters")
    if len(secret) > SECRET:
        raise bad("secret token is too long")
    if not 1 <= int(params.get("max_connections", 40)) <= CONNECTIONS:
        raise bad("max_connections must be between 1 and 100")


def check_message(method: str, params: dict[str, Any]) -> None:
    """Whether a send method's parameters are acceptable; who may receive it is not looked at here."""
    if method == "sendMessage":
        _check_text(params.get("text"))
    elif method in {"sendLocation", "sendVenue"}:
        _check_location(params)
        _check_named(params, ("title", "address") if method == "sendVenue" else ())
    elif method == "sendContact":
        _check_named(params, ("phone_number", "first_name"))
    else:
        _check_file(FILES[method], params)
    _check_markup(params.get("reply_markup"))


def check_reaction(params: dict[str, Any]) -> None:
    reactions = params.get("reaction", [])
    if not isinstance(reactions, list) or any(not isinstance(one, dict) or "type" not in one for one in reactions):
        raise bad("can't parse reaction: expected an Array of ReactionType")
    if len(reactions) > 1 or any(one.get("emoji") not in REACTIONS for one in reactions):
        raise bad("REACTION_INVALID")


def _check_text(text: object) -> None:
    if not isinstance(text, str) or not text.strip():
        raise bad("message text is empty")
    if len(text) > TEXT:
        raise bad("message is too long")


def _check_location(params: dict[str, Any]) -> None:
    try:
        latitude, longitude = float(params["latitude"]), float(params["longitude"])
    except (KeyError, TypeError, ValueError):
        raise bad("location is not specified") from None
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise bad("wrong location specified")


def _check_named(params: dict[str, Any], names: tuple[str, ...]) -> None:
    for name in names:
        if not isinstance(value := params.get(name), str) or not value.strip():
            raise bad(f"{name.replace('_', ' ')} is empty")


def _check_file(field: str, params: dict[str, Any]) -> None:
    file, caption = params.get(field), params.get("caption", "")
    if not isinstance(file, str) or not file:
        raise bad(f"there is no {field} in the request")
    if not re.fullmatch(r"https?://\S+|[A-Za-z0-9_-]+", file):
        raise bad("wrong file identifier/HTTP URL specified")
    if len(str(caption)) > CAPTION:
        raise bad("message caption is too long")


def _check_markup(markup: object) -> None:
    if isinstance(markup, str):  # forms carry it as JSON
        markup = json.loads(markup)
    match markup:
        case None | {"remove_keyboard": True} | {"force_reply": True}:
            return
        case {"inline_keyboard": [*rows]}:
            check = _check_inline
        case {"keyboard": [*rows]}:
            check = _check_key
        case _:
            raise bad("object expected as reply markup")
    for row in rows:
        if not isinstance(row, list):
            raise bad("can't parse keyboard button: expected an Array of buttons")
        for button in row:
            check(button)


def _check_inline(button: object) -> None:
    match button:
        case {"text": str(text), "url": str(url)} if text.strip():
            if not _WEB_ADDRESS.fullmatch(url):
                raise bad(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
        case {"text": str(text), "callback_data": str(data)} if text.strip():
            if not 1 <= len(data.encode()) <= CALLBACK_DATA_BYTES:
                raise bad("BUTTON_DATA_INVALID")
        case {"text": str(text)} if text.strip():
            raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
        case _:
            raise bad('can\'t parse inline keyboard button: Field "text" must be of type String')


def _check_key(button: object) -> None:
    match button:
        case str(text) | {"text": str(text)} if text.strip():
            return
        case _:
            raise bad('can\'t parse keyboard button: Field "text" must be of type String')
