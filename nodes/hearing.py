"""Several messages in a row as one: people write “hello”, “my order”, “is 4711”, and mean one answer."""

from engine import Context, Event, ForReply, MessageReceived, Step, TimedOut
from nodes.waiting import Waiting, awaited, lively

MOST_MESSAGES, LONGEST_TEXT = 20, 4_096


def heard(params: Waiting, context: Context, event: Event) -> Event | Step:
    """The event as the node is to see it; a step while more may come. What is pressed is an answer at once."""
    before = tuple(MessageReceived.model_validate(one) for one in context.memory.get("heard", ()))
    match event:
        case MessageReceived() if params.collect and event.choice is None and not _full((*before, event)):
            collected = [one.model_dump(mode="json", exclude_defaults=True) for one in (*before, event)]
            wait = ForReply(params.collect, awaited(params, context))
            return Step(memory={**lively(context), "heard": collected}, wait=wait)
        case MessageReceived() if before:
            return _joined((*before, event))
        case TimedOut() if before:
            return _joined(before)
        case _:
            return event


def is_collecting(context: Context) -> bool:
    """Whether something was said that is not an answer yet, because more may come. It came before what happens now."""
    return bool(context.memory.get("heard"))


def _full(messages: tuple[MessageReceived, ...]) -> bool:
    return len(messages) >= MOST_MESSAGES or sum(len(one.text) for one in messages) > LONGEST_TEXT


def _joined(messages: tuple[MessageReceived, ...]) -> MessageReceived:
    """All texts and files; of what can only be there once, the last."""
    return MessageReceived(
        text="\n".join(one.text for one in messages if one.text),
        choice=messages[-1].choice,
        media=tuple(file for one in messages for file in one.media),
        location=next((one.location for one in reversed(messages) if one.location), None),
        phone=next((one.phone for one in reversed(messages) if one.phone), None),
    )
