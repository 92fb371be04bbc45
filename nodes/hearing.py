"""Several messages in a row as one: people write “hello”, “my order”, “is 4711”, and mean one answer."""

import json
from typing import Any

from engine import Context, Event, ForReply, MessageReceived, Step, TimedOut
from nodes.waiting import Waiting, awaited, lively

MOST_MESSAGES, LONGEST_TEXT = 100, 4_096
ONCE = ("location", "phone", "message_id", "referral")


def heard(params: Waiting, context: Context, event: Event) -> Event | Step:
    """The event as the node is to see it; a step while more may come. What is pressed is an answer at once."""
    before = _before(context)
    match event:
        case MessageReceived() if params.collect and event.choice is None and not _full((*before, event), context):
            wait = ForReply(params.collect, awaited(params, context), begun=True)
            return Step(memory={**lively(context), "heard": _stored((*before, event))}, wait=wait)
        case MessageReceived() if before:
            return _joined((*before, event))
        case TimedOut() if before:
            return _joined(before)
        case _:
            return event


def told(step: Step, event: Event, message: MessageReceived) -> Step:
    """What the node decided of a message: where that was several, those that come after it hear all of them, too."""
    return step if message is event else step._replace(heard=message)


def collected(context: Context) -> MessageReceived | None:
    """What was said and is not an answer yet, because more may come. It came before what happens now."""
    before = _before(context)
    return _joined(before) if before else None


def _before(context: Context) -> tuple[MessageReceived, ...]:
    return tuple(MessageReceived.model_validate(one) for one in context.memory.get("heard", ()))


def _full(messages: tuple[MessageReceived, ...], context: Context) -> bool:
    """The session is stored at every message, and all of them are to be kept as one result. They have half of its room: the
    other half is for the message that is too much."""
    if len(messages) >= MOST_MESSAGES or sum(len(one.text) for one in messages) > LONGEST_TEXT:
        return True
    return len(json.dumps(_stored(messages))) > context.limits.result_bytes // 2


def _stored(messages: tuple[MessageReceived, ...]) -> list[dict[str, Any]]:
    return [one.model_dump(mode="json", exclude_defaults=True) for one in messages]


def _joined(messages: tuple[MessageReceived, ...]) -> MessageReceived:
    """The last of them, with all texts and files; and with what can only be there once, from the last that has it."""
    found = {name: next((one for said in messages[::-1] if (one := getattr(said, name))), None) for name in ONCE}
    text = "\n".join(one.text for one in messages if one.text)
    media = tuple(file for one in messages for file in one.media)
    return messages[-1].model_copy(update={**found, "text": text, "media": media})
