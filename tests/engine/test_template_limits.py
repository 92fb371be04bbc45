"""What a hostile or careless template cannot do: run long, grow large, or raise anything but ``TemplateError``."""

import tracemalloc
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from liquid.exceptions import LiquidError

from engine import template, template_parse
from engine.limits import Limits
from engine.template_context import Output, meter

LIMITS = Limits()
NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
SCOPE: dict[str, Any] = {
    "contact": {"name": "Asha", "age": 31, "tags": ["vip"]},
    "text": "x" * 60_000,
    "texts": ["x" * 60_000] * 5,
    "many": [str(number) for number in range(4_000)],
    "huge": [str(number) for number in range(40_000)],
    "vars": {"n": 10**9, "f": 1e308, "s": "1e9999", "list": [[1, ["a"]], {"k": None}]},
}
ENDLESS = "(1..99999999999)"
WORK, LOOP, RANGE = "does too much work", "loop iteration limit", "the range is too long"
TEXT, LIST, DEEP = "text is too long", "list is too long", "nested too deeply"
BOMBS = {
    "long loop": ("{% for i in (1..2000) %}" + "{{b}}" * 1_600 + "{% endfor %}", WORK),
    "nested loops": ("{% for i in (1..1000) %}{% for j in (1..1000) %}x{% endfor %}{% endfor %}", LOOP),
    "range read by a filter": ("{{ (1..50000000) | join: ',' | size }}", RANGE),
    "product in one step": ("{{ text | replace: 'x', '" + "y" * 7_000 + "' | size }}", TEXT),
    "nothing replaced by much": ("{{ text | replace: '', text | size }}", TEXT),
    "long separator": ("{{ many | join: text | size }}", TEXT),
    "filter chain": ("{{ 'x' " + "| append: 'yyyyyyyy' | split: 'y' | join: 'yyyyyyyyyyyyyyyy' " * 30 + "}}", LIST),
    "slow filter in a loop": ("{% for i in (1..2000) %}{% assign u = many | uniq %}{% endfor %}", WORK),
    "search of a long list in a loop": (
        "{% for i in (1..2000) %}{% if huge contains 'z' %}{% endif %}{% endfor %}",
        WORK,
    ),
    "comparison of long lists in a loop": (
        "{% for i in (1..2000) %}{% if huge == huge %}{% endif %}{% endfor %}",
        WORK,
    ),
    "big number": ("{{ 9 " + "| times: 99999999999 " * 40 + "}}", "number is too large"),
    "number with many digits": ("{{ " + "9" * 5_000 + " }}", "conversion limit"),
    "infinite number": ("{{ vars.f | times: 1000 }}", "not a number"),
    "infinite text": ("{{ vars.s | plus: 1 }}", "needs a number"),
    "doubling": ("{% assign a = 'xxxxxxxx' %}" + "{% assign a = a | append: a %}" * 40, TEXT),
    "capture of itself": (
        "{% for i in (1..2000) %}{% capture x %}{{x}}aaaaaaaa{% endcapture %}{% endfor %}",
        "longer than",
    ),
    "long output": ("{% for i in (1..2000) %}abcdefghijk{% endfor %}", "longer than 10,000"),
    "long text many times": ("{{ text | repeat: 1000 }}", TEXT),
    "long replacement of each letter": ("{{ text | regex_replace: '.', text }}", TEXT),
    "doubled list": ("{{ many | concat: many | size }}", LIST),
    "list of the scope that is too long": ("{{ huge | json }}", LIST),
    "much in few items": ("{{ texts | json }}", "value is too large"),
    "endless list to reverse": (f"{{% for i in {ENDLESS} reversed %}}{{% endfor %}}", RANGE),
    "endless list to search": (f"{{% if {ENDLESS} contains 'x' %}}{{% endif %}}", RANGE),
    "endless search in elsif": (f"{{% if false %}}{{% elsif {ENDLESS} contains 'x' %}}{{% endif %}}", RANGE),
    "endless search in unless": (f"{{% unless {ENDLESS} contains 'x' %}}{{% endunless %}}", RANGE),
    "endless search in a ternary": (f"{{{{ 1 if {ENDLESS} contains 'x' else 2 }}}}", RANGE),
    "endless search in an assignment": (f"{{% assign a = 1 if {ENDLESS} contains 'x' %}}", RANGE),
    "endless search in an echo": (f"{{% echo 1 if {ENDLESS} contains 'x' %}}", RANGE),
    "endless case": (f"{{% case {ENDLESS} %}}{{% when 1 %}}{{% endcase %}}", RANGE),
    "endless when": (f"{{% case 1 %}}{{% when {ENDLESS} %}}{{% endcase %}}", RANGE),
    "endless cycle": (f"{{% cycle {ENDLESS} %}}", RANGE),
    "endless argument": (f"{{{{ 'a' | append: {ENDLESS} }}}}", RANGE),
    "endless table": (f"{{% tablerow i in {ENDLESS} %}}{{% endtablerow %}}", RANGE),
    "endless loop in a liquid tag": (f"{{% liquid\nfor i in {ENDLESS} reversed\necho i\nendfor %}}", RANGE),
    "endless range of variables": ("{{ (1..vars.n) | first }}", RANGE),
    "padded date": ("{{ now | date: '%999999999d' }}", "unknown in the layout"),
    "long layout of a date": ("{{ now | date: text }}", "layout of a date is at most"),
    "braces for the lexer": ("{" * 8_192, "too many braces"),
    "spaces for the lexer": ("{{" + " " * 8_000, "too many spaces"),
    "deep brackets": ("{{ a" + "[a" * 1_500 + "]" * 1_500 + " }}", DEEP),
    "deep negation": ("{% if " + "not " * 1_900 + "a %}{% endif %}", DEEP),
    "deep blocks": ("{% if a %}" * 20 + "{% endif %}" * 20, "nesting"),
    "other files": ("{% include 'secret' %}", "unexpected tag"),
}
CONDITION_BOMBS = {
    "endless search": (f"{ENDLESS} contains 'x'", RANGE),
    "deep parentheses": ("(" * 2_000, DEEP),
    "deep negation": ("not " * 500 + "a", DEEP),
    "long": ("a or " * 500 + "a", "longer than 2,048"),
}
WORDS = r"""
    {{ }} {% %} {{- -}} {%- -%} | : , . .. ( ) [ ] ' " == != < > contains and or not if else endif for in endfor unless
    endunless case when endcase assign capture endcapture cycle increment tablerow endtablerow raw endraw liquid echo
    break continue forloop reversed limit offset cols nil true empty blank contact name tags vars list f s n many now
    text date size first last map where sort uniq join split replace append times divided_by modulo round slice json
    sum default truncate url_decode base64_decode strip_html find concat compact 0 1 -1 3.5 99999999999999999999
    '%Y' 'x' '' (1..3) é आशा
"""
PIECES = st.sampled_from([*WORDS.split(), "\n", "\ud800"])
OUTPUTS = st.lists(PIECES, max_size=12).map(lambda parts: "{{ " + " ".join(parts) + " }}")
EXPRESSIONS = st.lists(st.sampled_from(sorted(template_parse.LANGUAGE.filters)), max_size=4).flatmap(
    lambda names: st.sampled_from(["text", "vars.f", "vars.s", "vars.list", "contact", "many", "nope", "3", "now"]).map(
        lambda root: (
            "{{ "
            + " | ".join([root, *(f"{name}: {root}, 1" if i % 2 else name for i, name in enumerate(names))])
            + " }}"
        )
    )
)
SOURCES = st.one_of(st.lists(PIECES, max_size=30).map(" ".join), OUTPUTS, EXPRESSIONS, st.text(max_size=40))


