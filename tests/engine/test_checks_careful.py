"""What the careful checks must leave alone: a false alarm costs more than a finding that is missed."""

from typing import Any

import pytest

from tests.engine.checked import HI, IS, LOOP, NAME, START, Nodes, found, problems_of, say

SPLIT_NAME = ("switch", {"value": "{{ input.text }}", "cases": [{"id": "a", "op": "has_text"}], "save_as": "name"})
AI_NAME = ("ai_answer", {"reference": "Ann.", "save_as": "name"})
FACTS = ("ai_extract", {"facts": [{"name": "name"}]})
VOICE = ("ai_transcribe", {"save_as": "name"})
TOWN = ("find_by_name", {"table": "places", "column": "name", "save_as": "town", "several_as": "name"})
SPLIT = {"start.next": "is", "is.true": "ask", "is.false": "say", "ask.answered": "say", "ask.no_match": "end"}


def split(text: str, **over: Any) -> list[str]:
    """One of two ways to this text asks the name."""
    nodes: Nodes = {"start": START, "is": IS, "ask": NAME, "say": say(text), "end": ("end", {})}
    return found("unset_variable", nodes, SPLIT, **over)


@pytest.mark.parametrize(
    ("text", "alarms"),
    [
        ("Hi {{ vars.name }}", 1),
        ("Hi {{- vars.name | upcase -}}", 1),
        ("{{ vars.name }} or {{ vars.name }}", 1),
        ("नमस्ते {{ vars.name }}", 1),
        ("مرحبا {{ vars.name }}", 1),
        ("Hi {{ vars.name | default: 'you' }}", 0),
        ("Hi {{ vars.name | upcase | default: 'you' }}", 0),
        ("Hola {% if vars.name %}{{ vars.name }}{% else %}amigo{% endif %}", 0),
        ("{{ vars.name if vars.name else 'you' }}", 0),
        ("{{ vars.name | append: '!' }}", 0),
        ("{% raw %}{{ vars.name }}{% endraw %}", 0),
        ("Hi {{ contact.name }}", 0),
    ],
)
def test_a_gap_is_told_only_where_it_would_be_read(text: str, alarms: int) -> None:
    """A text that takes care of a missing value itself is left alone."""
    assert len(split(text)) == alarms


@pytest.mark.parametrize(
    ("declared", "alarms"),
    [
        ({"type": "text"}, 1),
        ({"type": "text", "default": "you"}, 0),
        ({"type": "text", "default": ""}, 0),
        ({"type": "text", "input": True}, 0),
        ({"type": "text", "output": True}, 1),
    ],
)
def test_what_is_given_from_the_beginning_is_set(declared: dict[str, Any], alarms: int) -> None:
    """A default, and whoever runs the flow, set a variable before the first node."""
    assert len(split("Hi {{ vars.name }}", variables={"name": declared})) == alarms


@pytest.mark.parametrize(
    ("between", "way"), [(3, "start → is → s0 → s1 → s2 → say"), (4, "start → is → s0 → s1 → s2 → … → say")]
)
def test_a_long_way_is_shortened(between: int, way: str) -> None:
    """The way that is told begins at the trigger and ends at the text, however long it is between."""
    steps: Nodes = {f"s{i}": say(f"Step {i}") for i in range(between)}
    nodes: Nodes = {"start": START, "is": IS, "ask": NAME, **steps, "say": say("{{ vars.name }}")}
    edges = {
        **SPLIT,
        "is.false": "s0",
        **{f"s{i}.next": f"s{i + 1}" for i in range(between - 1)},
        f"s{between - 1}.next": "say",
    }
    del edges["ask.no_match"]
    (problem,) = problems_of("unset_variable", nodes, edges)
    assert problem.message.endswith(f"on the way {way}")


DAY: tuple[str, dict[str, Any]] = ("ask_text", {"question": "?", "save_as": "day"})
SUB: tuple[str, dict[str, Any]] = ("run_flow", {"flow": "x", "outputs": [{"name": "n", "save_as": "name"}]})
CALL: tuple[str, dict[str, Any]] = (
    "http_request",
    {"url": "https://a.example", "save": [{"path": "n", "save_as": "name"}]},
)


