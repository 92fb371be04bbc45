"""Filters tried on an example with what stands after their colon, where it is written out: a pattern, a zone, a unit."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, ClassVar

from liquid.builtin.expressions import Filter as Call
from liquid.builtin.expressions.primitive import Literal
from liquid.exceptions import LiquidError
from liquid.expression import Expression

from engine.filters import FILTERS
from engine.template_arguments import bound, calls, line_of
from engine.template_errors import TemplateError

_MOMENT = "2026-05-31T10:00:00+00:00"
_ON: Mapping[str, Any] = {  # what each of those is tried on that are told by a word or a number what to do
    **dict.fromkeys(
        ("regex_match", "regex_replace", "word", "first_words", "last_words", "skip_words", "parse_date"), ""
    ),
    **dict.fromkeys(("add_time", "at_time", "time_until", "in_zone", "date"), _MOMENT),
    **dict.fromkeys(("format_date", "format_time", "format_datetime", "relative_time"), _MOMENT),
    **dict.fromkeys(("round", "format_number", "format_percent", "format_currency", "plural"), 1),
    "format_list": ("tea",),
    "path": {},
}
_FITTING: Mapping[
    str, Any
] = {  # by its name, what stands for an argument that is known only when the text is filled in
    "amount": 1,
    "clock": "12:00",
    "currency": "EUR",
    "decimals": 0,
    "group": 0,
    "language": "en",
    "layout": "%d/%m/%Y",
    "number": 1,
    "other": _MOMENT,
    "pattern": "a",
    "replacement": "",
    "style": "medium",
    "unit": "days",
    "way": "a",
    "word": "and",
    "zone": "UTC",
}


class _Nobody:
    """In whose language is written, where the filter is not told."""

    globals: ClassVar = {"now": _MOMENT, "today": _MOMENT[:10]}


def mistake(expressions: Iterable[Expression]) -> TemplateError | None:
    """The first filter that would refuse what is written after it, whatever it stands behind."""
    tried = (call for call in calls(expressions) if call.name in _ON)
    return next((TemplateError(told, line_of(call)) for call in tried if (told := _refused(call))), None)


def _refused(call: Call) -> str | None:
    return _told(call.name, **dict(_arguments(call)))


def _arguments(call: Call) -> Iterator[tuple[str, Any]]:
    for name, argument in bound(call, FILTERS[call.name]):
        yield name, argument.value if isinstance(argument, Literal) else _FITTING.get(name, "")


@lru_cache(1_024, typed=True)
def _told(name: str, /, **arguments: Any) -> str | None:
    filter_ = FILTERS[name]
    context = {"context": _Nobody()} if getattr(filter_, "with_context", False) else {}
    try:
        filter_(_ON[name], **arguments, **context)
    except (LiquidError, TemplateError) as error:
        reason = str(error)
        return reason if name in reason else f"{name}: {reason}"
    return None
