"""What a flow names: its own nodes, other flows, and secrets and teams of the workspace."""

from collections import deque
from collections.abc import Iterator

from engine.checks.mentions import marked_mentions, missing
from engine.checks.spec import Check, Finding, at
from engine.checks.subject import Known, Subject
from engine.document import nearest
from engine.marks import Mark, Named, dotted


def _unknown_nodes(subject: Subject) -> Iterator[Finding]:
    found, there, fix = marked_mentions(subject, Mark.NODE), subject.nodes, "choose a node of this flow"
    return missing(found, there, "it goes on at the node", fix, after=", which is not there")


def _unknown_flows(subject: Subject) -> Iterator[Finding]:
    flows = subject.known.flows
    for text in subject.marked(Mark.FLOW) if flows is not None else ():
        if text.source in subject.known.archived:
            fix = "take it out of the archive, or choose another flow"
            yield at(text, f"the flow {text.source!r} is archived: it starts for nobody", fix)
        elif text.source not in (flows or {}):
            others = set(flows or {}) - {subject.known.key}
            fix = nearest(text.source, others) or "choose a flow of this workspace"
            yield at(text, f"there is no flow with the key {text.source!r}", fix)


def _unpublished_flows(subject: Subject) -> Iterator[Finding]:
    flows, pinned = subject.known.flows or {}, {(node, pin.path) for node, pin in _pins(subject)}
    for text in subject.marked(Mark.FLOW):
        if flows.get(text.source) is False and (text.node, text.path) not in pinned:
            yield at(text, f"the flow {text.source!r} is not published: until then, running it fails", "publish it")


def _pins(subject: Subject) -> Iterator[tuple[str, Named]]:
    """The flows that are named together with the number of a version, by their nodes."""
    return ((node.id, pin) for node, pin in subject.runs if pin.version is not None)


def _unknown_versions(subject: Subject) -> Iterator[Finding]:
    latest, flows = subject.known.latest, subject.known.flows or {}
    for node, pin in _pins(subject) if latest is not None else ():
        most = (latest or {}).get(pin.key, 0)
        if pin.key in flows and (pin.version or 0) > most:
            there = f"its newest one is {most}" if most else "it has none yet"
            path = (*pin.path[:-1], "version")
            place = subject.nodes[node].place(path, None)
            message = f"the flow {pin.key!r} has no version {pin.version}: {there}"
            yield Finding(message, "take a number that is there, or leave it empty", node, dotted(path), place)


def _unknown_secrets(subject: Subject) -> Iterator[Finding]:
    found, there = marked_mentions(subject, Mark.SECRET), subject.known.secrets
    return missing(found, there, "the workspace has no secret", "add it to the workspace's secrets")


def _unknown_teams(subject: Subject) -> Iterator[Finding]:
    found, there = marked_mentions(subject, Mark.TEAM), subject.known.teams
    fix, after = "make the team, or choose one of the workspace", ": everybody gets what is meant for it"
    return missing(found, there, "the workspace has no team", fix, after)


def _recursion(subject: Subject) -> Iterator[Finding]:
    for text in subject.marked(Mark.FLOW):
        if way := _way_back(subject.known, text.source):
            yield at(
                text,
                f"flows run one another in a circle: {' → '.join(way)}",
                "end one of them before the other begins: each round goes a level deeper, and too deep fails",
            )


def _way_back(known: Known, flow: str) -> tuple[str, ...]:
    """From the checked flow by this one back to it; nothing if there is no way."""
    if known.key is None:
        return ()
    ways: dict[str, tuple[str, ...]] = {flow: (known.key, flow)}
    todo = deque([flow])
    while todo and known.key not in ways:
        here = todo.popleft()
        for after in sorted(known.runs.get(here, ())):
            if after not in ways:
                ways[after] = (*ways[here], after)
                todo.append(after)
    return ways.get(known.key, ())


CHECKS = (
    Check(
        code="unknown_node",
        severity="error",
        title="Jump to a node that is not there",
        why="A jump names a node of the same flow by its id; the node was deleted or renamed.",
        find=_unknown_nodes,
    ),
    Check(
        code="unknown_flow",
        severity="error",
        title="Flow that is not there",
        why="The node runs another flow by its key, and no flow of the workspace has it, or it is archived.",
        find=_unknown_flows,
    ),
    Check(
        code="unpublished_flow",
        severity="warning",
        title="Flow that is not published",
        why="Only published versions are run. Until the other one is, this node leaves by its failure output.",
        find=_unpublished_flows,
    ),
    Check(
        code="unknown_version",
        severity="error",
        title="Version that is not there",
        why="The node is pinned to a version of another flow by its number, and that flow has no such version.",
        find=_unknown_versions,
    ),
    Check(
        code="flow_recursion",
        severity="warning",
        title="Flows that run one another in a circle",
        why="A flow that runs another one waits for its end, so each round of the circle goes one level deeper, and the"
        " deepest fails. A flow that is to begin again leads back to its own first step instead.",
        find=_recursion,
    ),
    Check(
        code="unknown_secret",
        severity="warning",
        title="Secret that is not there",
        why="The call would be made without it. Secrets are added in the workspace's settings, not in the flow.",
        find=_unknown_secrets,
    ),
    Check(
        code="unknown_team",
        severity="warning",
        title="Team that is not there",
        why="The flow names a team by its key, and no team of the workspace has it: it was removed, or is still to be made."
        " Conversations that are handed over to it wait for anybody.",
        find=_unknown_teams,
    ),
)
