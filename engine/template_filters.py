"""The filters of templates: the library's own, each with its work metered and its sizes limited, and a few of ours."""

import functools
from collections.abc import Mapping
from typing import Any

from liquid.filter import flatten, with_context

from engine.filters import COSTS, FILTERS, Filter
from engine.filters.values import number_shown_by
from engine.template_context import Meter
from engine.template_values import MAX_TEXT, checked, too_large, written

_OF_TEXTS = frozenset(
    {"append", "prepend", "replace", "replace_first", "replace_last", "remove", "remove_first", "remove_last"}
)
_OF_NUMBERS = frozenset(
    {"plus", "minus", "times", "divided_by", "modulo", "abs", "ceil", "floor", "round", "at_least", "at_most"}
)


def metered(name: str, inner: Filter) -> Filter:
    """The filter with its work burnt from the context, and with what goes in and comes out checked."""
    passes_context = getattr(inner, "with_context", False)

    @functools.wraps(inner)  # keeps the library's marks too, such as with_environment
    def outer(value: Any, *args: Any, context: Meter, **options: Any) -> Any:
        context.burn(_work(name, value, (*args, *options.values())))
        if name in _OF_NUMBERS:  # of what is none the library makes zero, and a price of nothing
            for one in (value, *args):
                number_shown_by(one, name)
        if name in _OF_TEXTS:  # the library writes None and True as Python does
            value, args = written(value), tuple(map(written, args))
        if _result_size(name, value, args) > MAX_TEXT:
            raise too_large(f"the text is too long (at most {MAX_TEXT:,} characters)")
        result = inner(value, *args, **options, **({"context": context} if passes_context else {}))
        checked(result)
        return result

    return with_context(outer)


def all_metered(filters: Mapping[str, Filter]) -> dict[str, Filter]:
    return {name: metered(name, inner) for name, inner in {**filters, **FILTERS}.items()}


def _work(name: str, value: Any, args: tuple[Any, ...]) -> int:
    work = checked(value) + sum(map(checked, args)) + COSTS.get(name, 0)
    if name == "uniq" and isinstance(value, list | tuple):
        work += len(value) * (len(value) // 100 + work // 1_000)  # it compares every pair
    return work


def _result_size(name: str, value: Any, args: tuple[Any, ...]) -> int:
    """The two filters whose result can be the product of two lengths are measured before they run."""
    if name == "join" and isinstance(value, list | tuple | range):
        return len(flatten(value)) * len(str(args[0]) if args else " ")
    if name == "replace" and args:
        text, old, new = str(value), str(args[0]), str(args[1]) if len(args) > 1 else ""
        return len(text) + text.count(old) * (len(new) - len(old))
    return 0
