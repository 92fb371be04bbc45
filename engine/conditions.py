r"""The structured conditions of the builder: a tree of tests, decided over the same values as templates.

    {"all": [{"left": "vars.age", "op": "gte", "right": "18"},
             {"not": {"left": "contact.tags", "op": "contains", "right": "blocked"}}]}

``left`` names a value, ``right`` is a template. Numbers are compared as numbers, dates as dates; text ignores case.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import (
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)

from engine import template
from engine.limits import Limits
from engine.marks import Mark, is_template
from engine.model import Value
from engine.replies_pattern import pattern_problem, search
from engine.template_compare import Pair, between, compared, contains, folded, is_empty, one_of, same, shown
from engine.template_errors import TemplateError
from engine.template_parse import Names

__all__ = ["All", "Any_", "Not", "Op", "Test", "Tree", "compare", "decide", "pattern_problem", "reads"]

DEEPEST, MOST_TESTS = 6, 50
PATH = r"^[A-Za-z_]\w*(\.[\w-]+|\[\d{1,4}\])*$"
_STEP = re.compile(r"\.([\w-]+)")

Op: TypeAlias = Literal[
    "equals",
    "not_equals",
    "contains",
    "not_contains",
    "starts_with",
    "ends_with",
    "matches",
    "gt",
    "gte",
    "lt",
    "lte",
    "between",
    "one_of",
    "empty",
    "not_empty",
]


class Test(Value):
    """One comparison. ``right`` is not looked at by ``empty`` and ``not_empty``."""

    __test__ = False  # not a test of pytest

    left: Annotated[str, Field(pattern=PATH, max_length=200, examples=["vars.age", "contact.tags"])]
    op: Op
    right: Annotated[str | None, Field(max_length=2_000), Mark.TEMPLATE] = None

    @model_validator(mode="after")
    def _right_fits(self) -> Self:
        if self.right is None and self.op not in {"empty", "not_empty"}:
            raise ValueError(f"{self.op!r} needs something on the right to compare with")
        right = self.right or ""
        if self.op == "matches" and not is_template(right) and (problem := pattern_problem(right)):
            raise ValueError(problem)
        return self


class _Group(Value):
    model_config = ConfigDict(serialize_by_alias=True)

    @model_validator(mode="after")
    def _small_enough(self) -> Self:
        tree: Any = self
        if _depth(tree) > DEEPEST:
            raise ValueError(f"conditions are nested at most {DEEPEST} levels deep")
        if sum(1 for _ in _tests(tree)) > MOST_TESTS:
            raise ValueError(f"a condition has at most {MOST_TESTS} tests")
        return self


class All(_Group):
    all: Annotated[tuple["Tree", ...], Field(min_length=1)]


class Any_(_Group):  # noqa: N801  the plain name is taken by typing
    any: Annotated[tuple["Tree", ...], Field(min_length=1)]


class Not(_Group):
    not_: Annotated["Tree", Field(alias="not")]


def _kind(value: Any) -> str | None:
    keys = value if isinstance(value, dict) else type(value).model_fields if isinstance(value, Value) else ()
    return next((key.rstrip("_") for key in keys if key in {"left", "all", "any", "not", "not_"}), None)


def _read(value: Any, refuse: ValidatorFunctionWrapHandler) -> Any:
    """Each part as what it is, so that the path of an error is that of what was written: pydantic's own choice among
    several adds a name to it that nobody wrote."""
    model = _MODELS.get(_kind(value))
    return model.model_validate(value) if model else refuse(value)


Tree: TypeAlias = Annotated[
    Annotated[Test, Tag("left")]
    | Annotated[All, Tag("all")]
    | Annotated[Any_, Tag("any")]
    | Annotated[Not, Tag("not")],
    Discriminator(
        _kind,
        custom_error_type="condition",
        custom_error_message='a condition is {"left", "op", "right"}, or {"all": […]}, {"any": […]}, {"not": …}',
    ),
    WrapValidator(_read),
]
_MODELS: Mapping[str | None, type[Value]] = {"left": Test, "all": All, "any": Any_, "not": Not}

for group in (All, Any_, Not):
    group.model_rebuild()


def holds(condition: Tree | str, scope: Mapping[str, Any], now: datetime, limits: Limits) -> bool:
    """A condition as a form draws it, or one that is written in Liquid. Raises TemplateError where it cannot be decided."""
    if isinstance(condition, str):
        return template.test(condition, scope, now, limits)
    return decide(condition, scope, now, limits)


def surely(condition: Tree | str, scope: Mapping[str, Any], now: datetime) -> bool:
    """The same, where there is nobody to tell that it cannot be decided: then it does not hold."""
    try:
        return holds(condition, scope, now, Limits())
    except TemplateError:
        return False


def decide(tree: Tree, scope: Mapping[str, Any], now: datetime, limits: Limits) -> bool:
    """Whether the condition holds. What decides early is not looked at further: a broken test after it does no harm."""
    match tree:
        case All():
            return all(decide(part, scope, now, limits) for part in tree.all)
        case Any_():
            return any(decide(part, scope, now, limits) for part in tree.any)
        case Not():
            return not decide(tree.not_, scope, now, limits)
        case _:
            left = template.evaluate(_left(tree), scope, now, limits)
            right = template.evaluate(tree.right or "", scope, now, limits)
            return compare(tree.op, tree.left, left, right)


def compare(op: Op, name: str, left: Any, right: Any) -> bool:
    """Two values by one operator; ``name`` is what the left one is called. Raises TemplateError where they cannot be."""
    return _OPERATORS[op](Pair(name, left, right))


def reads(tree: Tree) -> Names:
    """The names that a condition reads, left and right, as ``template.variables`` gives them."""
    sources = [(_left(test), test.right or "") for test in _tests(tree)]
    return tuple(
        sorted({path for pair in sources for source in pair for path in template.variables(source, "template")})
    )


def _left(test: Test) -> str:
    """``vars.limit`` as ``{{ vars["limit"] }}``: a dot cannot stand before a word of the language."""
    return "{{ " + _STEP.sub(r'["\1"]', test.left) + " }}"


def _parts(tree: Tree) -> tuple[Tree, ...]:
    match tree:
        case All():
            return tree.all
        case Any_():
            return tree.any
        case Not():
            return (tree.not_,)
        case _:
            return ()


def _depth(tree: Tree) -> int:
    return 0 if isinstance(tree, Test) else 1 + max(map(_depth, _parts(tree)))


def _tests(tree: Tree) -> Iterator[Test]:
    if isinstance(tree, Test):
        yield tree
    for part in _parts(tree):
        yield from _tests(part)


def _texts(pair: Pair) -> tuple[str, str]:
    for side in (pair.left, pair.right):
        if isinstance(side, list | dict):
            raise pair.refused("use 'contains' for a list")
    return folded(pair.left), folded(pair.right)


def _starts(pair: Pair) -> bool:
    text, start = _texts(pair)
    return bool(start) and text.startswith(start)


def _ends(pair: Pair) -> bool:
    text, end = _texts(pair)
    return bool(end) and text.endswith(end)


def _matches(pair: Pair) -> bool:
    _texts(pair)
    try:
        return search(shown(pair.right), shown(pair.left)) is not None
    except TemplateError as error:
        raise TemplateError(f"{pair.name}: {error}") from error


def _both_there(pair: Pair) -> bool:
    """Nothing is neither more nor less than anything, as in a written condition."""
    return not (is_empty(pair.left) or is_empty(pair.right))


_OPERATORS: dict[Op, Callable[[Pair], bool]] = {
    "equals": same,
    "not_equals": lambda pair: not same(pair),
    "contains": contains,
    "not_contains": lambda pair: not contains(pair),
    "starts_with": _starts,
    "ends_with": _ends,
    "matches": _matches,
    "gt": lambda pair: _both_there(pair) and compared(pair) > 0,
    "gte": lambda pair: _both_there(pair) and compared(pair) >= 0,
    "lt": lambda pair: _both_there(pair) and compared(pair) < 0,
    "lte": lambda pair: _both_there(pair) and compared(pair) <= 0,
    "between": lambda pair: _both_there(pair) and between(pair),
    "one_of": one_of,
    "empty": lambda pair: is_empty(pair.left),
    "not_empty": lambda pair: not is_empty(pair.left),
}
