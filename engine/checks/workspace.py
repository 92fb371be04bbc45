"""What a flow names of its workspace: channels, segments, connections to language models, and goals of other flows; and what
it names of itself and of the web in places where no edge shows it."""

from collections.abc import Iterator

from engine.checks.mentions import Mention, mentions, missing, segments, sought_segments
from engine.checks.spec import Check, Finding
from engine.checks.subject import Subject
from engine.marks import dotted, is_template
from engine.named import Names


def _unknown_channels(subject: Subject) -> Iterator[Finding]:
    """Of nodes that name no other."""
    return _channels(subject, "choose one of the workspace's channels", beside=False)


def _channels_left_out(subject: Subject) -> Iterator[Finding]:
    return _channels(subject, "take it out", beside=True)


def _channels(subject: Subject, fix: str, *, beside: bool) -> Iterator[Finding]:
    """Those that are not there; ``beside`` one that is, or alone. Ids look alike: no other one is proposed."""
    there = subject.known.channel_ids
    found = tuple(mentions(subject, Names.CHANNEL)) if there is not None else ()
    listening = {one.node for one in found if one.name in (there or ())}
    for one in found:
        if one.name not in (there or ()) and (one.node in listening) is beside:
            yield Finding(f"the workspace has no channel {one.name!r}", fix, one.node, one.field, one.place)


def _unknown_channel_types(subject: Subject) -> Iterator[Finding]:
    there, fix = subject.known.channel_types, "take it out, or install what brings such channels"
    return missing(mentions(subject, Names.CHANNEL_TYPE), there, "there is no channel type", fix)


def _unknown_segments(subject: Subject) -> Iterator[Finding]:
    """Keys are written in small letters, and found whatever the capitals."""
    if (known := subject.known.segments) is None:
        return
    named = (one._replace(name=one.name.casefold()) for one in segments(subject))
    yield from missing(
        (*named, *sought_segments(subject)), known, "the workspace has no segment", "make it: POST /segments"
    )


def _unknown_connections(subject: Subject) -> Iterator[Finding]:
    found, there = mentions(subject, Names.CONNECTION), subject.known.connections
    return missing(found, there, "there is no AI connection", "choose one that the operator has set up")


def _unknown_goals(subject: Subject) -> Iterator[Finding]:
    elsewhere = subject.known.goals
    own = {one.name for one in mentions(subject, Names.REACHED)}
    there = None if elsewhere is None else {*own, *elsewhere}
    fix = "add such a node, to this flow or to another one that you publish"
    return missing(mentions(subject, Names.GOAL), there, "no node reaches the goal", fix)


def _unknown_agents(subject: Subject) -> Iterator[Finding]:
    """By their addresses, whatever the capitals; what is no address at all is another check's."""
    named = (one._replace(name=one.name.strip().casefold()) for one in mentions(subject, Names.AGENT) if one.name)
    written = (one for one in named if "@" in one.name and not is_template(one.name))
    fix = "add them: POST /agents, or leave it to the team"
    return missing(written, subject.known.agents, "the workspace has no agent", fix)


def _unknown_constants(subject: Subject) -> Iterator[Finding]:
    """Each once for a field, however often it is read there."""
    read = (
        Mention(path[1], one.node, one.field, one.place)
        for one in subject.reads
        for path in one.names
        if _constant(path)
    )
    fix = "set it: PUT /globals"
    return missing(dict.fromkeys(read), subject.known.constants, "the workspace has no constant", fix)


def _constant(path: tuple[str | int, ...]) -> bool:
    return len(path) > 1 and path[0] == "globals" and isinstance(path[1], str)


def _undeclared_inputs(subject: Subject) -> Iterator[Finding]:
    there = {name for name, variable in subject.document.variables.items() if variable.input}
    return missing(
        mentions(subject, Names.INPUT), there, "the flow has no input", "declare it as an input, or take it out"
    )


def _bad_addresses(subject: Subject) -> Iterator[Finding]:
    for node, place, (path, text, plain) in subject.misshapen:
        message, fix = f"{text!r:.60} is no address of the web", "write it in full: https://example.com/page"
        if not plain.otherwise:
            yield Finding(message, fix, node.id, dotted(path), place)


def _unfit_texts(subject: Subject) -> Iterator[Finding]:
    for node, place, (path, text, plain) in subject.misshapen:
        if plain.otherwise:
            yield Finding(f"{text!r:.60} {plain.otherwise}", plain.fix, node.id, dotted(path), place)


CHECKS = (
    Check(
        code="unknown_channel",
        severity="error",
        title="Channel that is not there",
        why="The node names channels by their ids, and the workspace has none of them: the trigger would never start its"
        " flow, and nobody could be written to.",
        find=_unknown_channels,
    ),
    Check(
        code="channel_left_out",
        severity="warning",
        title="One of several channels is not there",
        why="The node names several channels by their ids, and the workspace no longer has this one. The others are listened"
        " to.",
        find=_channels_left_out,
    ),
    Check(
        code="unknown_channel_type",
        severity="warning",
        title="Channel type that there is not",
        why="The node says something else on channels of this type, and none of it is installed: what is said there is never"
        " sent, and if the type is misspelled, the contacts whom it was meant for get what everybody gets.",
        find=_unknown_channel_types,
    ),
    Check(
        code="unknown_segment",
        severity="warning",
        title="Segment that is not there",
        why="A trigger, a case or a condition looks for a segment by its key, and the workspace has none of this key: nobody"
        " is ever in it.",
        find=_unknown_segments,
    ),
    Check(
        code="unknown_connection",
        severity="warning",
        title="Connection to a language model that is not there",
        why="The node asks one of the operator's models by name, `default` or `transcribe` if it names none, and there is no"
        " such connection: it leaves by `failed`. Not told where the API knows of no connection at all.",
        find=_unknown_connections,
    ),
    Check(
        code="unknown_agent",
        severity="warning",
        title="Agent that is not there",
        why="The node names an agent by their address, and the workspace has none with it: nobody is told, and a conversation"
        " that is given to them waits for whoever takes it.",
        find=_unknown_agents,
    ),
    Check(
        code="unknown_constant",
        severity="warning",
        title="Constant that is not set",
        why="A text or a condition reads `globals.…`, and the workspace has no constant of this name: it reads as nothing."
        " Constants are set with `PUT /globals`.",
        find=_unknown_constants,
    ),
    Check(
        code="unknown_goal",
        severity="warning",
        title="Goal that nobody can reach",
        why="The node counts who reaches a goal, which it names. No node reaches one of this name, neither in this flow nor in"
        " a published one: no way would ever be counted as the better one.",
        find=_unknown_goals,
    ),
    Check(
        code="undeclared_input",
        severity="warning",
        title="Input that the flow does not declare",
        why="The trigger gives the flow a value under a name that is none of its inputs: it never arrives.",
        find=_undeclared_inputs,
    ),
    Check(
        code="bad_address",
        severity="error",
        title="Address that is none",
        why="What is called, opened or sent is found by an address of the web, with `http://` or `https://`. One that"
        " is written out and is none can never be reached; what a template makes up only a run shows. Translations are read"
        " too.",
        find=_bad_addresses,
    ),
    Check(
        code="unfit_text",
        severity="warning",
        title="Text that can never do",
        why="An e-mail address, a moment, an emoji, a point on the map, the name of an event or JSON is written out, and is"
        " none; or what has to be said is nothing but spaces: every run would leave it out, or leave by `failed`. So it is"
        " with limits that no number fits; example rows that are none tell the simulator nothing. What a template makes up"
        " only a run shows. Translations are read too.",
        find=_unfit_texts,
    ),
)