@pytest.mark.parametrize("name", BOMBS)
def test_bomb(name: str) -> None:
    """Each is stopped with a message that says which limit it met, before it has used much memory."""
    source, message = BOMBS[name]
    tracemalloc.start()
    try:
        with pytest.raises(template.TemplateError, match=message):
            template.render(source, SCOPE, NOW, LIMITS)
        assert tracemalloc.get_traced_memory()[1] < 32 * 1024 * 1024
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("name", CONDITION_BOMBS)
def test_condition_bomb(name: str) -> None:
    """A condition has the same limits."""
    source, message = CONDITION_BOMBS[name]
    with pytest.raises(template.TemplateError, match=message):
        template.test(source, SCOPE, NOW, LIMITS)


@pytest.mark.parametrize(
    ("step", "most"),
    [("{% assign u = many | uniq %}", 10), ("{% if huge contains 'z' %}{% endif %}", 10), ("{{ text | size }}", 20)],
)
def test_work_is_counted(step: str, most: int) -> None:
    """A loop over long values ends after the few rounds that the budget pays for."""
    source = "{% for i in (1..100) %}." + step + "{% endfor %}"
    bound, output = template_parse.template(source).bound, Output(LIMITS.template_output)
    context = meter(bound, SCOPE, NOW, len(source), LIMITS.template_output)
    with pytest.raises(LiquidError, match=WORK):
        bound.render_with_context(context, output)
    assert 1 <= output.getvalue().count(".") <= most


