"""A flow with the flows that it runs, as one document to keep or to share; translations are in the flows themselves."""

import copy
from collections.abc import Collection, Iterator, Mapping
from itertools import count
from typing import Annotated, Any, Literal, TypeAlias, TypeVar

from pydantic import BaseModel, Field, ValidationError, model_validator

from engine.behaviour import Behaviour
from engine.dialogue import FlowTest, Line
from engine.flow import FlowDocument, Node
from engine.marks import Mark, Path, dotted, marked, marks_of
from engine.model import Value
from engine.problems import Problem
from engine.repeats import repeated

KEY = r"^[a-z0-9]([a-z0-9_-]{0,62}[a-z0-9])?$"
FlowKey: TypeAlias = Annotated[str, Field(pattern=KEY, description="what other flows call it by")]
Kinds: TypeAlias = Mapping[str, Behaviour[Any]]
T = TypeVar("T")
MOST, MOST_PINS = 100, 1_000
BY_NODE = frozenset({"returns", "calls", "leaves"})
NOT_HERE = "is not here"
ANOTHER = "is another one here"
UNKNOWN = "is not told of by the bundle, so that nobody knows whether it is the one that is here"


class BundledFlow(Value):
    key: FlowKey
    document: dict[str, Any]


class Pin(Value):
    """A version that a flow of the bundle runs; the hash of its content tells whether it is there elsewhere, too."""

    flow: FlowKey
    version: int = Field(ge=1)
    hash: str


class Bundle(Value):
    """``root`` is the key of the flow that was asked for; the others are there because it needs them."""

    dialoom_bundle: Literal[1] = 1
    root: FlowKey
    flows: list[BundledFlow] = Field(min_length=1, max_length=MOST)
    pinned: list[Pin] = Field([], max_length=MOST_PINS, description="the versions that nodes of its flows name")

    @model_validator(mode="after")
    def each_key_once(self) -> "Bundle":
        keys = [flow.key for flow in self.flows]
        if twice := repeated(keys):
            raise ValueError(f"the key {twice[0]!r} is there twice")
        if self.root not in keys:
            raise ValueError(f"the root {self.root!r} is not among the flows")
        return self


def references(document: FlowDocument, kinds: Kinds) -> tuple[str, ...]:
    """The keys of the flows that this one runs, each once, in the order of its nodes."""
    found = (key for node in document.nodes for _, key in _flows_of(node, kinds))
    return tuple(dict.fromkeys(found))


def with_keys(document: FlowDocument, keys: Mapping[str, str], kinds: Kinds) -> FlowDocument:
    """A copy that runs other flows: those that ``keys`` leads to; its tests speak of them, too. What it does not name stays."""
    nodes = tuple(_renamed(node, keys, kinds) for node in document.nodes)
    tests = tuple(_retold(test, keys) for test in document.tests)
    changed: dict[str, Any] = {"nodes": nodes} if nodes != document.nodes else {}
    changed |= {"tests": tests} if tests != document.tests else {}
    return document.model_copy(update=changed) if changed else document


def pinned(document: FlowDocument, kinds: Kinds) -> frozenset[tuple[str, int]]:
    """The versions of other flows that it runs, by their flows' keys and their numbers."""
    return frozenset((key, version) for node in document.nodes for _, key, version in _pins(node, kinds))


def unpinned(document: FlowDocument, pins: Collection[tuple[str, int]], kinds: Kinds) -> FlowDocument:
    """A copy that runs what is published in place of these versions: where it comes in, they are not what they were."""
    nodes = tuple(_unpinned(node, pins, kinds) for node in document.nodes)
    return document.model_copy(update={"nodes": nodes}) if nodes != document.nodes else document


def taken_out(document: FlowDocument, pins: Mapping[tuple[str, int], str], kinds: Kinds) -> tuple[Problem, ...]:
    """What ``unpinned`` takes out of the document, and why, for whoever counts on it."""
    return tuple(
        Problem(
            code="unpinned",
            severity="warning",
            message=f"version {version} of {key!r} {pins[key, version]}: what is published of it is run",
            node=node.id,
            field=dotted(path),
            fix="Publish that flow as it should be, and choose a version of it, or leave the node without one.",
        )
        for node in document.nodes
        for path, key, version in _pins(node, kinds)
        if (key, version) in pins
    )


def _unpinned(node: Node, pins: Collection[tuple[str, int]], kinds: Kinds) -> Node:
    data = copy.deepcopy(node.data)
    for path, key, version in _pins(node, kinds):
        if (key, version) in pins:
            del _beside(data, path)["version"]
    return node if data == node.data else node.model_copy(update={"data": data})


def _pins(node: Node, kinds: Kinds) -> Iterator[tuple[Path, str, int]]:
    """Where the node names a version, whose, and which. What is no number is left for the schema to refuse."""
    for path, key in _flows_of(node, kinds):
        if isinstance(version := _beside(node.data, path).get("version"), int):
            yield (*path[:-1], "version"), key, version


def _beside(data: Any, path: Path) -> Any:
    for part in path[:-1]:
        data = data[part]
    return data


def _renamed(node: Node, keys: Mapping[str, str], kinds: Kinds) -> Node:
    data = copy.deepcopy(node.data)
    for path, key in _flows_of(node, kinds):
        _put(data, path, keys.get(key, key))
    return node if data == node.data else node.model_copy(update={"data": data})


def _flows_of(node: Node, kinds: Kinds) -> tuple[tuple[Path, str], ...]:
    """Where the node names flows. Of data that is not complete yet, as far as its outermost fields tell."""
    if (behaviour := kinds.get(node.type)) is None:
        return ()
    model: type[BaseModel] = behaviour.params
    try:
        params = model.model_validate(node.data)
    except ValidationError:
        fields = (name for name, mark in marks_of(model).items() if mark is Mark.FLOW)
        return tuple(((name,), node.data[name]) for name in fields if isinstance(node.data.get(name), str))
    return tuple((one.path, one.text) for one in marked(params) if one.mark is Mark.FLOW)


def _retold(test: FlowTest, keys: Mapping[str, str]) -> FlowTest:
    told = {
        "missing_flows": tuple(keys.get(key, key) for key in test.missing_flows),
        "returns": _by_new_keys(test.returns, keys),
        "dialogue": tuple(_line_retold(line, keys) for line in test.dialogue),
    }
    changed = {name: value for name, value in told.items() if value != getattr(test, name)}
    return test.model_copy(update=changed)


def _line_retold(line: Line, keys: Mapping[str, str]) -> Line:
    if line.kind not in BY_NODE:
        return line
    return line.model_copy(update={line.kind: _by_new_keys(line.value, keys)})


def _by_new_keys(said: Mapping[str, T], keys: Mapping[str, str]) -> dict[str, T]:
    """What is said of nodes, each by its id or as ``flow/node``."""
    parts = ((*name.rpartition("/"), value) for name, value in said.items())
    return {f"{keys.get(key, key)}{slash}{id}": value for key, slash, id, value in parts}


def _put(data: Any, path: Path, value: str) -> None:
    _beside(data, path)[path[-1]] = value


def free_keys(wanted: Collection[str], taken: Collection[str]) -> dict[str, str]:
    """Each wanted key with one that nobody has: itself, or itself with a number."""
    given: dict[str, str] = {}
    for key in wanted:
        numbered = (f"{key[:58].rstrip('_-')}-{number}" for number in count(2))
        occupied = {*taken, *given.values(), *wanted}
        given[key] = key if key not in taken else next(one for one in numbered if one not in occupied)
    return given
