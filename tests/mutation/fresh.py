"""A change in a process of its own, which imports everything again: for what cannot be put into one that runs."""

import os
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, ModuleType

import pytest

SUITES = ("tests/engine", "tests/nodes", "tests/ui_schema")
OPTIONS = ("-q", "--assert=plain", "-p", "no:xdist", "-p", "no:cov", "-p", "no:cacheprovider")
PASSED = (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)


class Written(SourceFileLoader):
    """A module, as if its file had been written otherwise."""

    def __init__(self, name: str, path: Path, code: CodeType) -> None:
        super().__init__(name, str(path))
        self._code = code

    def get_code(self, _name: str) -> CodeType:
        return self._code


@dataclass
class Finder(MetaPathFinder):
    path: Path
    code: CodeType

    def find_spec(self, name: str, _path: Sequence[str] | None, _target: ModuleType | None = None) -> ModuleSpec | None:
        if name != module_name(self.path):
            return None
        return spec_from_file_location(name, self.path, loader=Written(name, self.path, self.code))


class Quick:
    """Leaves out property tests, which would take minutes for each change."""

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [one for one in items if not is_property(one)]


def is_property(item: pytest.Item) -> bool:
    return hasattr(getattr(item, "obj", None), "hypothesis")


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(Path.cwd()).with_suffix("").parts).removesuffix(".__init__")


def noticed(path: Path, code: CodeType, *, near: bool) -> bool:
    """Whether any test fails, or any of those near the file, which may hold what was made of it on import: the others have
    run with it. A fork, as only our own modules are to be imported again."""
    if (child := os.fork()) == 0:
        result = 1
        try:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            os.dup2(1, 2)
            result = _tested(path, code, by_nearness(path)[: 1 if near else 2])
        finally:
            os._exit(result)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0


def _tested(path: Path, code: CodeType, parts: Sequence[list[str]]) -> int:
    for name in [name for name, module in sys.modules.items() if _is_ours(module)]:
        del sys.modules[name]
    sys.meta_path.insert(0, Finder(path, code))
    for tests in parts:
        if tests and (found := pytest.main([*OPTIONS, "-x", "--timeout=60", *tests], plugins=[Quick()])) not in PASSED:
            return int(found)
    return 0


def _is_ours(module: ModuleType) -> bool:
    """This process's own driver stays."""
    file = getattr(module, "__file__", None) or ""
    return file.startswith(f"{Path.cwd()}/") and not file.startswith(
        (f"{Path.cwd()}/.venv/", str(Path(__file__).parent))
    )


def by_nearness(path: Path) -> tuple[list[str], list[str]]:
    """The files of tests that have the name of the module or its package in them, its own first, then the others."""
    name = re.compile(rf"\b({'|'.join(module_name(path).split('.')[1:])})\b")
    tests = sorted(str(one) for suite in SUITES for one in Path(suite).rglob("test_*.py"))
    near = [one for one in tests if name.search(one.replace("_", " ") + Path(one).read_text("utf-8"))]
    return sorted(near, key=lambda one: path.stem not in one), [one for one in tests if one not in near]
