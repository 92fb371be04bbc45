"""From JSON of unknown origin to a flow document, with everything that is wrong with it.

In this order: size and depth, older formats, the document's own schema, each node's data by the schema of its type, the
params' own rules, and whether ids, edges and translations fit together.
"""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple

from pydantic import ValidationError

from engine.behaviour import Behaviour
from engine.checks.drawn import schema_problems
from engine.checks.subject import Known, Subject
from engine.checks.wiring import WIRING
from engine.document import ENVELOPE, MOST_PROBLEMS, Path, dotted, unreadable, wrongs
from engine.errors import FlowInvalid
from engine.flow import FlowDocument
from engine.limits import Limits
from engine.migrate import migrate
from engine.problems import Problem, said_by

OF_BRANCHES = ("_type", "literal_error")  # the schema has looked at both: the value is one of another branch of a union


class Reading(NamedTuple):
    """``document`` is None if it is no flow document; with problems inside its nodes it is one, and can be a draft."""

    document: FlowDocument | None
    problems: tuple[Problem, ...]


def read_document(raw: Any, behaviours: Mapping[str, Behaviour[Any]], limits: Limits) -> Reading:
    """Whatever the input, what is wrong with it comes back as problems: where it is, and how to mend it."""
    if problem := unreadable(raw, limits):
        return Reading(None, (problem,))
    if not isinstance(raw, dict):
        return Reading(None, (Problem(code="wrong_type", message="a flow document is an object with nodes and edges"),))
    try:
        raw = migrate(raw)
    except FlowInvalid as error:
        return Reading(None, error.problems)
    if problems := _crowded(raw, limits) or tuple(_envelope(raw)):
        return Reading(None, problems)
    return _read(raw, behaviours, limits)


def _crowded(raw: dict[str, Any], limits: Limits) -> tuple[Problem, ...]:
    most = {"nodes": limits.nodes_per_flow, "edges": limits.edges_per_flow}
    sizes = {key: len(raw[key]) for key in most if isinstance(raw.get(key), list)}
    return tuple(
        Problem(
            code="too_many",
            message=f"the flow has {size:,} {key}; at most {most[key]:,} are allowed",
            path=key,
            fix="split the flow, and run its parts by a sub-flow node",
        )
        for key, size in sizes.items()
        if size > most[key]
    )


def _envelope(raw: dict[str, Any]) -> Iterator[Problem]:
    for code, message, path, fix in wrongs(ENVELOPE, raw):
        yield Problem(code=code, message=message, node=_node_at(raw, path), path=dotted(path) or None, fix=fix)


def _node_at(raw: dict[str, Any], path: Path) -> str | None:
    match path:
        case ("nodes", int(index), *_):
            node = raw["nodes"][index]
            return node["id"] if isinstance(node, dict) and isinstance(node.get("id"), str) else None
        case _:
            return None


def _read(raw: dict[str, Any], behaviours: Mapping[str, Behaviour[Any]], limits: Limits) -> Reading:
    try:
        document = FlowDocument.model_validate(raw)
    except ValidationError as error:
        return Reading(None, tuple(refused(error, raw)))
    subject = Subject.of(document, behaviours, Known(), limits)
    wiring = (problem for check in WIRING for problem in check.problems(subject))
    return Reading(document, (*islice(_data(subject), MOST_PROBLEMS), *wiring))


def refused(error: ValidationError, raw: Any) -> Iterator[Problem]:
    """To be asked of ``raw`` that the schema takes: what is finer than it can say, such as a line break at the end of an id. A
    whole fails with its part, and a branch of a union that the value was not meant for says nothing."""
    found = [(_there(path, raw), message) for path, message in said_by(error, besides=OF_BRANCHES)]
    wholes = {path[:depth] for path, _ in found for depth in range(len(path))}
    for path, message in found:
        if path not in wholes:
            yield Problem(code="bad_value", message=message, path=dotted(path))


def _there(path: Path, raw: Any) -> Path:
    """Without what pydantic calls the branches of a union: only keys that the value has."""
    found: Path = ()
    for part in path:
        if (part in raw) if isinstance(raw, dict) else isinstance(raw, list) and isinstance(part, int):
            found, raw = (*found, part), raw[part]
    return found


def _data(subject: Subject) -> Iterator[Problem]:
    """The params alone would take a number that is written as a text; the schema does not."""
    for node in subject.nodes.values():
        yield from node.unfit
        if node.behaviour and node.params:
            yield from schema_problems(node.behaviour, node.node, node.node.data, f"nodes.{node.index}.data")
