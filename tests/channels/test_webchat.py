"""The chat on a web page."""

import httpx
import pytest
from pydantic import ValidationError

from channels import Account, HookRequest, Refused
from channels.webchat import Config, adapter, frame
from engine import Button, SendMessage


async def test_sending_returns_the_key_and_asks_nobody() -> None:
    """A sent message's id is its key: sending twice is one message."""
    async with httpx.AsyncClient(transport=httpx.MockTransport(lambda _: pytest.fail("no request"))) as http:
        assert await adapter.send(http, Config(), "v1", SendMessage(text="hi"), "m-7") == "m-7"
        with pytest.raises(Refused):
            await adapter.send(http, Config(), "v1", SendMessage(), "m-8")


async def test_an_account_is_called_by_its_title() -> None:
    """Connecting and testing name the channel, disconnecting leaves nothing behind."""
    async with httpx.AsyncClient() as http:
        account = Account(id="", name="Shop")
        assert await adapter.connect(http, Config(title="Shop"), "https://bot.example/hooks/1") == account
        assert await adapter.test(http, Config(title="Shop")) == account
        await adapter.disconnect(http, Config())


def test_a_frame_has_only_what_the_message_has() -> None:
    """A frame is JSON for the page, without empty parts."""
    assert frame(SendMessage(text="hi")) == {"text": "hi"}
    assert frame(SendMessage(text="?", buttons=(Button(id="a", title="A"),))) == {
        "text": "?",
        "layout": "buttons",
        "buttons": [{"id": "a", "title": "A"}],
    }


def test_the_api_has_checked_who_writes() -> None:
    """A request from our own API needs no signature and no answer."""
    adapter.verify(Config(), HookRequest(headers={}, body=b""))
    assert adapter.answer(HookRequest(headers={}, body=b"{}")) is None


def test_origins_are_kept_as_browsers_send_them() -> None:
    """An origin is stored in the form of the Origin header, so that equality decides."""
    assert Config(origins=("HTTPS://Shop.example/", "http://localhost:5173")).origins == (
        "https://shop.example",
        "http://localhost:5173",
    )


@pytest.mark.parametrize("origin", ["shop.example", "https://shop.example/page", "*", "javascript:x", "null", ""])
def test_what_is_no_origin_is_refused(origin: str) -> None:
    """A page's address, a wildcard or a bare name is no origin."""
    with pytest.raises(ValidationError, match="beginning of a web address"):
        Config(origins=(origin,))


@pytest.mark.parametrize(
    "settings",
    [{"colour": "red"}, {"title": " "}, {"suggestions": ["a"] * 5}, {"suggestions": [""]}, {"logo": "x"}],
)
def test_settings_have_limits(settings: dict[str, object]) -> None:
    """What the widget could not show is refused when it is saved."""
    with pytest.raises(ValidationError):
        Config.model_validate(settings)
