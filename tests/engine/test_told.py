"""What happens behind the contact's back can be read by whoever tries a flow out."""

import pytest

from engine import (
    Assign,
    CloseConversation,
    Effect,
    Emit,
    HandOver,
    Note,
    Notify,
    RateConversation,
    SendMessage,
)
from engine.effects import Answered, Summary
from engine.told import told

WORDS: list[tuple[Effect, str | None]] = [
    (HandOver(), "handed over to people"),
    (HandOver(team="sales", note="order A1"), "handed over to team sales: order A1"),
    (
        HandOver(team="sales", agent="bo@example.com", priority="high"),
        "handed over to bo@example.com of team sales, high",
    ),
    (HandOver(summary=Summary(said="today")), "handed over to people"),
    (HandOver(summary=Summary(answers=(Answered(asked="Who?", answered="Ann"),))), "handed over to people (Who? Ann)"),
    (HandOver(summary=Summary(variables={"city": "Lima"})), "handed over to people (city = Lima)"),
    (
        HandOver(
            note="A1",
            summary=Summary(
                answers=(Answered(asked="Who?", answered="Ann"), Answered(asked="Sure?", answered="Sí")),
                variables={"paid": True},
            ),
        ),
        "handed over to people: A1 (Who? Ann; Sure? Sí; paid = yes)",
    ),
    (Assign(agent="bo@example.com"), "assigned to bo@example.com"),
    (Note(text="अभी फ़ोन करें"), "note: अभी फ़ोन करें"),
    (Notify(team="sales", text="look"), "team sales told: look"),
    (Notify(text="look"), "whose conversation it is told: look"),
    (CloseConversation(), "conversation closed"),
    (CloseConversation(reason="solved"), "conversation closed: solved"),
    (RateConversation(rating=4), "conversation rated 4"),
    (SendMessage(text="hi"), None),
    (Emit(name="sold"), None),
]


@pytest.mark.parametrize(("effect", "words"), WORDS)
def test_in_words(effect: Effect, words: str | None) -> None:
    """Each effect that people get has its words; what the contact sees speaks for itself."""
    assert told(effect) == words
