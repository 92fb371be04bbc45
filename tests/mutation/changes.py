"""Mistakes made on purpose: every other way that one place of a module could have been written, compiled."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from types import CodeType
from typing import Any, TypeAlias

Edits: TypeAlias = Iterator[tuple[str, Any]]
OTHER: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Div, ast.Mod: ast.Div,
    ast.Pow: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.BitXor: ast.BitAnd,
    ast.LShift: ast.RShift, ast.RShift: ast.LShift, ast.USub: ast.UAdd, ast.UAdd: ast.USub,
}  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One mistake: where it is, how the place read and reads now, and what to compile for it."""

    line: int
    last: int
    was: str
    now: str
    compiled: Callable[[], CodeType]


def edits(node: ast.AST) -> Edits:
    """The fields of a node that could have been written otherwise, and how."""
    match node:
        case ast.Constant(value=bool(value)):
            yield "value", not value
        case ast.Constant(value=int() | float() as value):
            yield "value", value + 1
        case ast.Compare(ops=ops):
            for at, op in enumerate(ops):
                yield "ops", [*ops[:at], OTHER[type(op)](), *ops[at + 1 :]]
        case ast.BinOp(op=op) | ast.AugAssign(op=op) | ast.BoolOp(op=op) if type(op) in OTHER:
            yield "op", OTHER[type(op)]()
        case ast.UnaryOp(op=ast.USub() | ast.UAdd() as op):
            yield "op", OTHER[type(op)]()
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield "operand", ast.UnaryOp(ast.Not(), operand)
        case _:
            yield from _branches(node)


def _branches(node: ast.AST) -> Edits:
    match node:
        case ast.IfExp():
            yield from (("test", ast.Constant(value=value)) for value in (True, False))
        case ast.Match(cases=cases) if len(cases) > 1:
            yield from (("cases", [*cases[:at], *cases[at + 1 :]]) for at in range(len(cases)))
        case ast.Return(value=ast.Constant(value=None | bool())):
            return
        case ast.Return(value=ast.expr()):
            yield "value", ast.Constant(value=None)


def visited(node: ast.AST) -> Iterator[ast.AST]:
    """All nodes that run; annotations only say something to the type checker."""
    yield node
    for name, value in ast.iter_fields(node):
        if name not in {"annotation", "returns"}:
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    yield from visited(child)


def changes(path: Path) -> Iterator[Change]:
    tree = ast.parse(path.read_text("utf-8"))
    for node in visited(tree):
        if isinstance(node, ast.expr | ast.stmt):
            for field, new in edits(node):
                yield _change(tree, node, field, new, str(path))


def _change(tree: ast.Module, node: ast.expr | ast.stmt, field: str, new: Any, path: str) -> Change:
    old, was = getattr(node, field), ast.unparse(node)

    def edited(use: Callable[[], Any]) -> Any:
        setattr(node, field, new)
        try:
            return use()
        finally:
            setattr(node, field, old)

    def compiled() -> CodeType:
        code: CodeType = edited(lambda: compile(ast.fix_missing_locations(tree), path, "exec"))
        return code

    now = edited(lambda: ast.unparse(ast.fix_missing_locations(node)))
    both = zip_longest(was.splitlines(), now.splitlines(), fillvalue="")
    line, other = next(pair for pair in both if pair[0] != pair[1])
    return Change(node.lineno, node.end_lineno or node.lineno, line.strip(), other.strip(), compiled)
