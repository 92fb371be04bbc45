"""A message takes the form that a channel can carry, and still says all that it said."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels import ADAPTERS, AnyAdapter, Capabilities, fitted
from engine import Button, Card, Location, Media, Reaction, SendMessage
from tests.channels.tables import a_config

TEXT = Capabilities(text=160)
BUTTONS = Capabilities(text=1_000, buttons=3, button_title=20)
LISTS = Capabilities(text=1_000, buttons=3, button_title=20, list_rows=10)
ALL = Capabilities(text=1_000, caption=100, buttons=3, button_title=20, media=("image",), location=True, card=True)
TEA, COFFEE = {"id": "tea", "title": "Tea"}, {"id": "coffee", "title": "Coffee"}
WEB = {"id": "web", "title": "Shop", "url": "https://a.example"}
MANY = [{"id": str(number), "title": f"No {number}"} for number in range(4)]
PIER: dict[str, Any] = {"latitude": 52.5, "longitude": 13.4, "name": "Pier 4"}
ANN = {"name": "Ann", "phone": "+4930901820"}
MAP = "https://www.openstreetmap.org/?mlat=52.5&mlon=13.4#map=16/52.5/13.4"
STICKERS = Capabilities(text=1_000, caption=100, media=("image", "sticker"))
CAT = {"kind": "sticker", "url": "https://a.example/cat.webp"}
HEARTS = Capabilities(text=1_000, reactions=("❤",))
ON_IT = {"emoji": "❤️", "message": "7"}
APPROVING = Capabilities(text=1_000, templates=True)
HI = {"name": "hi", "language": "en", "values": {"1": "Ann"}}
PICTURE = {"kind": "image", "url": "https://a.example/1.png"}

FORMS: dict[str, tuple[Capabilities, dict[str, Any], dict[str, Any]]] = {
    "what fits stays as it is": (
        BUTTONS,
        {"text": "?", "buttons": [TEA, COFFEE]},
        {"text": "?", "buttons": [TEA, COFFEE]},
    ),
    "too many buttons become a list": (
        LISTS,
        {"text": "?", "buttons": MANY},
        {"text": "?", "buttons": MANY, "layout": "list"},
    ),
    "a list becomes buttons where there are no lists": (
        BUTTONS,
        {"text": "?", "buttons": [TEA], "layout": "list"},
        {"text": "?", "buttons": [TEA]},
    ),
    "buttons become numbers, in the order in which a question takes them": (
        TEXT,
        {"text": "What?", "buttons": [TEA, COFFEE]},
        {"text": "What?\n\n1. Tea\n2. Coffee"},
    ),
    "so do more buttons than the channel has": (
        BUTTONS,
        {"text": "?", "buttons": MANY},
        {"text": "?\n\n1. No 0\n2. No 1\n3. No 2\n4. No 3"},
    ),
    "and those whose titles are too long": (
        LISTS,
        {"text": "?", "buttons": [{"id": "a", "title": "x" * 21}, TEA]},
        {"text": f"?\n\n1. {'x' * 21}\n2. Tea"},
    ),
    "second lines are told; an address has no number": (
        TEXT,
        {"text": "?", "buttons": [{**TEA, "description": "hot"}, WEB, COFFEE]},
        {"text": "?\n\n1. Tea (hot)\nShop: https://a.example\n2. Coffee"},
    ),
    "one alone has no number, so that nobody takes the number for the answer": (
        TEXT,
        {"text": "Your name?", "buttons": [{"id": ":skip:0", "title": "Skip"}, WEB]},
        {"text": "Your name?\n\nSkip\nShop: https://a.example"},
    ),
    "a place is shown where it can be": (ALL, {"location": PIER}, {"location": PIER}),
    "a place becomes a link": (
        BUTTONS,
        {"location": PIER},
        {"text": "Pier 4", "buttons": [{"id": "map", "title": "📍 Pier 4", "url": MAP}]},
    ),
    "a place becomes words where nothing can be pressed": (TEXT, {"location": PIER}, {"text": f"Pier 4\n{MAP}"}),
    "a place without a name has its coordinates": (
        TEXT,
        {"location": {"latitude": 52.5, "longitude": 13.4}},
        {"text": f"52.50000, 13.40000\n{MAP}"},
    ),
    "a place with words is told with them": (
        ALL,
        {"text": "Here", "location": PIER},
        {"text": "Here\n\nPier 4", "buttons": [{"id": "map", "title": "📍 Pier 4", "url": MAP}]},
    ),
    "a contact card is shown where it can be": (ALL, {"card": ANN}, {"card": ANN}),
    "a contact card becomes words": (TEXT, {"card": ANN}, {"text": "Ann: +4930901820"}),
    "a file of another kind becomes its address": (
        TEXT,
        {"text": "Look", "media": {**PICTURE, "name": "Cat"}},
        {"text": "Look\n\nCat\nhttps://a.example/1.png"},
    ),
    "a file that the channel has stays a file": (ALL, {"media": PICTURE}, {"media": PICTURE}),
    "a reaction is put where it can be": (HEARTS, {"reaction": ON_IT}, {"reaction": ON_IT}),
    "a reaction that the channel does not offer is said": (
        HEARTS,
        {"reaction": {"emoji": "🦖", "message": "7"}},
        {"text": "🦖"},
    ),
    "a reaction with words is said with them": (HEARTS, {"text": "Hi", "reaction": ON_IT}, {"text": "Hi\n\n❤️"}),
    "a template stays one where they are approved": (
        APPROVING,
        {"text": "Hi Ann", "buttons": [TEA], "template": HI},
        {"text": "Hi Ann", "buttons": [TEA], "template": HI},
    ),
    "a template is its text elsewhere": (
        TEXT,
        {"text": "Hi Ann", "buttons": [TEA], "template": HI},
        {"text": "Hi Ann\n\nTea"},
    ),
    "a sticker stays one where there are stickers": (STICKERS, {"media": CAT}, {"media": CAT}),
    "a sticker is a picture where there are none": (ALL, {"media": CAT}, {"media": {**CAT, "kind": "image"}}),
    "next to words it is a picture everywhere": (
        STICKERS,
        {"text": "Meow", "media": CAT},
        {"text": "Meow", "media": {**CAT, "kind": "image"}},
    ),
    "and its address where there are no pictures": (TEXT, {"media": CAT}, {"text": CAT["url"]}),
    "a file that only a platform has is for the adapter to refuse": (
        TEXT,
        {"media": {"kind": "image", "url": "provider:1"}},
        {"media": {"kind": "image", "url": "provider:1"}},
    ),
}
MESSAGES = st.builds(
    SendMessage,
    text=st.sampled_from(["", "Hello", "اهلا"]),
    buttons=st.lists(st.integers(0, 200), max_size=120, unique=True).map(
        lambda ids: tuple(Button(id=str(one), title=f"Button {one}") for one in ids)
    ),
    layout=st.sampled_from(["buttons", "list"]),
    media=st.none() | st.sampled_from([Media(kind="video", url="https://a.example/1.mp4", name="clip"), Media(**CAT)]),
    location=st.none() | st.just(Location(**PIER)),
    card=st.none() | st.just(Card(**ANN)),
    reaction=st.none() | st.sampled_from([Reaction(**ON_IT), Reaction(emoji="🦖", message="7")]),
)


@pytest.mark.parametrize("form", FORMS)
def test_takes_the_form_that_the_channel_carries(form: str) -> None:
    """Each thing that a channel lacks has a simpler form that says the same."""
    can, message, expected = FORMS[form]
    shown = fitted(SendMessage.model_validate(message), can)
    assert shown.model_dump(mode="json", exclude_defaults=True) == expected


@given(message=MESSAGES, can=st.sampled_from([TEXT, BUTTONS, LISTS, STICKERS, HEARTS, ALL]))
def test_nothing_is_left_out(message: SendMessage, can: Capabilities) -> None:
    """Whatever the channel, every title, address, name and number is still in the message, and it fits when done twice."""
    shown = fitted(message, can)
    said = shown.model_dump_json()
    wanted = [button.title for button in message.buttons]
    wanted += [message.media.url] if message.media else []
    wanted += [message.card.phone, message.card.name] if message.card else []
    wanted += [message.reaction.emoji] if message.reaction else []
    wanted += ["Pier 4"] if message.location else []
    assert [one for one in wanted if one not in said] == []
    assert fitted(shown, can) == shown


@pytest.mark.parametrize("adapter", ADAPTERS, ids=lambda adapter: adapter.kind)
@given(message=MESSAGES.filter(lambda message: bool(message.text or message.media or message.location or message.card)))
def test_what_was_fitted_is_carried(adapter: AnyAdapter, message: SendMessage) -> None:
    """No channel type of ours refuses a form that its own capabilities have chosen."""
    assert adapter.build(a_config(adapter), "42", fitted(message, adapter.capabilities))
