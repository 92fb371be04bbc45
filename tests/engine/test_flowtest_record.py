"""What was said and done, written down as lines of a flow test."""

from typing import Any

import pytest

from engine import Button, Location, Media, MessageReceived, SendMessage
from engine.effects import OfRow
from engine.flowtest.record import heard, said


@pytest.mark.parametrize(
    ("message", "line"),
    [
        (SendMessage(text="Hi"), {"expects": "Hi"}),
        (SendMessage(text="Hi", buttons=(Button(id="a", title="A"),)), {"expects": {"text": "Hi", "buttons": ["A"]}}),
        (SendMessage(media=Media(kind="audio", url="u")), {"expects": {"media": {"kind": "audio", "url": "u"}}}),
        (SendMessage(text="a", of_row=OfRow(at=0, titles=("Tea", "चाय"))), {"expects": {"cards": ["Tea", "चाय"]}}),
        (MessageReceived(text="नमस्ते"), {"says": "नमस्ते"}),
        (MessageReceived(text="Tea", choice="tea"), {"chooses": "tea"}),
        (MessageReceived(phone="+34600"), {"sends": {"phone": "+34600"}}),
        (MessageReceived(referral="summer"), {"sends": {"referral": "summer"}}),
        (
            MessageReceived(location=Location(latitude=1, longitude=2)),
            {"sends": {"location": {"latitude": 1, "longitude": 2}}},
        ),
        (MessageReceived(media=(Media(kind="audio", url="u"),)), {"sends": {"media": [{"kind": "audio", "url": "u"}]}}),
    ],
)
def test_what_was_said_is_recorded(message: Any, line: dict[str, Any]) -> None:
    """A message becomes the shortest line that says all of it."""
    written = heard(message) if isinstance(message, SendMessage) else said(message)
    assert written.model_dump(mode="json", exclude_unset=True) == line
