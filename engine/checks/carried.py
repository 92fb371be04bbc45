"""Messages that a channel of the workspace cannot carry as they are. What can be said more simply is, when it is sent."""

from collections.abc import Iterator

from engine.checks.spec import Check, Finding
from engine.checks.subject import Carries, Subject
from engine.effects import SendMessage
from engine.world import can_react


def _uncarried(subject: Subject) -> Iterator[Finding]:
    """Of channels that say the same, the names are told together."""
    channels = subject.channels
    for node in subject.nodes.values() if channels else ():
        told: dict[tuple[str, str], dict[str, None]] = {}
        for channel in channels:
            for message in subject.messages_on(node, channel.kind):
                for found in _refusals(message, channel):
                    told.setdefault(found, {})[channel.title] = None
        for (what, fix), titles in told.items():
            yield Finding(f"{', '.join(titles)}: {what}", fix, node.id, path=f"nodes.{node.index}")


def _refusals(message: SendMessage, channel: Carries) -> Iterator[tuple[str, str]]:
    yield from _of_kinds(message, channel)
    yield from _of_words(message, channel)
    yield from _of_buttons(message, channel)


def _of_kinds(message: SendMessage, channel: Carries) -> Iterator[tuple[str, str]]:
    """What some channels do not have at all."""
    if len(message.slides) > channel.cards:
        yield "cards cannot be shown in a row: each is a message, or they are a numbered text", "keep them few"
    if message.template and not channel.templates:
        what = "no texts are approved there: the template's is sent as an ordinary message"
        yield what, "set a text for such channels"
    if message.reaction and not can_react(channel.reactions, message.reaction.emoji):
        what = f"{message.reaction.emoji} cannot be a reaction there"
        yield what, "look at what becomes of it where it cannot be shown"
    if message.location and not channel.location:
        link = "a link to a map" if channel.buttons else "the address of a map, in words"
        yield f"a place cannot be shown: it becomes {link}", "say in words, too, where it is"
    if message.card and not channel.card:
        yield "a contact card cannot be shown: it becomes words", "write in words what it is for"


def _of_words(message: SendMessage, channel: Carries) -> Iterator[tuple[str, str]]:
    """Files, and how long a text is, alone or below one."""
    size, media = len(message.text), message.media
    if media and media.kind == "sticker" and "sticker" not in channel.media and "image" in channel.media:
        yield "a sticker is sent as a picture", "send a picture, if it should look the same everywhere"
    elif media and media.kind not in channel.media:
        yield f"files of the kind {media.kind} cannot be sent: its address is", "send another kind of file"
    elif media and 0 < channel.caption < size:
        yield f"below a file the text has at most {channel.caption:,} characters, here {size:,}", "send it by itself"
    elif size > channel.text:
        yield f"a text has at most {channel.text:,} characters, here {size:,}", "divide it into two messages"


def _of_buttons(message: SendMessage, channel: Carries) -> Iterator[tuple[str, str]]:
    """A list that a channel without lists shows as buttons loses nothing."""
    count, longest = len(message.buttons), max((len(one.title) for one in message.buttons), default=0)
    most = max(channel.buttons, channel.list_rows)
    if count > most:
        what = f"at most {most} buttons can be shown, there are {count}: they become numbered text"
        yield what, "offer fewer" if most else "ask for a word instead"
    elif longest > channel.button_title:
        what = f"a button's title has at most {channel.button_title} characters, here {longest}"
        yield f"{what}: they become numbered text", "shorten it"
    elif message.layout == "buttons" and count > channel.buttons:
        what = f"at most {channel.buttons} buttons can be shown, there are {count}: they become a list"
        yield what, "offer fewer, or lay them out as a list"


CHECKS = (
    Check(
        code="not_carried",
        severity="warning",
        title="Message that a channel cannot carry as it is",
        why="Every channel has limits: the length of a text, the number of buttons, kinds of files. Buttons that do not"
        " fit become a list, then numbered text; a sticker becomes a picture, another file its address, a place a link, a"
        " contact card words. A text that is too long would be refused by the platform, and the contact would get nothing."
        " Looked at are the channels that the triggers name, or else all of the workspace, each with what is said otherwise"
        " there; what templates fill in is not counted.",
        find=_uncarried,
    ),
)
