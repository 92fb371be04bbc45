"""Values that can never fit what they are compared with, or put into. Only what is certain is told."""

import re
from collections.abc import Iterator, Mapping
from itertools import starmap
from typing import Any, NamedTuple

from pydantic import BaseModel

from engine.checks.drawn import Drawn
from engine.checks.holding import fits, misplaced
from engine.checks.reads import tests_in
from engine.checks.spec import Check, Finding
from engine.checks.subject import Subject
from engine.checks.written_types import ANSWER, declared, written_mismatches
from engine.kinds import answers_of, comparisons, wanted
from engine.languages import is_tag
from engine.marks import HOLDERS, Mark, Path, beside, dotted, is_template, marks_of
from engine.named import Names, names_of
from engine.template_compare import Pair, compared, items_of, number_of
from engine.template_dates import parse_date, parse_time
from engine.template_errors import TemplateError

ORDER = frozenset({"gt", "gte", "lt", "lte", "between"})
EQUAL = frozenset({"equals", "not_equals"})
TEXTUAL = frozenset({"starts_with", "ends_with", "matches"})
_ALONE = re.compile(r"\{\{-?\s*([\w.]+)\s*-?\}\}")
DATE = "a date like 2026-05-31"
COMPARABLE = {"number": "a number", "date": DATE, "datetime": DATE}
ANYTHING = f"a number, {DATE}, or a time like 14:30"
GROUPS = frozenset({"list", "object"})
BOTH_ENDS = 2
LANGUAGE = "contact.fields.language"  # beside the fields, a contact's own
OF_CONTACTS: Mapping[str, str] = {
    "contact.name": "text",
    "contact.language": "text",
    "contact.opted_out": "boolean",
    "contact.tags": "list",
    "contact.segments": "list",
}


class Compared(NamedTuple):
    """Something, and the text that it is compared with, which stands at the path."""

    path: Path
    left: str
    op: str
    right: str


def _mismatches(subject: Subject) -> Iterator[Finding]:
    yield from _defaults(subject)
    types = _types(subject)
    for node in subject.nodes.values():
        for one in _compared(node):
            if told := _never_fits(one, types.get(one.left)):
                yield _found(node, one.path, *told)
        yield from _assignments(node, types)
        yield from misplaced(subject, node)
        yield from _of_another_type(node, types)
    yield from written_mismatches(subject, types, _answers(subject))


def _answers(subject: Subject) -> dict[tuple[str, str], str]:
    """By the node and the field that read it: of which type the answer is."""
    asking = ((text, subject.nodes[text.node].params) for text in subject.texts if ANSWER in text.reads)
    found = {(text.node, text.field): answers_of(beside(params, text.path)) for text, params in asking if params}
    return {place: kind for place, kind in found.items() if kind}


def _types(subject: Subject) -> dict[str, str]:
    """By the name under which a condition reads it: what the flow declares, what the workspace defines, what a contact has."""
    variables = {f"vars.{name}": variable.type for name, variable in subject.document.variables.items()}
    fields = {f"contact.fields.{name}": field.type for name, field in (subject.known.fields or {}).items()}
    return {**variables, **fields, **OF_CONTACTS}


def _compared(node: Drawn) -> Iterator[Compared]:
    """In the tests of conditions, and where a node compares something else with what stands in one of its fields."""
    for path, test in tests_in(node.params, ()):
        yield Compared((*path, "right"), test.left, test.op, test.right or "")
    yield from starmap(Compared, comparisons(node.params))


def _never_fits(test: Compared, left: str | None) -> tuple[str, str] | None:
    """What is wrong and how to mend it; None where it may be right, as always with a template on the right."""
    if is_template(test.right):
        return None
    return _has_no(test, left) or _never_ordered(test, left) or _never_equal(test, left)


def _has_no(test: Compared, left: str | None) -> tuple[str, str] | None:
    """What values of a type do not have: an order, or a beginning."""
    if test.op in ORDER and left in {*GROUPS, "boolean"}:
        return f"{declared(test.left, left)}, which is neither more nor less than anything", "compare another value"
    if test.op in TEXTUAL and left in GROUPS:
        return f"{declared(test.left, left)}, which has no beginning and no pattern", "use 'contains'"
    return None


def _never_ordered(test: Compared, left: str | None) -> tuple[str, str] | None:
    """What somebody wrote is held between two values, too, by ``has_number_between``."""
    right = test.right
    if test.op == "between" and len(items_of(right)) != BOTH_ENDS:
        return f"'between' takes two values, and {right!r:.60} is not two", "write them with a comma: 18, 65"
    if test.op in ORDER and (bad := [one for one in _sides(test.op, right) if not _ordered(one, left)]):
        fix = f"write {COMPARABLE.get(left or '', ANYTHING)}"
        return f"{test.left} can never be compared with {bad[0]!r:.60} by {test.op!r}", fix
    if test.op.endswith("between") and _turned_round(items_of(right)):
        return f"nothing is between {right!r:.60}: the smaller value comes first", "write the smaller value first"
    return None