@pytest.mark.parametrize(
    ("nodes", "edges", "alarms"),
    [
        ({"ask": NAME}, {"start.next": "ask", "ask.answered": "say"}, 0),
        ({"ask": NAME}, {"start.next": "ask", "ask.no_match": "say"}, 1),
        ({"ask": NAME, "more": NAME}, {"start.next": "ask", "ask.answered": "say", "ask.no_match": "more",
                                       "more.answered": "say"}, 0),
        ({"ask": NAME}, {"start.next": "ask", "ask.answered": "say", "ask.no_match": "ask"}, 0),
        ({"each": LOOP}, {"start.next": "each", "each.each": "say", "say.next": "each"}, 0),
        ({"sub": SUB}, {"start.next": "sub", "sub.completed": "say"}, 0),
        ({"sub": SUB}, {"start.next": "sub", "sub.failed": "say"}, 1),
        ({"call": CALL}, {"start.next": "call", "call.success": "say"}, 0),
        ({"call": CALL}, {"start.next": "call", "call.server_error": "say"}, 1),
        ({"ask": NAME}, {"start.next": "ask"}, 0),
        ({"ask": ("ask_text", {"save_as": "name"})}, {"start.next": "ask", "ask.no_match": "say"}, 0),
        ({"ask": SPLIT_NAME}, {"start.next": "ask", "ask.a": "say"}, 0),
        ({"ask": SPLIT_NAME}, {"start.next": "ask", "ask.a": "say", "ask.otherwise": "say"}, 1),
        ({"ask": AI_NAME}, {"start.next": "ask", "ask.answered": "say"}, 0),
        ({"ask": AI_NAME}, {"start.next": "ask", "ask.answered": "say", "ask.unsure": "say"}, 1),
        ({"ask": FACTS}, {"start.next": "ask", "ask.next": "say"}, 0),
        ({"ask": FACTS}, {"start.next": "ask", "ask.incomplete": "say"}, 1),
        ({"ask": VOICE}, {"start.next": "ask", "ask.next": "say"}, 0),
        ({"ask": VOICE}, {"start.next": "ask", "ask.no_audio": "say"}, 1),
        ({"ask": TOWN}, {"start.next": "ask", "ask.several": "say"}, 0),
        ({"ask": TOWN}, {"start.next": "ask", "ask.several": "say", "ask.none": "say"}, 1),
        ({"other": ("any_message", {}), "ask": NAME}, {"start.next": "ask", "ask.answered": "say", "other.next": "say"}, 1),
        ({"again": say("x")}, {"start.next": "again", "again.next": "say"}, 0),
    ],
    ids=["answered", "not answered", "asked twice", "asked until answered", "item of a loop", "given by a flow",
         "flow failed", "given by a call", "call failed", "never reached", "not understood",
         "found by a switch", "found by no case", "answered by AI", "AI is unsure", "all facts", "a fact is missing",
         "transcribed", "nothing to transcribe", "several found", "none found", "two triggers", "never set"],
)  # fmt: skip
def test_every_way_counts(nodes: Nodes, edges: dict[str, str], alarms: int) -> None:
    """It is told exactly when some way leads to the text without the value; of what nobody sets, another check tells."""
    assert len(found("unset_variable", {"start": START, **nodes, "say": HI}, edges)) == alarms


def test_each_variable_is_told() -> None:
    """Two that lack on the same way, and two of which each way sets another one, are two findings."""
    both: Nodes = {"ask": NAME, "day": DAY, "say": say("{{ vars.name }}, {{ vars.day }}")}
    edges = {"ask.answered": "say", "day.answered": "say"}
    one: Nodes = {"start": START, "is": IS, **both}
    found_ = found("unset_variable", one, {"start.next": "is", "is.true": "ask", "is.false": "day", **edges})
    assert found_ == ["say.text", "say.text"]
    lost = {"start.next": "ask", "ask.no_match": "day", "day.no_match": "say"}
    assert found("unset_variable", {"start": START, **both}, lost) == ["say.text", "say.text"]


