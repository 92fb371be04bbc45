"""What stands after the colon of a filter: what it would refuse whatever it stands behind is told while checking."""

from datetime import UTC, datetime
from inspect import Parameter, signature

import pytest

from engine import Limits, template
from engine.filters import FILTERS
from engine.functions import GROUPS
from engine.template_trials import _ON
from tests.engine.checked import START, Nodes, found, say

EXAMPLES = [one.source for group in GROUPS for function in group.functions for one in function.examples]


def problem(source: str) -> str | None:
    return template.parse_problem(source, "template", Limits())


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ('{{ "x" | regex_match: "(" }}', "regex_match: the pattern cannot be read: missing ): ("),
        ('{{ vars.x | regex_replace: "[", vars.y }}', "regex_replace: the pattern cannot be read: missing ]: ["),
        ('{{ now | in_zone: "Nowhere" }}', "in_zone: there is no time zone 'Nowhere'; one is called Asia/Kolkata"),
        ('{{ now | at_time: "25:00" }}', "at_time needs a time of day such as 14:30, not the text '25:00'"),
        (
            "{{ vars.x | add_time: vars.n, 'fortnight' }}",
            "add_time: 'fortnight' is no unit of time: seconds, minutes, hours, days, weeks, months, years",
        ),
        (
            "{{ vars.x | time_until: now, 'parsecs' }}",
            "time_until: 'parsecs' is no unit of time: seconds, minutes, hours, days, weeks, months, years",
        ),
        ("{{ 5 | format_currency: 'euro' }}", "format_currency: 'euro' is no currency; one is written EUR, INR or BRL"),
        ("{{ 5 | format_number: 99 }}", "format_number takes a whole number from 0 to 10"),
        ("{{ now | format_date: 'huge' }}", "format_date: 'huge' is no style: short, medium, long, full"),
        ("Hi\n{{ now | format_time: 'full' }}", "line 2: format_time: 'full' is no style: short, medium"),
        (
            "{{ now | format_date: vars.s, 'zz9' }}",
            "format_date: there is no language 'zz9'; one is written en, pt-BR or hi",
        ),
        ("{{ 3 | plural: ones: 'x' }}", "plural has no form 'ones': zero, one, two, few, many and other are forms"),
        ("{{ vars.x | path: 'a[' }}", "this is no path into JSON: 'a['; one looks like order.items[0].price"),
        ("{{ contact.tags | format_list: 'xor' }}", "format_list takes 'and' or 'or', not 'xor'"),
        ("{{ vars.x | word: 'first' }}", "word needs a number, not the text 'first'"),
        ("{% assign z = now | in_zone: 'Mars' %}", "in_zone: there is no time zone 'Mars'; one is called Asia/Kolkata"),
    ],
)
def test_what_a_filter_would_refuse_is_told(source: str, told: str) -> None:
    """A pattern, a zone, a unit, a currency, a style, a path that is written out and is none, with its line."""
    assert problem(source) == told


@pytest.mark.parametrize("source", [one for one in EXAMPLES if "{" in one])
def test_what_a_filter_takes_is_no_problem(source: str) -> None:
    """Every example of the docs."""
    assert problem(source) is None


@pytest.mark.parametrize("name", _ON)
def test_what_is_not_known_yet_may_fit(name: str) -> None:
    """Of a filter whose arguments are made up when the text is filled in nothing is told, however many it is given."""
    behind = list(signature(FILTERS[name]).parameters.values())[1:]
    for count in range(len([one for one in behind if one.kind is Parameter.POSITIONAL_OR_KEYWORD]) + 1):
        least = sum(one.default is Parameter.empty for one in behind if one.kind is Parameter.POSITIONAL_OR_KEYWORD)
        if count >= least:
            told = ": " + ", ".join(["vars.x"] * count) if count else ""
            assert problem("{{ vars.y | " + name + told + " }}") is None


def test_what_is_left_out_does_no_harm() -> None:
    """The check tells of it; a text that runs is not lost for a part that is not reached."""
    source, now = "Hi {% if vars.far %}{{ now | in_zone: 'Mars' }}{% endif %}", datetime(2026, 5, 31, tzinfo=UTC)
    nodes: Nodes = {"start": START, "x": say(source)}
    assert found("bad_template", nodes, {"start.next": "x"}) == ["x.text"]
    assert template.render(source, {}, now, Limits()) == "Hi "


def test_a_yes_is_no_one() -> None:
    """What was found of one is not told of the other, in whichever order they are written."""
    refused = "needs a number, not the yes/no True"
    assert [problem("{{ 1.25 | round: 1 }}"), problem("{{ 1.25 | round: true }}")] == [None, f"round {refused}"]
    assert [problem("{{ 'a b' | word: true }}"), problem("{{ 'a b' | word: 1 }}")] == [f"word {refused}", None]
