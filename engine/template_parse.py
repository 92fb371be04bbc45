"""Reading templates and conditions: parsed once, cached, and checked for what the library would let through."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple, TextIO, TypeAlias

from liquid import BoundTemplate, Environment, RenderContext, Token
from liquid.ast import Node
from liquid.builtin.expressions import BooleanExpression, Path, StringLiteral, tokenize
from liquid.builtin.expressions.logical import ContainsExpression
from liquid.builtin.output import Output, OutputNode
from liquid.builtin.tags.echo_tag import EchoTag
from liquid.exceptions import LiquidError, LiquidInterrupt, LiquidSyntaxError
from liquid.expression import Expression
from liquid.stream import TokenStream

from engine.marks import is_template
from engine.template_arguments import check_filters
from engine.template_context import GIVEN
from engine.template_errors import TemplateError
from engine.template_expressions import Comparison, comparisons, made_ours, parts_of
from engine.template_filters import all_metered
from engine.template_trials import mistake
from engine.template_values import written

Names: TypeAlias = tuple[tuple[str, ...], ...]
Sought: TypeAlias = tuple[tuple[tuple[str, ...], str], ...]
Comparisons: TypeAlias = tuple[Comparison, ...]
SHORT, CACHE_SHORT, CACHE_LONG = 1_000, 1_024, 64
_SLOW = re.compile(r"\{{4}|\s{256}")  # the library's lexer takes quadratic time for these
_GROUPS = {"lparen": 1, "rangeexpression": 1, "rparen": -1}


class Written(OutputNode):
    """Replaces the library's, which writes ``None`` for an empty item of a list."""

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        return buffer.write(written(self.expression.evaluate(context)))


class _Output(Output):
    node_class = Written


class _Echo(EchoTag):
    node_class = Written  # type: ignore[assignment]  # what it writes of itself is only for debugging


class Language(Environment):
    logical_parentheses = True
    logical_not_operator = True
    ternary_expressions = True
    loop_iteration_limit = 2_000
    local_namespace_limit = 131_072
    context_depth_limit = 20
    block_nesting_limit = 12


def _language() -> Language:
    language = Language(autoescape=False)
    for tag in ("include", "render"):
        del language.tags[tag]
    language.add_tag(_Output)
    language.add_tag(_Echo)
    language.filters = all_metered(language.filters)
    return language


LANGUAGE = _language()
EMPTY = LANGUAGE.from_string("")


class Template(NamedTuple):
    """``only`` is set for a template that is one output and nothing else. ``mistake`` is told before it is filled in, and
    does no harm where a condition leaves it out."""

    bound: BoundTemplate
    only: Expression | None
    reads: Names
    compared: Comparisons
    mistake: TemplateError | None


class Condition(NamedTuple):
    """``sought``: the texts that it looks for by ``contains``, with the names of what it looks into."""

    expression: BooleanExpression
    reads: Names
    sought: Sought
    compared: Comparisons


def template(source: str) -> Template:
    return _short_template(source) if len(source) <= SHORT else _long_template(source)


def _parse_template(source: str) -> Template:
    _refuse_slow(source)
    bound = LANGUAGE.from_string(source)
    nodes = tuple(_nodes(bound.nodes, RenderContext(bound)))
    expressions = [expression for node in nodes for expression in node.expressions()]
    made_ours(expressions)
    check_filters(expressions, LANGUAGE.filters)
    only = bound.nodes[0].expression if len(bound.nodes) == 1 and isinstance(bound.nodes[0], OutputNode) else None
    parts = [part for expression in expressions for part in parts_of(expression)]
    return Template(bound, only, _reads(bound, nodes, parts), tuple(comparisons(parts)), mistake(expressions))


def fill(source: str, context: RenderContext, output: TextIO) -> None:
    """As the library does it, but for the namespace that only templates within templates need: every name would be sought
    there first, and there are none."""
    for node in template(source).bound.nodes:
        try:
            node.render(context, output)
        except LiquidInterrupt as error:
            raise LiquidSyntaxError(f"unexpected '{error}'", token=node.token) from error
        except LiquidError as error:
            LANGUAGE.error(error, token=node.token)


def _reads(bound: BoundTemplate, nodes: Iterable[Node], parts: Iterable[Expression]) -> Names:
    """A name that the template itself gives, by ``assign`` or ``for``, is not read from outside: the library follows those,
    which takes as long as all the rest. Where none is given, as in most texts, every path is read."""
    if any([*node.template_scope(), *node.block_scope()] for node in nodes) or any(part.scope() for part in parts):
        uses = bound.analyze(include_partials=False)
        return _names(variable.segments for found in uses.globals.values() for variable in found)
    return _names(part.path for part in parts if isinstance(part, Path))


_short_template, _long_template = lru_cache(CACHE_SHORT)(_parse_template), lru_cache(CACHE_LONG)(_parse_template)


@lru_cache(CACHE_SHORT)
def condition(source: str) -> Condition:
    """One boolean expression, without braces and filters."""
    if not source.strip():
        raise TemplateError("the condition is empty")
    if is_template(source):
        raise TemplateError("a condition is written without {{ }} and {% %}")
    _refuse_slow(source)
    tokens = list(tokenize(source, parent_token=Token("expression", source, 0, source)))
    _refuse_ambiguous(tokens)
    expression = BooleanExpression.parse(LANGUAGE, TokenStream(iter(tokens)))
    made_ours([expression])
    parts = tuple(parts_of(expression))
    reads = _names(part.path for part in parts if isinstance(part, Path))
    return Condition(expression, reads, tuple(_sought(parts)), tuple(comparisons(parts)))


def _refuse_slow(source: str) -> None:
    if found := _SLOW.search(source):
        what = "too many spaces or empty lines" if found[0].isspace() else "too many braces"
        raise TemplateError(f"{what} in a row", source.count("\n", 0, found.start()) + 1)


def _refuse_ambiguous(tokens: Sequence[Token]) -> None:
    """Liquid reads ``a and b or c`` from the right, and ``not a and b`` as ``not (a and b)``: nobody expects it."""
    groups: list[set[str]] = [set()]
    for token in tokens:
        if token.kind == "pipe":
            raise TemplateError(
                "filters cannot be used in a condition: compare .size, .first or .last, or set a variable first"
            )
        if token.kind in {"and", "or", "not"}:
            _refuse_mixed(groups[-1], token.kind)
        elif (change := _GROUPS.get(token.kind)) == 1:
            groups.append(set())
        elif change and len(groups) > 1:
            groups.pop()


def _refuse_mixed(group: set[str], word: str) -> None:
    if word != "not" and "not" in group:
        raise TemplateError(f"put 'not' and what it negates in parentheses: (not …) {word} …")
    group.add(word)
    if {"and", "or"} <= group:
        raise TemplateError("'and' and 'or' are mixed: say with parentheses what belongs together")


def _nodes(nodes: Iterable[Node], static: RenderContext) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _nodes(node.children(static, include_partials=False), static)


def _sought(parts: Iterable[Expression]) -> Iterator[tuple[tuple[str, ...], str]]:
    for part in parts:
        match part:
            case ContainsExpression(left=Path(path=path), right=StringLiteral(value=text)):
                yield tuple(map(str, path)), text


def _names(paths: Iterable[Sequence[object]]) -> Names:
    """The leading names of each path: ``vars.items[0].price`` reads ``vars.items``."""
    found = {tuple(map(str, takewhile(lambda part: isinstance(part, str), path))) for path in paths}
    return tuple(sorted(path for path in found if path and path[0] not in GIVEN))
