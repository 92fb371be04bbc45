"""Filters as they are written: whether there is one of that name, and whether it takes what stands after its colon."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from inspect import BoundArguments, Parameter, Signature, signature

from liquid.builtin.expressions import Filter as Call
from liquid.builtin.expressions import FilteredExpression, TernaryFilteredExpression
from liquid.builtin.expressions.arguments import PositionalArgument
from liquid.expression import Expression

from engine.filters import Filter
from engine.functions import GROUPS
from engine.template_errors import TemplateError

_OF_THE_LIBRARY = frozenset({"context", "environment"})  # what filters are given besides what authors write
_USAGE = {one.name: one.examples[0].source for group in GROUPS if group.kind == "filter" for one in group.functions}


def check_filters(expressions: Iterable[Expression], filters: Mapping[str, Filter]) -> None:
    """The library finds out only when the text is filled in, and then the message is lost."""
    for call in calls(expressions):
        if reason := _unknown(call.name, filters) or _misfit(call, _takes(filters[call.name])):
            raise TemplateError(reason, line_of(call))


def calls(expressions: Iterable[Expression]) -> Iterator[Call]:
    return (call for expression in expressions for call in _calls(expression))


def line_of(call: Call) -> int:
    return call.token.source.count("\n", 0, call.token.start_index) + 1


def bound(call: Call, filter_: Filter) -> Iterator[tuple[str, Expression]]:
    """What stands after the colon, by the names that the filter has for it."""
    for name, argument in _bound(call, _takes(filter_)).arguments.items():
        if isinstance(argument, dict):  # names that the filter does not know beforehand
            yield from ((one, option.value) for one, option in argument.items())
        else:
            yield name, argument.value


def _calls(expression: Expression) -> Iterator[Call]:
    match expression:
        case TernaryFilteredExpression():
            yield from _calls(expression.left)
            yield from expression.filters or ()
            yield from expression.tail_filters or ()
        case FilteredExpression():
            yield from expression.filters or ()


def _unknown(name: str, filters: Mapping[str, Filter]) -> str | None:
    if name in filters:
        return None
    near = difflib.get_close_matches(name, filters, 1)
    return f"there is no filter {name!r}" + (f": did you mean {near[0]!r}?" if near else "")


@lru_cache(256)
def _takes(filter_: Filter) -> Signature:
    """Without the value that it stands behind."""
    behind = list(signature(filter_).parameters.values())[1:]
    return Signature([one for one in behind if one.name not in _OF_THE_LIBRARY])


def _misfit(call: Call, takes: Signature) -> str | None:
    try:
        _bound(call, takes)
    except TypeError:
        return f"{call.name} takes {_counted(takes)} after a colon: {_USAGE[call.name]}"
    return None


def _bound(call: Call, takes: Signature) -> BoundArguments:
    values = [one for one in call.args if isinstance(one, PositionalArgument)]
    options = {one.name: one for one in call.args if not isinstance(one, PositionalArgument)}
    return takes.bind(*values, **options)


def _counted(takes: Signature) -> str:
    values = [one for one in takes.parameters.values() if one.kind is Parameter.POSITIONAL_OR_KEYWORD]
    least, most = sum(one.default is Parameter.empty for one in values), len(values)
    if not most:
        return "nothing"
    number = str(most) if least == most else f"{least} to {most}" if least else f"at most {most}"
    return f"{number} value" if most == 1 else f"{number} values"
