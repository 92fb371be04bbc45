"""Texts and conditions of flows: Liquid, with hard limits on time and memory, and no clock.

    render("Hi {{ contact.name | upcase }}", scope, now, limits)      'Hi ASHA'
    evaluate("{{ vars.total | times: 2 }}", scope, now, limits)       42, still a number
    test("vars.age >= 18 and contact.tags contains 'vip'", …)         True

A name that is not set reads as nothing. Only data can be read: mappings, lists, texts, numbers.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from types import TracebackType
from typing import Any, Literal

from engine import template_parse
from engine.limits import Limits
from engine.marks import is_template
from engine.template_context import Output, meter
from engine.template_errors import TemplateError, failure
from engine.template_parse import EMPTY, Comparisons, Names, Sought
from engine.template_values import plain

__all__ = ["TemplateError", "compared", "evaluate", "parse_problem", "render", "sought", "test", "variables"]


def render(source: str, scope: Mapping[str, Any], now: datetime, limits: Limits) -> str:
    """The text with everything filled in."""
    _fits(source, limits.template_source, "template")
    if not is_template(source) and len(source) <= limits.template_output:
        return source
    with _one_error():
        output = Output(limits.template_output)
        template_parse.fill(source, meter(EMPTY, scope, now, len(source), limits.template_output), output)
        return output.getvalue()


def evaluate(source: str, scope: Mapping[str, Any], now: datetime, limits: Limits) -> Any:
    """The typed value of a template that is one ``{{ expression }}``; the rendered text of any other."""
    alone = source.strip()
    _fits(source, limits.template_source, "template")
    if not alone.startswith("{{"):
        return render(source, scope, now, limits)
    with _one_error():
        if (only := template_parse.template(alone).only) is not None:
            return plain(only.evaluate(meter(EMPTY, scope, now, len(alone), limits.template_output)))
    return render(source, scope, now, limits)


def test(source: str, scope: Mapping[str, Any], now: datetime, limits: Limits) -> bool:
    """Whether a condition holds."""
    _fits(source, limits.condition_source, "condition")
    with _one_error():
        expression = template_parse.condition(source).expression
        context = meter(EMPTY, scope, now, len(source), limits.template_output)
        return expression.evaluate(context)


def parse_problem(source: str, mark: Literal["template", "condition"], limits: Limits) -> str | None:
    """What is wrong with a template or condition before anything is filled in."""
    longest = limits.template_source if mark == "template" else limits.condition_source
    try:
        _fits(source, longest, mark)
        _reads(source, mark)
    except TemplateError as error:
        return _placed(error, source)
    mistake = template_parse.template(source).mistake if mark == "template" and is_template(source) else None
    return _placed(mistake, source) if mistake else None


def _placed(error: TemplateError, source: str) -> str:
    return f"line {error.line}: {error}" if error.line and "\n" in source else str(error)


def variables(source: str, mark: Literal["template", "condition"]) -> Names:
    """The names that it reads from the scope, such as ``("vars", "order_no")``; none if it does not parse."""
    try:
        return _reads(source, mark)
    except TemplateError:
        return ()


def sought(source: str) -> Sought:
    """What a condition looks for: ``contact.tags contains 'vip'`` for vip in the contact's tags; nothing if it does not parse."""
    try:
        with _one_error():
            return template_parse.condition(source).sought
    except TemplateError:
        return ()


def compared(source: str, mark: Literal["template", "condition"]) -> Comparisons:
    """Names beside values that are written out, ``("vars.age", ">=", 18)``; nothing if it does not parse."""
    try:
        with _one_error():
            parse = template_parse.condition if mark == "condition" else template_parse.template
            return parse(source).compared if mark == "condition" or is_template(source) else ()
    except TemplateError:
        return ()


def _reads(source: str, mark: Literal["template", "condition"]) -> Names:
    with _one_error():
        if mark == "condition":
            return template_parse.condition(source).reads
        return template_parse.template(source).reads if is_template(source) else ()


def _fits(source: str, longest: int, what: str) -> None:
    if len(source) > longest:
        raise TemplateError(f"the {what} is longer than {longest:,} characters")


class _one_error(AbstractContextManager[None]):  # noqa: N801 - read as what it does, like those of contextlib
    """Whatever the library raises becomes a TemplateError. A class: one rendering is too short for a generator."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, Exception):
            raise failure(error) from error