def test_work_is_counted_anew() -> None:
    """A template that has spent its budget takes nothing from the next one."""
    with pytest.raises(template.TemplateError, match=WORK):
        template.render(BOMBS["long loop"][0], SCOPE, NOW, LIMITS)
    assert template.render("{% for i in (1..500) %}x{% endfor %}", SCOPE, NOW, LIMITS) == "x" * 500


@pytest.mark.parametrize("source", ["x" * 11, "{{ text }}", "{% for i in (1..11) %}x{% endfor %}"])
def test_output_limit(source: str) -> None:
    """The limit of the output is in characters, and plain text has it too."""
    limits = Limits(template_output=10)
    with pytest.raises(template.TemplateError, match="longer than 10 characters"):
        template.render(source, SCOPE, NOW, limits)
    assert template.render("{{ 'आशाआशाआशा' }}", SCOPE, NOW, limits) == "आशाआशाआशा"


@pytest.mark.parametrize("render", [template.render, template.evaluate])
def test_source_limit(render: Any) -> None:
    """A template that is too long is not even read."""
    with pytest.raises(template.TemplateError, match="longer than 8,192 characters"):
        render("{{ a }}" * 1_200, SCOPE, NOW, LIMITS)


def test_cyclic_scope() -> None:
    """Even data that contains itself ends in an error."""
    loop: list[Any] = []
    loop.append(loop)
    with pytest.raises(template.TemplateError, match=DEEP):
        template.render("{{ loop | json }}", {"loop": loop}, NOW, LIMITS)


def attempt(call: Any, source: str, limits: Limits) -> tuple[Any, str | None]:
    """The result and no error, or no result and the error's text; any other exception ends the test."""
    try:
        return call(source, SCOPE, NOW, limits), None
    except template.TemplateError as error:
        return "", str(error)


@settings(max_examples=400, deadline=None)
@given(source=SOURCES, longest=st.integers(0, 400))
def test_only_template_errors(source: str, longest: int) -> None:
    """Whatever the source: a text within the limit, or a ``TemplateError`` in one line; and the same again."""
    limits = Limits(template_output=longest)
    text, error = attempt(template.render, source, limits)
    assert len(text) <= longest
    assert error is None or len(error.splitlines()) == 1
    assert attempt(template.render, source, limits) == (text, error)


@settings(max_examples=300, deadline=None)
@given(source=SOURCES)
def test_conditions_and_values_too(source: str) -> None:
    """``evaluate``, ``test``, ``parse_problem`` and ``variables`` keep the same promise."""
    for call in (template.evaluate, template.test):
        _, error = attempt(call, source, LIMITS)
        assert error is None or len(error.splitlines()) == 1
    for mark in ("template", "condition"):
        problem = template.parse_problem(source, mark, LIMITS)
        assert problem is None or len(problem.splitlines()) == 1
