"""Which files a command means: those that are named, and of folders those that hold what it works on."""

import json
import os
from collections.abc import Container, Iterable, Iterator
from pathlib import Path
from typing import Any

ENDINGS = (".tests.json", ".tests.yaml", ".tests.yml")
_INSTALLED = "node_modules"


def with_tests(paths: Iterable[Path], kinds: Container[str]) -> Iterator[Path]:
    """Of folders every file of flow tests in them, and every flow that has tests of its own; of a flow also the files of
    flow tests beside it that have its name. Each file once. ``kinds`` are the node types, by which flows are known."""
    yield from _once(file for path in paths for file in (_tests_in(path, kinds) if path.is_dir() else _tests_of(path)))


def flows(paths: Iterable[Path], kinds: Container[str]) -> Iterator[Path]:
    """Of folders every flow in them. Files of flow tests are passed over. Each file once."""
    found = _once(file for path in paths for file in (_flows_in(path, kinds) if path.is_dir() else [path]))
    return (file for file in found if not is_tests(file))


def beside(flow: Path) -> list[Path]:
    """Where a flow's tests may be, if they are not saved with it."""
    return [flow.with_name(f"{flow.stem}{ending}") for ending in ENDINGS]


def is_tests(path: Path) -> bool:
    """Whether this is a file of flow tests, by its name: it lies beside its flow."""
    return path.name.endswith(ENDINGS)


def _tests_of(path: Path) -> list[Path]:
    """A flow without any is a file, too: reading it says what is missing."""
    raw = _raw(path)
    if not isinstance(raw, dict) or "nodes" not in raw:
        return [path]
    own = [path] if raw.get("tests") else []
    return [*own, *(one for one in beside(path) if one.is_file())] or [path]


def _flows_in(folder: Path, kinds: Container[str]) -> list[Path]:
    return sorted(one for one in _files_in(folder) if one.suffix == ".json" and _is_flow(one, kinds))


def _tests_in(folder: Path, kinds: Container[str]) -> list[Path]:
    own = {one for one in _flows_in(folder, kinds) if _has_tests(one)}
    return sorted(own | {one for one in _files_in(folder) if is_tests(one)})


def _files_in(folder: Path) -> Iterator[Path]:
    """Not of hidden folders, nor of installed packages: nobody keeps flows there."""
    for place, inner, names in os.walk(folder):
        inner[:] = [one for one in inner if not one.startswith(".") and one != _INSTALLED]
        yield from (Path(place, name) for name in names)


def _is_flow(path: Path, kinds: Container[str]) -> bool:
    """One that says ``dialoom``, even if it is broken, which is to be told; or a bare export. Others have nodes, too: drawings
    of other builders, charts, caches."""
    if not _says(path, "nodes"):
        return False
    match _raw(path):
        case {"dialoom": _, "nodes": _}:
            return True
        case {"nodes": [*nodes]}:
            return bool(nodes) and all(_is_ours(node, kinds) for node in nodes)
        case None:
            return _says(path, "dialoom")
        case _:
            return False


def _is_ours(node: Any, kinds: Container[str]) -> bool:
    kind = node.get("type") if isinstance(node, dict) else None
    return isinstance(kind, str) and kind in kinds


def _has_tests(flow: Path) -> bool:
    raw = _raw(flow)
    return _says(flow, "tests") if raw is None else bool(raw.get("tests"))


def _says(path: Path, key: str) -> bool:
    return f'"{key}"'.encode() in _content(path)


def _raw(path: Path) -> Any:
    """What is in it; None of what is no JSON."""
    try:
        return json.loads(_content(path))
    except (ValueError, RecursionError):
        return None


def _content(path: Path) -> bytes:
    """Nothing of what cannot be opened: nobody knows what it is; who named it is told when it is read."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _once(files: Iterable[Path]) -> Iterator[Path]:
    seen = set[Path]()
    for file in files:
        if file.resolve() not in seen:
            seen.add(file.resolve())
            yield file