@pytest.mark.parametrize(
    ("kind", "op", "right", "alarms"),
    [
        ("number", "equals", "5", 0),
        ("number", "equals", "-2.50", 0),
        ("number", "equals", "{{ vars.m }}", 0),
        ("number", "equals", "", 0),
        ("number", "equals", "five", 1),
        ("number", "not_equals", "पाँच", 1),
        ("number", "contains", "five", 0),
        ("number", "one_of", "a, b", 0),
        ("number", "between", "1, 9", 0),
        ("number", "between", "one, 9", 1),
        ("number", "between", "65, 18", 1),
        ("number", "between", "18, 18", 0),
        ("number", "between", "-1, {{ vars.v }}", 0),
        ("any", "between", "17:00, 9:00", 1),
        ("any", "between", "2026-02-01, 2026-01-31", 1),
        ("any", "between", "9, 2026-01-31", 0),
        ("number", "between", "1, 2, 3", 1),
        ("number", "empty", None, 0),
        ("number", "gt", "1, 9", 1),
        ("number", "gt", "2026-01-05", 1),
        ("date", "gt", "5", 1),
        ("datetime", "between", "2026-01-05, 2026-01-06", 0),
        ("boolean", "gt", "1", 1),
        ("list", "starts_with", "tea", 1),
        ("text", "gt", "10", 0),
        ("text", "gt", "2026-01-05", 0),
        ("text", "gt", "14:30", 0),
        ("any", "between", "9:00, 17:30", 0),
        ("date", "gt", "14:30", 1),
        ("number", "gt", "14:30", 1),
        ("text", "gt", "24:30", 1),
        ("text", "gt", "mucho", 1),
        ("text", "equals", "الكل", 0),
        ("any", "equals", "semua", 0),
        ("any", "lt", "{{ now }}", 0),
        ("date", "equals", "2026-01-05", 0),
        ("date", "lte", "2026-01-05T10:00:00Z", 0),
        ("date", "equals", "amanhã", 1),
        ("boolean", "equals", "True", 0),
        ("boolean", "equals", "yes", 1),
        ("list", "contains", "tea", 0),
        ("list", "equals", "tea", 1),
        ("list", "empty", None, 0),
    ],
)
def test_only_what_can_never_fit_is_a_mismatch(kind: str, op: str, right: str | None, alarms: int) -> None:
    """Where a value may turn out right, as with a template or a text, nothing is said."""
    when = {"left": "vars.v", "op": op} | ({} if right is None else {"right": right})
    nodes: Nodes = {"start": START, "is": ("condition", {"when": {"all": [when]}})}
    assert len(found("type_mismatch", nodes, {"start.next": "is"}, variables={"v": {"type": kind}})) == alarms


def test_a_field_of_the_contact_is_no_variable() -> None:
    """What is declared for a variable says nothing of a field of the same name."""
    when = {"left": "contact.v", "op": "equals", "right": "five"}
    nodes: Nodes = {"start": START, "is": ("condition", {"when": {"all": [when]}})}
    assert found("type_mismatch", nodes, {"start.next": "is"}, variables={"v": {"type": "number"}}) == []


@pytest.mark.parametrize(
    ("kind", "value", "alarms"),
    [
        ("number", "3", 0),
        ("number", "{{ vars.x }}", 0),
        ("number", "", 0),
        ("number", "tres", 1),
        ("boolean", "no", 0),
        ("boolean", "não", 1),
        ("date", "2026-01-05", 0),
        ("date", "besok", 1),
        ("list", "[1]", 0),
        ("list", "a, b", 1),
        ("text", "كل شيء", 0),
        ("any", "कुछ भी", 0),
    ],
)
def test_only_what_a_variable_refuses_is_a_mismatch(kind: str, value: str, alarms: int) -> None:
    """A literal that its variable would not take is told where it is set, and where it is a default."""
    nodes: Nodes = {"start": START, "set": ("set_variable", {"assignments": [{"name": "v", "value": value}]})}
    assert len(found("type_mismatch", nodes, {"start.next": "set"}, variables={"v": {"type": kind}})) == alarms
