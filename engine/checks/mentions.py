"""Names that the nodes of a flow mention, and whether what they name is there."""

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from engine import template
from engine.checks.drawn import Drawn
from engine.checks.reads import tests_in
from engine.checks.spec import Finding
from engine.checks.subject import Subject
from engine.document import nearest
from engine.marks import Mark, Path, dotted, is_template
from engine.named import Names

_SEGMENTS = ("contact", "segments")


class Mention(NamedTuple):
    """A name, and where it stands."""

    name: str
    node: str
    field: str
    place: str


def mentions(subject: Subject, names: Names) -> Iterator[Mention]:
    return (mention(node, one.path, one.text) for node, one in subject.named if one.names is names)


def marked_mentions(subject: Subject, mark: Mark) -> Iterator[Mention]:
    """What fields with this mark name; empty ones name nothing."""
    return (Mention(one.source, one.node, one.field, one.place) for one in subject.marked(mark) if one.source)


def mention(node: Drawn, path: Path, name: str) -> Mention:
    return Mention(name, node.id, dotted(path), node.place(path))


def segments(subject: Subject) -> Iterator[Mention]:
    """Those that params name, and conditions of a tree look for: whatever their capitals."""
    yield from mentions(subject, Names.SEGMENT)
    for node in subject.nodes.values():
        for path, test in tests_in(node.params, ()):
            right = test.right or ""
            if test.left == dotted(_SEGMENTS) and "contains" in test.op and not is_template(right):
                yield mention(node, (*path, "right"), right)


def sought_segments(subject: Subject) -> Iterator[Mention]:
    """Those that conditions in Liquid look for, to which capitals matter."""
    for text in subject.marked(Mark.CONDITION):
        for within, name in template.sought(text.source):
            if within == _SEGMENTS:
                yield Mention(name, text.node, text.field, text.place)


def missing(
    found: Iterable[Mention], there: Collection[str] | None, before: str, fix: str, after: str = ""
) -> Iterator[Finding]:
    """Those that name nothing that is ``there``; none where nobody knows what is. The message is the name with what is said
    ``before`` and ``after`` it."""
    for one in found:
        if there is not None and one.name not in there:
            told = nearest(one.name, there) or fix
            yield Finding(f"{before} {one.name!r}{after}", told, one.node, one.field, one.place)
