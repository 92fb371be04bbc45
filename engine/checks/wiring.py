"""Whether a document hangs together: ids, node types, and edges that start and end somewhere."""

from collections import Counter
from collections.abc import Iterable, Iterator

from engine.checks.spec import Check, Finding
from engine.checks.subject import Subject
from engine.document import nearest
from engine.flow import Edge
from engine.languages import tag_of


def _duplicate_nodes(subject: Subject) -> Iterator[Finding]:
    for index, id in _repeated(node.id for node in subject.document.nodes):
        message = f"there is another node with the id {id!r}"
        yield Finding(message, "give it an id of its own", id, path=f"nodes.{index}.id")


def _duplicate_edges(subject: Subject) -> Iterator[Finding]:
    for index, id in _repeated(edge.id for edge in subject.document.edges):
        yield Finding(f"there is another edge with the id {id!r}", "give it an id of its own", path=f"edges.{index}.id")


def _repeated(ids: Iterable[str]) -> Iterator[tuple[int, str]]:
    seen: Counter[str] = Counter()
    for index, id in enumerate(ids):
        if seen[id]:
            yield index, id
        seen[id] += 1


def _unknown_types(subject: Subject) -> Iterator[Finding]:
    for index, node in enumerate(subject.document.nodes):
        if node.type not in subject.behaviours:
            fix = nearest(node.type, subject.behaviours) or "install the package that brings it, or choose another type"
            yield Finding(f"there is no node type {node.type!r}", fix, node.id, path=f"nodes.{index}.type")


def _missing_ends(subject: Subject) -> Iterator[Finding]:
    for index, edge in enumerate(subject.document.edges):
        for end, id in (("source", edge.source), ("target", edge.target)):
            if id not in subject.nodes:
                node = edge.source if edge.source in subject.nodes else None
                fix = nearest(id, subject.nodes) or "delete the edge"
                message = f"the edge's {end} is the node {id!r}, which is not there"
                yield Finding(message, fix, node, path=f"edges.{index}.{end}")


def _unknown_outputs(subject: Subject) -> Iterator[Finding]:
    """Where the params do not fit, the outputs are not known either, and nothing is said."""
    for index, edge in enumerate(subject.document.edges):
        node = subject.nodes.get(edge.source)
        if node and node.params and edge.sourceHandle not in node.outputs:
            has = f"it has {', '.join(map(repr, node.outputs))}" if node.outputs else "it has none; delete the edge"
            yield Finding(
                f"the edge starts at the output {edge.sourceHandle!r}, which the node does not have",
                nearest(edge.sourceHandle, node.outputs) or has,
                node.id,
                path=f"edges.{index}.sourceHandle",
            )


def _forks(subject: Subject) -> Iterator[Finding]:
    first: dict[tuple[str, str], Edge] = {}
    for index, edge in enumerate(subject.document.edges):
        other = first.setdefault((edge.source, edge.sourceHandle), edge)
        if other is not edge:
            yield Finding(
                f"the output {edge.sourceHandle!r} has another edge already, to {other.target!r}",
                "keep one of them: a flow goes one way at a time",
                edge.source,
                path=f"edges.{index}",
            )


def _stale_translations(subject: Subject) -> Iterator[Finding]:
    for language, nodes in subject.document.translations.items():
        if nodes and tag_of(language) == tag_of(subject.document.language):
            message = f"{language!r} is the flow's own language: these texts would hide those of its nodes"
            yield Finding(message, "write them in the nodes, and remove them here", path=f"translations.{language}")
        for id in nodes:
            if id not in subject.nodes:
                message = f"there is no node {id!r} whose texts could be translated"
                yield Finding(message, nearest(id, subject.nodes) or "remove it", path=f"translations.{language}.{id}")


WIRING = (
    Check(
        code="duplicate_node",
        severity="error",
        title="Two nodes with one id",
        why="Edges, translations and results name a node by its id.",
        find=_duplicate_nodes,
    ),
    Check(
        code="duplicate_edge",
        severity="error",
        title="Two edges with one id",
        why="The editor and flow tests name an edge by its id.",
        find=_duplicate_edges,
    ),
    Check(
        code="unknown_type",
        severity="error",
        title="Node type that is not there",
        why="This installation has no such node type: it is misspelled, or the package that brings it is missing.",
        find=_unknown_types,
    ),
    Check(
        code="missing_node",
        severity="error",
        title="Edge to or from a node that is not there",
        why="An edge connects two nodes of the same flow.",
        find=_missing_ends,
    ),
    Check(
        code="unknown_output",
        severity="error",
        title="Edge from an output that the node does not have",
        why="A node's outputs follow from its params: a choice was deleted or renamed, and its edge was left over.",
        find=_unknown_outputs,
    ),
    Check(
        code="forked_output",
        severity="error",
        title="Two edges from one output",
        why="A session is at one place at a time, so only one of the ways could be taken.",
        find=_forks,
    ),
    Check(
        code="stale_translation",
        severity="warning",
        title="Translation that is left over",
        why="Texts of a deleted node, or of a misspelled id; or texts in the flow's own language, which everybody would read"
        " instead of those that the nodes show.",
        find=_stale_translations,
    ),
)