def _never_equal(test: Compared, left: str | None) -> tuple[str, str] | None:
    if test.op not in EQUAL or not left or not test.right.strip() or _can_equal(left, test.right):
        return None
    fix = "use 'contains'" if left in GROUPS else f"compare it with a {left}"
    return f"{declared(test.left, left)} and can never equal {test.right!r:.60}", fix


def _sides(op: str, right: str) -> list[str]:
    return items_of(right) if op == "between" else [right]


def _turned_round(sides: list[str]) -> bool:
    try:
        return len(sides) == BOTH_ENDS and compared(Pair("", *sides)) > 0
    except TemplateError:
        return False


def _ordered(text: str, left: str | None) -> bool:
    number, date = number_of(text) is not None, parse_date(text) is not None
    match left:
        case "number":
            return number
        case "date" | "datetime":
            return date
        case _:
            return number or date or parse_time(text) is not None


def _can_equal(left: str, right: str) -> bool:
    match left:
        case "number":
            return number_of(right) is not None or parse_date(right) is not None
        case "date" | "datetime":
            return parse_date(right) is not None
        case "boolean":
            return right.strip().casefold() in {"true", "false"}
        case _:
            return left not in GROUPS


def _defaults(subject: Subject) -> Iterator[Finding]:
    for name, variable in subject.document.variables.items():
        if not fits(variable.type, variable.default):
            yield Finding(
                f"the default {str(variable.default)!r:.60} of the variable {name!r} is no {variable.type}",
                f"write a {variable.type}, or declare another type",
                path=f"variables.{name}.default",
            )


def _assignments(node: Drawn, types: Mapping[str, str]) -> Iterator[Finding]:
    for path, name, value in _pairs(node.params, ()):
        if name == LANGUAGE and value.strip() and not is_template(value) and not is_tag(value.strip()):
            yield _found(
                node, path, f"{value!r:.60} is no language tag", "write one that looks like en, pt-BR or zh-Hant"
            )
        kind = types.get(name)
        if kind and value.strip() and not is_template(value) and not fits(kind, value):
            told = f"{name} is declared as {kind}, and {value!r:.60} is none"
            yield _found(node, path, told, f"write a {kind}, or declare another type")


def _pairs(value: Any, path: Path) -> Iterator[tuple[Path, str, str]]:
    """The names of variables, and of a contact's fields, that stand beside the template of what they are set to."""
    match value:
        case BaseModel():
            marks = marks_of(type(value))
            if marks.get("value") is Mark.TEMPLATE and (root := _root(type(value))):
                pair: Any = value
                yield (*path, "value"), f"{root}.{pair.name}", pair.value
            for field in marks:
                if isinstance(inner := getattr(value, field), HOLDERS):
                    yield from _pairs(inner, (*path, field))
        case tuple() | list():
            for index, item in enumerate(value):
                yield from _pairs(item, (*path, index))


def _of_another_type(node: Drawn, types: Mapping[str, str]) -> Iterator[Finding]:
    """A template that is one name, where a value of another type than the name's is wanted."""
    for path, text, wants in wanted(node.params):
        alone = _ALONE.fullmatch(text.strip())
        kind = types.get(alone[1], wants) if alone else wants
        if alone and kind not in {wants, "any"}:
            yield _found(node, path, f"{declared(alone[1], kind)}, and no {wants}", f"write the name of a {wants}")


def _root(model: type[BaseModel]) -> str | None:
    """Where conditions read what its field ``name`` names."""
    if marks_of(model).get("name") is Mark.SETS:
        return "vars"
    return "contact.fields" if names_of(model).get("name") is Names.FIELD else None


def _found(node: Drawn, path: Path, message: str, fix: str) -> Finding:
    return Finding(message, fix, node.id, dotted(path), node.place(path))


CHECKS = (
    Check(
        code="type_mismatch",
        severity="warning",
        title="Values that never fit together",
        why="A comparison that can never hold, or a value that can never be what its variable is declared as: the"
        " condition would always go one way, the variable would stay empty. So would a contact field in which a node"
        " keeps what never fits, such as a moment in a number; so would a variable that keeps the answer to a question for"
        " something else. Only literal values are looked at, beside declared variables, defined contact fields and what is of"
        " one type always, such as the answer to a question or a contact's tags: what is told is certain. That a type"
        " *hardly ever* holds a number leaves room for 1, which is a yes, and 20260531, which is a day.",
        find=_mismatches,
    ),
)
