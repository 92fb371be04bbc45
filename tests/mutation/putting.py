"""Putting a change into the running process, and taking it out again: milliseconds, where a new process costs seconds."""

import functools
import gc
import inspect
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any, TypeAlias

OURS = ("engine", "nodes", "ui_schema", "tests")
Todo: TypeAlias = tuple[Any, str, Any]  # whose attribute, its name, and what it becomes
CONSTANTS = (int, float, str, bytes, tuple, frozenset, dict, list, set)


class Noticed(Exception):
    """The comparison with the generated files fails, which need not be run to know it."""


def _inner(code: CodeType) -> list[CodeType]:
    return [const for const in code.co_consts if isinstance(const, CodeType)]


def _outside(code: CodeType) -> tuple[Any, ...]:
    """What a module or a class body does itself, without the functions in it."""
    plain = [repr(const) for const in code.co_consts if not isinstance(const, CodeType)]
    return (code.co_code, code.co_names, plain, len(_inner(code)))


def _is_function(code: CodeType) -> bool:
    return bool(code.co_flags & inspect.CO_OPTIMIZED)


def differing(old: CodeType, new: CodeType) -> Iterator[tuple[CodeType, CodeType]]:
    """The innermost pieces of code that have functions of their own and are not the same; module and class bodies too."""
    if old != new if _is_function(old) else _outside(old) != _outside(new):
        yield old, new
    for one, other in zip_longest(_inner(old), _inner(new)):
        if one and other:
            yield from differing(one, other)


@dataclass
class Putting:
    """The functions and caches of the process, by where they were written."""

    functions: dict[tuple[str, str, int], list[FunctionType]] = field(default_factory=dict)
    caches: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        for one in gc.get_objects():
            if isinstance(one, FunctionType):
                code = one.__code__
                self.functions.setdefault((code.co_filename, code.co_qualname, code.co_firstlineno), []).append(one)
            elif isinstance(one, functools._lru_cache_wrapper) and str(one.__module__).split(".")[0] in OURS:
                self.caches.append(one)

    def plan(self, path: Path, new: CodeType) -> list[Todo]:
        """What is to be set where, so that the process behaves as if the file had been written like this; nothing where that
        cannot be done completely."""
        todo: list[Todo] = []
        old = compile(path.read_text("utf-8"), str(path), "exec")
        for one, other in differing(old, new):
            if _is_function(one):
                found = self.functions.get((str(path), one.co_qualname, one.co_firstlineno), [])
                if not all(_fits(function, other) for function in found):
                    return []
                todo += [(function, "__code__", other) for function in found]
            else:
                todo += _constants(path, new)
        return todo

    def forget(self) -> None:
        for cache in self.caches:
            cache.cache_clear()


def _fits(function: FunctionType, code: CodeType) -> bool:
    return len(function.__code__.co_freevars) == len(code.co_freevars)


def _constants(path: Path, code: CodeType) -> list[Todo]:
    """The module runs again, aside; constants and defaults that came out otherwise go to all who imported them."""
    module = next(one for one in list(sys.modules.values()) if getattr(one, "__file__", None) == str(path))
    aside = ModuleType(module.__name__)
    aside.__dict__.update({key: value for key, value in vars(module).items() if key.startswith("__")})
    exec(code, aside.__dict__)
    if _form(aside) != _form(module):
        raise Noticed
    todo: list[Todo] = []
    for name, new in vars(aside).items():
        old = vars(module).get(name)
        if isinstance(new, CONSTANTS) and not name.startswith("__") and repr(old) != repr(new):
            todo += [(one, name, new) for one in list(sys.modules.values()) if _has(one, name, old)]
        if isinstance(new, FunctionType) and isinstance(old, FunctionType) and new.__module__ == module.__name__:
            inner, other = inspect.unwrap(old), inspect.unwrap(new)  # what a decorator has taken in
            todo += [(inner, one, getattr(other, one)) for one in ("__defaults__", "__kwdefaults__")]
    return [(owner, name, new) for owner, name, new in todo if repr(getattr(owner, name)) != repr(new)]


def _form(module: ModuleType) -> Any:
    """The schema of a node type, which stands in a generated file."""
    node = vars(module).get("node")
    return node.params.model_json_schema() if node else None


def _has(module: object, name: str, value: Any) -> bool:
    ours = isinstance(module, ModuleType) and module.__name__.split(".")[0] in OURS
    return ours and vars(module).get(name) is value
