"""Which files a command means: those that are named, and of folders those that hold what it works on."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

ENDINGS = (".tests.json", ".tests.yaml", ".tests.yml")


def with_tests(paths: Iterable[Path]) -> Iterator[Path]:
    """Of folders every file of flow tests in them, and every flow that has tests of its own; of a flow also the files of
    flow tests beside it that have its name. Each file once."""
    yield from _once(file for path in paths for file in (_tests_in(path) if path.is_dir() else _tests_of(path)))


def flows(paths: Iterable[Path]) -> Iterator[Path]:
    """Of folders every flow in them. Files of flow tests are passed over. Each file once."""
    found = _once(file for path in paths for file in (_flows_in(path) if path.is_dir() else [path]))
    return (file for file in found if not is_tests(file))


def beside(flow: Path) -> list[Path]:
    """Where a flow's tests may be, if they are not saved with it."""
    return [flow.with_name(f"{flow.stem}{ending}") for ending in ENDINGS]


def is_tests(path: Path) -> bool:
    """Whether this is a file of flow tests, by its name: it lies beside its flow."""
    return path.name.endswith(ENDINGS)


def _tests_of(path: Path) -> list[Path]:
    """A flow without any is a file, too: reading it says what is missing."""
    if not _has(path, "nodes"):
        return [path]
    own = [path] if _has(path, "nodes", "tests") else []
    return [*own, *(one for one in beside(path) if one.is_file())] or [path]


def _flows_in(folder: Path) -> list[Path]:
    return sorted(one for one in folder.rglob("*.json") if _has(one, "nodes"))


def _tests_in(folder: Path) -> list[Path]:
    files = {one for one in folder.rglob("*.tests.*") if is_tests(one)}
    return sorted(files | {one for one in folder.rglob("*.json") if _has(one, "nodes", "tests")})


def _has(path: Path, *keys: str) -> bool:
    """Whether it is an object with something under these keys; or names them, and is broken: that is to be told."""
    text = _content(path)
    if not all(f'"{key}"'.encode() in text for key in keys):
        return False
    try:
        raw: Any = json.loads(text)
    except (ValueError, RecursionError):
        return True
    return isinstance(raw, dict) and all(raw.get(key) for key in keys)


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
