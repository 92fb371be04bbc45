"""Flows in files: read, checked and compiled together with the flows beside them that they run."""

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from channels import adapters
from dialoom.meant_files import is_tests
from engine import CompiledFlow, FlowDocument, FlowInvalid, FlowSet, Limits, Problem, compile_flow
from engine.bundle import KEY
from engine.check import Carries, Known, Outward, check, outward
from engine.validate import read_document
from nodes import NodeType

IN_WORDS = "which has small letters, digits, - and _ inside, and at most 64 of them"


@dataclass(frozen=True, slots=True)
class FlowFile:
    """A flow file that can run; ``flows`` holds it and its neighbours by key, which is the name of their file."""

    path: Path
    flow: CompiledFlow
    flows: FlowSet
    problems: tuple[Problem, ...]


def check_file(
    path: Path, node_types: Mapping[str, NodeType[Any]], channels: Mapping[str, Carries] | None = None
) -> tuple[FlowDocument | None, tuple[Problem, ...]]:
    """The document of a file, if it can be understood, with everything that is wrong with it."""
    try:
        raw = raw_json(path)
    except FlowInvalid as error:
        return None, tuple(error.problems)
    if other := something_else(raw):
        return None, (_no_flow(path, other),)
    reading = read_document(raw, node_types, Limits())
    if reading.document is None:
        return None, reading.problems
    neighbours = _neighbours(path)
    run = _run(outward(reading.document, node_types).runs, neighbours, node_types)
    known = Known(
        flows=dict.fromkeys(neighbours, True),
        channels=channels,
        channel_types=frozenset(adapters()),
        key=path.stem,
        runs={key: one.runs for key, one in run.items()},
        variables={key: one.document.variables for key, one in run.items()},
    )
    return reading.document, (*reading.problems, *check(reading.document, node_types, known, Limits()))


def something_else(raw: Any) -> str:
    """What it is that somebody may take for a flow, and what reads it; nothing, where it may be one."""
    match raw:
        case {"dialoom_bundle": _}:
            return "a bundle of flows: `dialoom import` takes it"
        case {"flow": _, "tests": _}:
            return "a file of flow tests: `dialoom test` runs them"
        case _:
            return ""


def _no_flow(path: Path, other: str) -> Problem:
    return Problem(code="no_flow", message=f"{path} is {other}")


def raw_json(path: Path) -> Any:
    """What is in the file; raises FlowInvalid for what is no JSON, or cannot be read."""
    try:
        return json.loads(path.read_bytes())
    except OSError as error:
        raise FlowInvalid([Problem(code="not_json", message=f"{path} cannot be read: {error.strerror}")]) from error
    except (ValueError, RecursionError) as error:
        raise FlowInvalid([Problem(code="not_json", message=f"{path} is not JSON: {error}")]) from error


def as_bundle(path: Path, key: str = "") -> Any:
    """What is in the file, if it is a bundle; else a bundle of the one flow that is in it, named by ``key`` or the file.

    Raises FlowInvalid if that cannot be a key, if a key is given to a bundle, or if the file is something else.
    """
    raw, root = raw_json(path), key or path.stem
    if isinstance(raw, dict) and "dialoom_bundle" in raw:
        if key:
            raise FlowInvalid([_own_keys(path)])
        return raw
    if other := something_else(raw):
        raise FlowInvalid([_no_flow(path, other)])
    if not re.fullmatch(KEY, root):
        message = f"{path}: {root!r} cannot be a flow's key, {IN_WORDS}: give one with --key, such as my-flow"
        raise FlowInvalid([Problem(code="bad_flow_key", message=message)])
    return {"dialoom_bundle": 1, "root": root, "flows": [{"key": root, "document": raw}]}


def _own_keys(path: Path) -> Problem:
    message = f"{path} is a bundle: its flows have keys of their own, by which they run one another, and take no --key"
    fix = "leave --key out; with --existing rename they take free keys where theirs are taken"
    return Problem(code="bad_flow_key", message=f"{message}: {fix}")


def load_file(path: Path, node_types: Mapping[str, NodeType[Any]]) -> FlowFile:
    """Raises FlowInvalid with all problems if the flow, or one that it runs, could not be published."""
    document, problems = _publishable(path, node_types)
    flow = compile_flow(path.stem, document, node_types)
    keys = {path.stem: flow, **_referenced(flow, path, node_types)}
    return FlowFile(path, flow, _flow_set(keys), problems)


def _publishable(path: Path, node_types: Mapping[str, NodeType[Any]]) -> tuple[FlowDocument, tuple[Problem, ...]]:
    document, problems = check_file(path, node_types)
    errors = [problem for problem in problems if problem.severity == "error"]
    if document is None or errors:
        raise FlowInvalid(errors)
    return document, problems


def _beside(path: Path, node_types: Mapping[str, NodeType[Any]]) -> FlowDocument:
    """Problems name the file: whoever is told of them has asked for another one."""
    try:
        return _publishable(path, node_types)[0]
    except FlowInvalid as error:
        told = (Problem(code=one.code, message=f"{path.name}: {one}", fix=one.fix) for one in error.problems)
        raise FlowInvalid([*told]) from error


def _referenced(flow: CompiledFlow, path: Path, node_types: Mapping[str, NodeType[Any]]) -> dict[str, CompiledFlow]:
    found: dict[str, CompiledFlow] = {}
    todo, neighbours = _keys(flow), _neighbours(path)
    while todo:
        key = todo.pop()
        if key in neighbours and key not in found:
            found[key] = compile_flow(key, _beside(neighbours[key], node_types), node_types)
            todo |= _keys(found[key]) - found.keys() - {path.stem}
    return found


def _keys(flow: CompiledFlow) -> set[str]:
    return {key for key, _ in flow.references}


def _flow_set(flows: Mapping[str, CompiledFlow]) -> FlowSet:
    """A file has no versions: where one is pinned, it is the file that runs."""
    pinned = {(key, number) for flow in flows.values() for key, number in flow.references if number is not None}
    pins = {(key, number): flows[key].id for key, number in pinned if key in flows}
    return replace(FlowSet.of(**flows), pins=pins)


def _run(
    keys: frozenset[str], neighbours: Mapping[str, Path], node_types: Mapping[str, NodeType[Any]]
) -> dict[str, Outward]:
    """These flows and those that they run in turn, as far as their files can be read."""
    found: dict[str, Outward] = {}
    todo, seen = set(keys), set(keys)
    while todo:
        key = todo.pop()
        if document := _document(neighbours[key], node_types) if key in neighbours else None:
            found[key] = outward(document, node_types)
            more = found[key].runs - seen
            todo, seen = todo | more, seen | more
    return found


def _document(path: Path, node_types: Mapping[str, NodeType[Any]]) -> FlowDocument | None:
    with suppress(FlowInvalid):
        return read_document(raw_json(path), node_types, Limits()).document
    return None


def _neighbours(path: Path) -> dict[str, Path]:
    return {one.stem: one for one in path.absolute().parent.glob("*.json") if not is_tests(one)}
