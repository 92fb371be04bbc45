"""Messages that come too late: after a silence in which the platform takes only templates."""

import heapq
from collections.abc import Iterator, Mapping
from datetime import timedelta

from engine.behaviour import ForEvent, ForReply, ForTime
from engine.checks.drawn import Drawn
from engine.checks.rehearsal import rehearsed
from engine.checks.spec import Check, Finding
from engine.checks.subject import Carries, Subject
from engine.durations import format_duration
from engine.marks import Mark

NONE = timedelta()
TIMEOUT, EVENT = "timeout", "event"


def _too_late(subject: Subject) -> Iterator[Finding]:
    windows = [(channel, channel.service_window) for channel in subject.channels if channel.service_window]
    if not windows:
        return
    approved = {text.node for text in subject.marked(Mark.MESSAGE_TEMPLATE)}
    silences = _silences(subject)
    for node in subject.nodes.values():
        for field, silence in _spoken(node, silences) if node.id not in approved else ():
            late = (channel for channel, window in windows if silence > window)
            titles = dict.fromkeys(one.title for one in late if field or _speaks(subject, node, one))
            if titles:
                yield _finding(node, field, silence, list(titles))


def _speaks(subject: Subject, node: Drawn, channel: Carries) -> bool:
    """Whether it says something there, when it is entered, that is no template."""
    return any(message.template is None for message in subject.messages_on(node, channel.kind))


def _finding(node: Drawn, field: str | None, silence: timedelta, titles: list[str]) -> Finding:
    what = f"it is said {format_duration(silence)} or more after the contact last wrote, when only templates are taken"
    path = f"nodes.{node.index}" + (f".data.{field}" if field else "")
    return Finding(f"{', '.join(titles)}: {what}", "send a template here", node.id, field, path)


def _spoken(node: Drawn, silences: Mapping[str, timedelta]) -> Iterator[tuple[str | None, timedelta]]:
    """After how long a silence the node speaks: when it is entered, if it says anything then, and in its reminders."""
    silence = silences.get(node.id)
    if silence is None:
        return
    yield None, silence
    for i, reminder in enumerate(getattr(node.params, "reminders", ())):
        yield f"reminders.{i}.after", silence + reminder.after


def _silences(subject: Subject) -> dict[str, timedelta]:
    """For each node, after how long a silence of the contact it is reached at the earliest."""
    after: dict[str, list[tuple[str, str]]] = {id: [] for id in subject.nodes}
    for edge in subject.edges:
        after[edge.source].append((edge.sourceHandle, edge.target))
    found: dict[str, timedelta] = {}
    todo = [(NONE, node.id) for node in subject.triggers]
    while todo:
        silence, id = heapq.heappop(todo)
        if id in found:
            continue
        found[id] = silence
        for output, target in after[id]:
            heapq.heappush(todo, (_left(subject, subject.nodes[id], output, silence), target))
    return found


def _left(subject: Subject, node: Drawn, output: str, silence: timedelta) -> timedelta:
    """The silence when the node is left by this output. Whatever is not certain counts as a word of the contact."""
    if node.behaviour is None or node.params is None:
        return NONE
    if not node.behaviour.waits or node.behaviour.calls:
        return silence
    step = rehearsed(node.behaviour, node.params, node.id, subject.limits)
    match step.wait if step else None:
        case ForTime():
            return silence + (getattr(node.params, "duration", None) or NONE)
        case ForEvent() if output != TIMEOUT:
            return silence
        case ForReply() if output == EVENT and getattr(node.params, EVENT, None):
            return silence
        case _:
            return silence + (getattr(node.params, "timeout", None) or NONE) if output == TIMEOUT else NONE


CHECKS = (
    Check(
        code="outside_service_window",
        severity="warning",
        title="Message outside of the service window",
        why="Some platforms take ordinary messages only for a while after the contact has written, and approved templates"
        " after that; the message would be refused. Counted are the delays and timeouts on the shortest way, as far as"
        " they are certain; an answer of the contact begins the window anew.",
        find=_too_late,
    ),
)
