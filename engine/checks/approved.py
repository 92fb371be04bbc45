"""Message templates that a flow names: whether they are there, complete, and approved."""

from collections.abc import Iterator

from engine.checks.mentions import marked_mentions, missing
from engine.checks.spec import Check, Finding, at
from engine.checks.subject import Subject
from engine.marks import Mark
from engine.message_templates import MessageTemplate


def _unknown(subject: Subject) -> Iterator[Finding]:
    known = subject.known.templates
    there = None if known is None else {one.name for one in known}
    found = marked_mentions(subject, Mark.MESSAGE_TEMPLATE)
    return missing(found, there, "there is no message template", "write it down, or import it from the platform")


def _incomplete(subject: Subject) -> Iterator[Finding]:
    for text in subject.marked(Mark.MESSAGE_TEMPLATE):
        filled = {one.name for one in getattr(subject.nodes[text.node].params, "values", ())}
        places = (place for one in _named(subject, text.source) for place in one.places)
        if missing := [place for place in dict.fromkeys(places) if place not in filled]:
            yield at(
                text, f"{text.source!r} has places that are not filled in: {', '.join(missing)}", "give them values"
            )


def _not_approved(subject: Subject) -> Iterator[Finding]:
    kinds = {channel.kind: channel.title for channel in subject.channels if channel.templates}
    for text in subject.marked(Mark.MESSAGE_TEMPLATE):
        for kind, title in kinds.items():
            ours = [one for one in _named(subject, text.source) if one.channel == kind]
            if _named(subject, text.source) and not any(one.status == "approved" for one in ours):
                states = ", ".join(f"{one.language}: {one.status}" for one in ours) or "it is not there"
                yield at(
                    text,
                    f"{title} has not approved {text.source!r} ({states})",
                    "until it has, the node goes on by its fallback",
                )


def _named(subject: Subject, name: str) -> list[MessageTemplate]:
    return [one for one in subject.known.templates or () if one.name == name]


CHECKS = (
    Check(
        code="unknown_template",
        severity="error",
        title="Message template that is not there",
        why="The node names a text that the workspace's registry of templates does not have, so it could never be sent.",
        find=_unknown,
    ),
    Check(
        code="missing_template_value",
        severity="error",
        title="Message template with an empty place",
        why="Platforms refuse a template unless every one of its places is filled in. In another language a template may"
        " have other places: all of them are looked at.",
        find=_incomplete,
    ),
    Check(
        code="template_not_approved",
        severity="warning",
        title="Message template that is not approved",
        why="Until the platform has approved it, and while it has paused it, the node goes on by its fallback.",
        find=_not_approved,
    ),
)
