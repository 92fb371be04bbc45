"""The functions of templates and conditions: every one is explained, and every example gives what it says."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import TypeAdapter

from engine import replies, template
from engine.conditions import Op, Tree, decide
from engine.functions import GROUPS, NOW, SCOPE, Kind
from engine.functions.page import expressions_page
from engine.functions.spec import Example
from engine.limits import Limits
from engine.template_errors import TemplateError
from engine.template_parse import LANGUAGE

PAGE = Path(__file__).parents[2] / "docs" / "expressions.md"
LIMITS = Limits()
TREE: TypeAdapter[Tree] = TypeAdapter(Tree)
INTERNAL_TAGS = {"content", "illegal", "output"}
CALLS = """\
title; word: 9; word: 0; word: -9; word_count; first_words: 0; last_words: 0; clean; read_chars; repeat: 3; regex_match: 'x'; \
regex_replace: 'x'; number; min; max; mean; add_time: 1, 'day'; time_until: now, 'days'; weekday; week_number; epoch; \
from_epoch; in_zone: 'Asia/Kolkata'; parse_date: '%d/%m/%Y'; format_date; format_time; format_datetime; relative_time; keys; \
values; format_list; parse_json; path: 'x'; compact; format_number; format_number: 2, 'de'; format_percent: 1; \
at_time: '14:30'; char; code; format_currency: 'EUR'; plural: one: 'day', other: 'days'
"""
LANGUAGES = {"en", "es", "pt", "hi", "ar", "id"}
EXAMPLES = [
    pytest.param(group.kind, one.name, example, id=f"{one.name}: {example.source[:60]} ({example.language})")
    for group in GROUPS
    for one in group.functions
    for example in one.examples
]


def scope_in(language: str) -> dict[str, Any]:
    return {**SCOPE, "conversation": {"language": language}}


def reply_test(name: str, source: str) -> Any:
    said, arguments = json.loads(source)
    if name == "pick":
        return replies.pick(arguments[0], said)
    found = getattr(replies, name)(said, *arguments)
    return found.value if found else None


def value_of(kind: Kind, name: str, example: Example) -> Any:
    scope = scope_in(example.language)
    give: dict[Kind, Callable[[], Any]] = {
        "filter": lambda: template.evaluate(example.source, scope, NOW, LIMITS),
        "tag": lambda: template.render(example.source, scope, NOW, LIMITS),
        "operator": lambda: template.test(example.source, scope, NOW, LIMITS),
        "comparison": lambda: decide(TREE.validate_json(example.source), scope, NOW, LIMITS),
        "reply_test": lambda: reply_test(name, example.source),
    }
    return give[kind]()


def names(kind: Kind) -> list[str]:
    return [one.name for group in GROUPS if group.kind == kind for one in group.functions]


@pytest.mark.parametrize(("kind", "name", "example"), EXAMPLES)
def test_example(kind: Kind, name: str, example: Example) -> None:
    """An example gives what the page says that it gives, and is about the function that it stands at."""
    given = value_of(kind, name, example)
    assert (given, type(given) is bool) == (example.gives, type(example.gives) is bool)
    assert kind == "reply_test" or name in example.source


@pytest.mark.parametrize(
    ("kind", "there"),
    [
        ("filter", set(LANGUAGE.filters)),
        ("tag", set(LANGUAGE.tags) - INTERNAL_TAGS | {"raw"}),
        ("comparison", set(get_args(Op))),
        ("reply_test", set(replies.__all__) - {"Match", "fold", "words", "pattern_problem"}),
    ],
)
def test_everything_is_explained(kind: Kind, there: set[str]) -> None:
    """There is no function that the page does not know, and none on the page that is not there."""
    listed = names(kind)
    assert len(set(listed)) == len(listed)
    assert set(listed) == there


@pytest.mark.parametrize("kind", ["filter", "reply_test"])
def test_languages(kind: Kind) -> None:
    """What depends on language is shown in six of them."""
    shown = {ex.language for group in GROUPS if group.kind == kind for one in group.functions for ex in one.examples}
    assert shown == LANGUAGES


def test_page_is_up_to_date(update: bool) -> None:
    """What an author reads is what the tests execute."""
    if update:
        PAGE.write_text(expressions_page())
    assert PAGE.read_text() == expressions_page(), "run this test with --update and review the diff"


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("{{ 'x' | word: 'two' }}", "word needs a number, not the text 'two'"),
        ("{{ 'x' | word: nope }}", "word needs a number, not nothing"),
        ("{{ 'x' | word: 1.5 }}", "word takes a whole number from -10,000 to 10,000"),
        ("{{ 'x' | repeat: -1 }}", "repeat takes a whole number from 0 to 65,536"),
        ("{{ 'xy' | repeat: 65536 }}", "the text is too long"),
        ("{{ 'x' | regex_match: '(' }}", "the pattern cannot be read"),
        ("{{ 'x' | regex_match: 'x', 1 }}", "regex_match takes a whole number from 0 to 0"),
        (
            "{{ 'soon' | add_time: 1, 'days' }}",
            "add_time needs a date such as 2026-05-31T10:00:00Z, not the text 'soon'",
        ),
        ("{{ now | add_time: 1, 'moons' }}", "'moons' is no unit of time: seconds, minutes"),
        ("{{ now | add_time: 999999, 'years' }}", "add_time leaves the years 1 to 9999"),
        ("{{ now | add_time: 2000000, 'days' }}", "add_time takes a whole number from -1,000,000"),
        ("{{ now | in_zone: 'Mars/Base' }}", "there is no time zone 'Mars/Base'"),
        ("{{ now | format_date: 'tiny' }}", "'tiny' is no style: short, medium, long, full"),
        ("{{ now | format_date: 'full', 'xx' }}", "there is no language 'xx'"),
        ("{{ 'x' | parse_date: '%d/%m' }}", "a layout has a day, a month and a year"),
        ("{{ 'x' | parse_date: '%d/%m/%Y %Y' }}", "each part once"),
        ("{{ 'x' | parse_date: '%d/%m/%Y %Q' }}", "'%Q' cannot be read"),
        ("{{ 'x' | parse_date: '%d/%m/%Y %' }}", "'%' cannot be read"),
        ("{{ 'much' | format_number }}", "format_number needs a number, not the text 'much'"),
        ("{{ 1 | format_number: 99 }}", "format_number takes a whole number from 0 to 10"),
        ("{{ 1 | format_currency: 'euro' }}", "'euro' is no currency"),
        ("{{ 1 | format_currency: nope }}", "'' is no currency"),
        ("{{ 1 | plural: ones: 'x' }}", "plural has no form 'ones'"),
        ("{{ vars.prices | format_list: 'nor' }}", "format_list takes 'and' or 'or'"),
        ("{{ (1..101) | format_list }}", "at most 100 items"),
        ("{{ '{oops' | parse_json }}", "parse_json: this is no JSON, at line 1"),
        ("{{ '[NaN]' | parse_json }}", "parse_json: NaN is no value of JSON"),
        ("{{ vars | path: '[' }}", "this is no path into JSON"),
    ],
)
def test_mistakes(source: str, told: str) -> None:
    """A filter that cannot do what it is told says what it needs."""
    with pytest.raises(TemplateError) as raised:
        template.evaluate(source, scope_in("en"), NOW, LIMITS)
    assert told in str(raised.value)


@pytest.mark.parametrize("call", CALLS.strip().split("; "))
def test_nothing_stays_nothing(call: str) -> None:
    """What is not set makes no filter fail, and gives nothing to show: only counting it gives zero."""
    shown = template.render("{{ nope | " + call + " }}", scope_in("en"), NOW, LIMITS)
    assert shown == ("0" if call == "word_count" else "")


@pytest.mark.parametrize("value", ["nope", "nil", "''", "' '"])
@pytest.mark.parametrize(
    "call", ["format_number: 2", "format_percent", "format_currency: 'EUR'", "plural: other: 'days'"]
)
def test_a_number_that_is_not_there(value: str, call: str) -> None:
    """What shows a number leaves room for ``default`` where there is none, and the message is sent."""
    source = "Total {{ " + value + " | " + call + " | default: '-' }}"
    assert template.render(source, scope_in("es"), NOW, LIMITS) == "Total -"


@pytest.mark.parametrize(
    ("source", "language", "shown"),
    [
        ("{{ 1234.5 | format_number }}", "es-MX", "1,234.5"),
        ("{{ 1234.5 | format_number }}", "tlh", "1,234.5"),
        ("{{ 1234.5 | format_number }}", "../../etc", "1,234.5"),
        ("{{ 1234.5 | format_number }}", "x" * 400, "1,234.5"),
        ("{{ '1.234' | number }}", "es-MX", "1.234"),
    ],
)
def test_language_of_the_contact(source: str, language: str, shown: str) -> None:
    """A region counts; a language that nobody knows is shown as English, and is no mistake of the author's."""
    assert template.render(source, scope_in(language), NOW, LIMITS) == shown


def test_without_a_conversation() -> None:
    """Where there is a contact alone, as in a trigger's condition, it is the contact's language that counts."""
    source = "{{ 1234.5 | format_number: 2 }}"
    assert template.render(source, {"contact": {"language": "id"}}, NOW, LIMITS) == "1.234,50"
    assert template.render(source, {}, NOW, LIMITS) == "1,234.50"


@pytest.mark.parametrize(
    ("source", "limit"),
    [
        ("{% for i in (1..2000) %}{{ 'x' | regex_match: 'x{9}' }}{% endfor %}", "too much work"),
        ("{% for i in (1..2000) %}{{ now | parse_date: '%d/%m/%Y' }}{% endfor %}", "too much work"),
        ("{{ long | regex_replace: '', 'yyyy' | size }}", "text is too long"),
        ("{{ deep | parse_json }}", "nested too deeply"),
    ],
)
def test_limits(source: str, limit: str) -> None:
    """Costly filters are paid for, and what they make is bounded while it is made."""
    scope = {"long": "x" * 60_000, "deep": "[" * 60_000}
    with pytest.raises(TemplateError, match=limit):
        template.render(source, scope, NOW, LIMITS)
