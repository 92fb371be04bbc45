"""Expressions of the library that do otherwise here: what it lets through in silence, or refuses without a name."""

import operator
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias

from liquid import RenderContext
from liquid.builtin.expressions.logical import (
    EqExpression,
    GeExpression,
    GtExpression,
    LeExpression,
    LtExpression,
    NeExpression,
)
from liquid.builtin.expressions.path import Path
from liquid.builtin.expressions.primitive import Blank, Literal, RangeLiteral
from liquid.exceptions import LiquidTypeError
from liquid.expression import Expression

from engine.filters.values import given
from engine.template_compare import described
from engine.template_values import MAX_ITEMS, too_large

Comparison: TypeAlias = tuple[str, str, Any]
Order: TypeAlias = GtExpression | GeExpression | LtExpression | LeExpression


class ShortRange(RangeLiteral):
    """``(1..50000000)`` costs nothing until something walks it, so its length is checked as it is made."""

    __slots__ = ()

    def _make_range(self, start: Any, stop: Any) -> range:
        numbers = super()._make_range(start, stop)
        if numbers.stop - numbers.start > MAX_ITEMS:
            raise too_large(f"the range is too long (at most {MAX_ITEMS:,} numbers)")
        return numbers


class More(GtExpression):
    __slots__ = ()

    def evaluate(self, context: RenderContext) -> bool:
        return _holds(self, operator.gt, context)


class AtLeast(GeExpression):
    __slots__ = ()

    def evaluate(self, context: RenderContext) -> bool:
        return _holds(self, operator.ge, context)


class Less(LtExpression):
    __slots__ = ()

    def evaluate(self, context: RenderContext) -> bool:
        return _holds(self, operator.lt, context)


class AtMost(LeExpression):
    __slots__ = ()

    def evaluate(self, context: RenderContext) -> bool:
        return _holds(self, operator.le, context)


class Same(EqExpression):
    """What is not set is blank, as Liquid has it."""

    __slots__ = ()

    def evaluate(self, context: RenderContext) -> bool:
        return _nothing_beside_blank(self, context) or bool(super().evaluate(context))


class Other(NeExpression):
    __slots__ = ()

    def evaluate(self, context: RenderContext) -> bool:
        return not _nothing_beside_blank(self, context) and bool(super().evaluate(context))


_OURS: dict[type[Expression], type[Expression]] = {
    RangeLiteral: ShortRange,
    GtExpression: More,
    GeExpression: AtLeast,
    LtExpression: Less,
    LeExpression: AtMost,
    EqExpression: Same,
    NeExpression: Other,
}


_SIGNS: dict[type[Expression], str] = {Same: "==", Other: "!=", More: ">", AtLeast: ">=", Less: "<", AtMost: "<="}


def made_ours(expressions: Iterable[Expression]) -> None:
    for part in (part for expression in expressions for part in parts_of(expression)):
        if ours := _OURS.get(type(part)):
            part.__class__ = ours


def parts_of(expression: Expression) -> Iterator[Expression]:
    yield expression
    for child in expression.children():
        yield from parts_of(child)


def comparisons(parts: Iterable[Expression]) -> Iterator[Comparison]:
    """Where a name is compared with a value that is written out: ``vars.age``, ``>=``, 18."""
    for part in parts:
        match part:
            case Same() | Other() | More() | AtLeast() | Less() | AtMost():
                yield from _compared(part)
            case _:
                pass


def _compared(part: Order | Same | Other) -> Iterator[Comparison]:
    match part.left, part.right:
        case (Path() as path, Literal() as literal) | (Literal() as literal, Path() as path):
            yield ".".join(map(str, path.path)), _SIGNS[type(part)], literal.value
        case _:
            pass


def _holds(order: Order, holds: Callable[[Any, Any], bool], context: RenderContext) -> bool:
    """Nothing is neither more nor less than anything."""
    left, right = given(order.left.evaluate(context)), given(order.right.evaluate(context))
    if left is None or right is None:
        return False
    if (isinstance(left, str) and isinstance(right, str)) or (_is_number(left) and _is_number(right)):
        return holds(left, right)
    reason = "both must be numbers, or both texts; the filter 'number' makes a number of a text"
    told = f"{order.left}: cannot compare {described(left)} with {described(right)}: {reason}"
    raise LiquidTypeError(told, token=order.token)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _nothing_beside_blank(equality: EqExpression | NeExpression, context: RenderContext) -> bool:
    match equality.left, equality.right:
        case (Blank(), other) | (other, Blank()):
            return given(other.evaluate(context)) is None
        case _:
            return False
