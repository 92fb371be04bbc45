"""What was said and done, written down as lines of a flow test."""

from typing import Any

from engine.dialogue import Expected, File, Line
from engine.effects import SendMessage
from engine.events import MessageReceived


def heard(message: SendMessage) -> Line:
    """A message of the bot as what is expected; only its text, if that is all there is."""
    if titles := message.of_row.titles if message.of_row else tuple(slide.title for slide in message.slides):
        return Line(expects=Expected(cards=titles))
    if not message.buttons and message.media is None and not (message.reaction or message.template):
        return Line(expects=message.text)
    parts: dict[str, Any] = {"text": message.text} if message.text else {}
    if message.buttons:
        parts["buttons"] = tuple(button.title for button in message.buttons)
    if message.media:
        parts["media"] = File(kind=message.media.kind, url=message.media.url)
    if message.template:
        parts["template"] = message.template.name
    if message.reaction:
        parts["reaction"] = message.reaction.emoji
    return Line(expects=Expected(**parts))


def said(message: MessageReceived) -> Line:
    """A message of the contact as what happens."""
    if message.choice is not None:
        return Line(chooses=message.choice)
    if message.media or message.location or message.phone or message.referral:
        return Line.model_validate(
            {"sends": message.model_dump(exclude={"type", "choice", "message_id"}, exclude_defaults=True)}
        )
    return Line(says=message.text)
