"""Files that people send to the bot, fetched from the simulated Bot API."""

import base64
from typing import Any

import pytest

from channels import Inbound, Refused
from channels.telegram import Config, fetch, parse
from tests.simulators.telegram_bot import CONFIG, a_bot

JPEG = b"\xff\xd8\xff and so on"
MB = 1024 * 1024


def a_file(**over: Any) -> dict[str, Any]:
    return {"file_id": "AgAC", "file_path": "photos/file_0.jpg", "content": base64.b64encode(JPEG).decode(), **over}


async def test_a_photo_that_came_in_can_be_fetched() -> None:
    """By the id that the message names, byte for byte."""
    async with a_bot() as bot:
        await bot.sim("files", **a_file())
        await bot.sim("say", chat=42, message={"photo": [{"file_id": "AgAC", "width": 90, "height": 60}]})
        (received,) = parse(CONFIG, bot.requests[-1])
        assert isinstance(received, Inbound)
        (photo,) = received.message.media
        assert (await fetch(bot.http, CONFIG, photo.url.removeprefix("provider:"))).content == JPEG


@pytest.mark.parametrize(
    ("file", "id", "said"),
    [
        (a_file(), "other", "wrong file_id"),
        (a_file(size=20 * MB + 1), "AgAC", "too big"),
    ],
)
async def test_what_telegram_does_not_give(file: dict[str, Any], id: str, said: str) -> None:
    """Its reason is told, and the token is not."""
    async with a_bot() as bot:
        await bot.sim("files", **file)
        with pytest.raises(Refused, match=said) as refusal:
            await fetch(bot.http, CONFIG, id)
        assert CONFIG.token.get_secret_value() not in str(refusal.value)


async def test_another_bot_has_other_files() -> None:
    """A token that is not known gets nothing."""
    async with a_bot() as bot:
        await bot.sim("files", **a_file())
        with pytest.raises(Refused, match="unauthorized"):
            await fetch(bot.http, Config.model_validate({"token": "7:other", "api": CONFIG.api}), "AgAC")
