"""A row of cards says the same on every channel: in a row, card by card, or as words."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels import ADAPTERS, AnyAdapter, Capabilities, fitted, spread
from engine import Button, SendMessage, Slide
from tests.channels.tables import a_config

ROWS = Capabilities(text=1_000, cards=10)
PICTURES = Capabilities(text=1_000, caption=1_000, media=("image",))
PRESSED = Capabilities(text=1_000, buttons=3, button_title=20)
TEXT = Capabilities(text=1_000)
SHORT = Capabilities(text=40)
TEA: dict[str, Any] = {
    "title": "Tea",
    "text": "hot",
    "picture": "https://a.example/tea.jpg",
    "buttons": [{"id": "tea", "title": "Take"}, {"id": "web", "title": "Shop", "url": "https://a.example"}],
}
MILK = {"title": "दूध", "buttons": [{"id": "milk", "title": "لبن"}]}
TITLES = ["Tea", "दूध"]
TEA_PICTURE = {"kind": "image", "url": "https://a.example/tea.jpg"}

FORMS: dict[str, tuple[Capabilities, list[dict[str, Any]]]] = {
    "where rows are shown it stays one": (ROWS, [{"slides": [TEA, MILK]}]),
    "where pictures are shown each is a message": (
        PICTURES,
        [
            {
                "text": "Tea\nhot",
                "media": TEA_PICTURE,
                "buttons": TEA["buttons"],
                "of_row": {"at": 0, "titles": TITLES},
            },
            {"text": "दूध", "buttons": MILK["buttons"], "of_row": {"at": 1}},
        ],
    ),
    "so it is where something can be pressed": (
        PRESSED,
        [
            {
                "text": "Tea\nhot",
                "media": TEA_PICTURE,
                "buttons": TEA["buttons"],
                "of_row": {"at": 0, "titles": TITLES},
            },
            {"text": "दूध", "buttons": MILK["buttons"], "of_row": {"at": 1}},
        ],
    ),
    "where there are only words it is a numbered text": (
        TEXT,
        [
            {
                "text": "1. Tea\nhot\nhttps://a.example/tea.jpg\n· Take\nShop: https://a.example\n\n2. दूध\n· لبن",
                "of_row": {"at": 0, "titles": TITLES},
            }
        ],
    ),
    "and where these are too many, card by card": (
        SHORT,
        [
            {
                "text": "Tea\nhot",
                "media": TEA_PICTURE,
                "buttons": TEA["buttons"],
                "of_row": {"at": 0, "titles": TITLES},
            },
            {"text": "दूध", "buttons": MILK["buttons"], "of_row": {"at": 1}},
        ],
    ),
}
SLIDES = st.lists(
    st.builds(
        Slide,
        title=st.sampled_from(["Tea", "دعوة", "x" * 80]),
        text=st.sampled_from(["", "hot", "y" * 800]),
        picture=st.none() | st.just("https://a.example/1.jpg"),
        buttons=st.lists(st.sampled_from("abcdef"), max_size=3, unique=True).map(
            lambda ids: tuple(Button(id=id, title=f"Take {id}") for id in ids)
        ),
    ),
    min_size=1,
    max_size=10,
).map(tuple)


@pytest.mark.parametrize("form", FORMS)
def test_takes_the_form_that_the_channel_shows(form: str) -> None:
    """Nobody gets less than the others: titles, words, pictures, addresses and buttons are all there."""
    can, expected = FORMS[form]
    message = SendMessage.model_validate({"slides": [TEA, MILK]})
    assert [one.model_dump(mode="json", exclude_defaults=True) for one in spread(message, can)] == expected


def test_words_beside_the_cards_go_before_them() -> None:
    """So they do in a message that nobody has divided before it reaches a channel without rows."""
    message = SendMessage(text="Look", slides=(Slide(title="Tea"),))
    assert [one.text for one in spread(message, PICTURES)] == ["Look", "Tea"]
    assert spread(SendMessage(text="Look"), PICTURES) == (SendMessage(text="Look"),)
    assert fitted(message, TEXT) == SendMessage(text="Look\n\n1. Tea")


@pytest.mark.parametrize("adapter", ADAPTERS, ids=lambda adapter: adapter.kind)
@given(slides=SLIDES)
def test_what_was_spread_is_carried(adapter: AnyAdapter, slides: tuple[Slide, ...]) -> None:
    """No channel type of ours refuses what its own capabilities have made of a row."""
    for part in spread(SendMessage(slides=slides), adapter.capabilities):
        assert adapter.build(a_config(adapter), "42", fitted(part, adapter.capabilities))
