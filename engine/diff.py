"""What differs between two drawings of a flow, as data: for people who review a change, and for what must follow one."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import zip_longest
from typing import Any, Literal, TypeAlias

from pydantic import ValidationError

from engine.behaviour import Behaviour
from engine.checks.translations import place_of
from engine.flow import Edge, FlowDocument, Node
from engine.marks import Mark, marked
from engine.model import Value
from engine.values_diff import Path, ValueChange, changes_between, rearranged

Kinds: TypeAlias = Mapping[str, Behaviour[Any]]
ABOUT = ("name", "description", "language", "publishing_needs")
_Keyed: TypeAlias = dict[tuple[str, int], Node]


class NodeChange(Value):
    """``moved`` is a node that only stands elsewhere on the canvas. ``values`` holds every part that differs."""

    change: Literal["added", "removed", "moved", "changed"]
    id: str
    type: str
    label: str = ""
    values: tuple[ValueChange, ...]


class EdgeChange(Value):
    """An output that leads elsewhere: to ``after`` instead of ``before``. None is nowhere."""

    source: str
    output: str
    before: str | None = None
    after: str | None = None


class FlowDiff(Value):
    """Everything that differs but the ids of edges. ``reordered`` says that nodes changed their order, which
    matters for triggers: the first one is the entry."""

    about: tuple[ValueChange, ...] = ()
    variables: tuple[ValueChange, ...] = ()
    nodes: tuple[NodeChange, ...] = ()
    edges: tuple[EdgeChange, ...] = ()
    translations: tuple[ValueChange, ...] = ()
    tests: tuple[ValueChange, ...] = ()
    reordered: bool = False

    @property
    def removed(self) -> frozenset[str]:
        """The nodes that are not there any more."""
        return frozenset(node.id for node in self.nodes if node.change == "removed")


def diff(before: FlowDocument, after: FlowDocument, kinds: Kinds) -> FlowDiff:
    """``kinds`` tell which of a node's values are texts; a type that is not among them has only values."""
    old, new = _plain(before), _plain(after)
    old_nodes, new_nodes = _keyed(before.nodes), _keyed(after.nodes)
    about = changes_between({key: old[key] for key in ABOUT}, {key: new[key] for key in ABOUT})
    return FlowDiff(
        about=tuple(about),
        variables=tuple(changes_between(old["variables"], new["variables"])),
        nodes=tuple(_nodes(old_nodes, new_nodes, kinds)),
        edges=tuple(_edges(before.edges, after.edges)),
        translations=tuple(
            change.model_copy(update={"text": True})
            for change in changes_between(old["translations"], new["translations"])
        ),
        tests=tuple(changes_between(_tests(before), _tests(after), name="name")),
        reordered=rearranged(old_nodes, new_nodes),
    )


def _plain(part: FlowDocument | Node) -> dict[str, Any]:
    return part.model_dump(mode="json")


def _tests(document: FlowDocument) -> list[dict[str, Any]]:
    """As people write them: a line has a dozen fields, and one of them is set."""
    return [test.model_dump(mode="json", exclude_defaults=True) for test in document.tests]


def _keyed(nodes: Iterable[Node]) -> _Keyed:
    """A draft may have an id twice: the second one is another node."""
    seen: Counter[str] = Counter()
    keyed: _Keyed = {}
    for node in nodes:
        keyed[node.id, seen[node.id]] = node
        seen[node.id] += 1
    return keyed


def _nodes(before: _Keyed, after: _Keyed, kinds: Kinds) -> Iterator[NodeChange]:
    for key in dict.fromkeys((*before, *after)):
        if found := _node(before.get(key), after.get(key), kinds):
            yield found


def _node(old: Node | None, new: Node | None, kinds: Kinds) -> NodeChange | None:
    node = new or old
    assert node is not None  # noqa: S101 - a key comes from one of both
    texts = {path for one in (old, new) if one for path in _texts(one, kinds)}
    values = tuple(
        change.model_copy(update={"text": True}) if change.path in texts else change
        for change in changes_between(_plain(old) if old else {}, _plain(new) if new else {})
    )
    if not values:
        return None
    moved = all(value.path[0] == "position" for value in values)
    change: Any = "added" if old is None else "removed" if new is None else "moved" if moved else "changed"
    return NodeChange(change=change, id=node.id, type=node.type, label=node.label, values=values)


def _texts(node: Node, kinds: Kinds) -> Iterator[Path]:
    """Where the node's data holds texts that are filled in and said, named as changes name them."""
    behaviour = kinds.get(node.type)
    try:
        params = behaviour.params.model_validate(node.data) if behaviour else None
    except ValidationError:
        return
    for path, mark, _, _ in marked(params) if params else ():
        if mark is Mark.TEMPLATE:
            yield ("data", *place_of(node.data, path))


def _edges(before: Iterable[Edge], after: Iterable[Edge]) -> Iterator[EdgeChange]:
    """By source and output: an edge that was drawn again between the same two nodes is no change."""
    old, new = _targets(before), _targets(after)
    for source, output in dict.fromkeys((*old, *new)):
        was, is_ = old.get((source, output), Counter()), new.get((source, output), Counter())
        for gone, come in zip_longest((was - is_).elements(), (is_ - was).elements()):
            yield EdgeChange(source=source, output=output, before=gone, after=come)


def _targets(edges: Iterable[Edge]) -> dict[tuple[str, str], Counter[str]]:
    found: dict[tuple[str, str], Counter[str]] = {}
    for edge in edges:
        found.setdefault((edge.source, edge.sourceHandle), Counter())[edge.target] += 1
    return found
