"""What the careful checks must leave alone: a false alarm costs more than a finding that is missed."""

from dataclasses import replace
from typing import Any

import pytest

from engine import Context, FlowDocument, Limits, SendMessage, Step
from engine.check import Carries, Known, check
from nodes import node_types
from tests.make import a_document

NOTHING = Known()
Nodes = dict[str, tuple[str, dict[str, Any]]]
START: tuple[str, dict[str, Any]] = ("keyword", {"words": ["go"]})
NAME: tuple[str, dict[str, Any]] = ("ask_text", {"question": "?", "save_as": "name"})
IS: tuple[str, dict[str, Any]] = ("condition", {"expression": "contact.name == 'Ann'"})
SPLIT = {"start.next": "is", "is.true": "ask", "is.false": "say", "ask.answered": "say", "ask.no_match": "end"}


def found(code: str, nodes: Nodes, edges: dict[str, str], known: Known = NOTHING, **over: Any) -> list[str]:
    document = FlowDocument.model_validate(a_document(nodes, edges, **over))
    problems = check(document, node_types(), known, Limits())
    return [f"{one.node}.{one.field}" for one in problems if one.code == code]


def say(text: str) -> tuple[str, dict[str, Any]]:
    return "send_message", {"text": text}


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


LOOP: tuple[str, dict[str, Any]] = ("loop", {"items": "{{ contact.tags }}", "save_as": "name"})
SUB: tuple[str, dict[str, Any]] = ("run_flow", {"flow": "x", "outputs": [{"name": "n", "save_as": "name"}]})
CALL: tuple[str, dict[str, Any]] = (
    "http_request",
    {"url": "https://a.example", "save": [{"path": "n", "save_as": "name"}]},
)
HI = say("Hi {{ vars.name }}")


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
        ({"other": ("any_message", {}), "ask": NAME}, {"start.next": "ask", "ask.answered": "say", "other.next": "say"}, 1),
        ({"again": say("x")}, {"start.next": "again", "again.next": "say"}, 0),
    ],
    ids=["answered", "not answered", "asked twice", "asked until answered", "item of a loop", "given by a flow",
         "flow failed", "given by a call", "call failed", "never reached", "not understood", "two triggers", "never set"],
)  # fmt: skip
def test_every_way_counts(nodes: Nodes, edges: dict[str, str], alarms: int) -> None:
    """It is told exactly when some way leads to the text without the value; of what nobody sets, another check tells."""
    assert len(found("unset_variable", {"start": START, **nodes, "say": HI}, edges)) == alarms


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
        ("number", "empty", None, 0),
        ("text", "gt", "10", 0),
        ("text", "gt", "2026-01-05", 0),
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


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("Hello", True),
        ("¿Qué?", True),
        ("Olá", True),
        ("हाँ", True),
        ("نعم", True),
        ("Ya", True),
        ("茶", True),
        ("{{ vars.a }} or {{ vars.b }}", True),
        ("{{ vars.a }}", False),
        ("{% if vars.a %}{{ vars.a }}{% endif %}", False),
        ("👍 5/5", False),
        ("https://shop.example/help", False),
    ],
)
def test_only_words_need_a_translation(text: str, needs: bool) -> None:
    """Whatever the script; values, signs and addresses are the same in every language."""
    variables = {"a": {"default": "x"}, "b": {"default": "y"}}
    nodes: Nodes = {"start": START, "say": say(text)}
    alarms = found("missing_translation", nodes, {"start.next": "say"}, variables=variables, translations={"de": {}})
    assert alarms == (["say.text"] if needs else [])


@pytest.mark.parametrize(
    ("translations", "alarms"),
    [
        ({"de": {"ask": {"question": "Tee?", "choices": {"a": {"title": "Ja"}}}}}, []),
        ({"de": {"ask": {"question": "Tee?", "choices": [{"id": "a", "title": "Ja"}]}}}, []),
        ({"de": {"ask": {"question": "Tee?"}}}, ["ask.choices.0.title"]),
        ({"pt": {"ask": {"question": "Chá?", "choices": {"a": {"title": "Sim"}}}}, "pt-BR": {}}, []),
        ({"pt-BR": {}}, ["ask.question"]),
        ({"en": {}}, []),
        ({"de": {"ask": {"question": 5}}}, []),
    ],
)
def test_a_language_is_complete_node_by_node(translations: dict[str, Any], alarms: list[str]) -> None:
    """As it is spoken: ``pt-BR`` takes what ``pt`` has, a list may be translated as a whole; what is unfit is told already."""
    ask = ("ask_choice", {"question": "Tea?", "choices": [{"id": "a", "title": "Yes"}]})
    nodes: Nodes = {"start": START, "ask": ask, "set": ("add_tag", {"tag": "Tea drinker"})}
    edges = {"start.next": "ask", "ask.a": "set"}
    assert found("missing_translation", nodes, edges, translations=translations) == alarms


GET: tuple[str, dict[str, Any]] = ("http_request", {"url": "https://a.example"})
DAY: tuple[str, dict[str, Any]] = ("delay", {"duration": "P1D"})
TRIES: tuple[str, dict[str, Any]] = ("counter", {"counter": "n", "limit": 3})


@pytest.mark.parametrize(
    ("nodes", "edges", "alarms"),
    [
        ({"get": GET}, {"get.error": "get", "get.timeout": "get"}, ["get"]),
        ({"get": GET}, {"get.error": "say", "say.next": "get"}, ["get"]),
        ({"get": GET, "day": DAY}, {"get.error": "day", "day.next": "get"}, []),
        ({"get": GET, "ask": NAME}, {"get.error": "ask", "ask.answered": "get"}, []),
        ({"get": GET, "tries": TRIES}, {"get.error": "tries", "tries.within": "get", "tries.exceeded": "say"}, []),
        ({"get": GET, "tries": TRIES}, {"get.error": "tries", "tries.exceeded": "get"}, ["get"]),
        ({"get": LOOP, "each": GET}, {"get.each": "each", "each.success": "get"}, []),
        ({"get": GET}, {"get.error": "say", "get.success": "say"}, []),
    ],
    ids=["itself", "a message between", "a delay between", "a question between", "so many tries", "beyond all tries",
         "one for each item", "no loop"],
)  # fmt: skip
def test_loops_of_calls(nodes: Nodes, edges: dict[str, str], alarms: list[str]) -> None:
    """A loop that pauses, or runs out, may call as it likes."""
    all_edges = {"start.next": "get", **edges}
    assert [
        one.split(".")[0] for one in found("loop_of_calls", {"start": START, **nodes, "say": HI}, all_edges)
    ] == alarms


@pytest.mark.parametrize(
    ("nodes", "edges", "alarms"),
    [
        ({"day": DAY, "say": HI}, {"day.next": "say", "say.next": "day"}, 1),
        ({"day": DAY}, {"day.next": "day"}, 1),
        ({"day": DAY, "is": IS}, {"day.next": "is", "is.true": "day", "is.false": "day"}, 1),
        ({"day": DAY, "is": IS}, {"day.next": "is", "is.true": "day"}, 0),
        ({"day": DAY, "is": IS, "say": HI}, {"day.next": "is", "is.true": "day", "is.false": "say"}, 0),
        ({"day": DAY, "n": TRIES}, {"day.next": "n", "n.within": "day"}, 0),
        ({"day": DAY, "ask": NAME}, {"day.next": "ask", "ask.answered": "day", "ask.no_match": "day"}, 0),
        ({"day": DAY, "x": ("hand_over", {})}, {"day.next": "x", "x.resumed": "day"}, 0),
        ({"day": DAY, "x": ("run_flow", {"flow": "y"})}, {"day.next": "x", "x.completed": "day", "x.failed": "day"}, 0),
        ({"day": DAY, "x": ("acme.unknown", {})}, {"day.next": "x", "x.next": "day"}, 0),
        ({"day": DAY, "x": ("condition", {})}, {"day.next": "x", "x.true": "day"}, 0),
        ({"day": ("delay", {"until": "{{ vars.when }}"})}, {"day.next": "day"}, 0),
    ],
)
def test_endless_waits(nodes: Nodes, edges: dict[str, str], alarms: int) -> None:
    """Told only where no output, no contact, no agent and no other flow can end it, as far as all is understood."""
    all_edges = {"start.next": "day", **edges}
    assert len(found("endless_wait", {"start": START, **nodes}, all_edges)) == alarms


@pytest.mark.parametrize(
    ("runs", "alarms"),
    [
        ({}, 0),
        ({"a": {"b"}, "b": {"c"}}, 0),
        ({"a": {"b"}, "b": {"a"}}, 0),
        ({"a": {"me"}}, 1),
        ({"a": {"b", "c"}, "b": {"b"}, "c": {"me"}}, 1),
    ],
)
def test_only_circles_through_this_flow_are_its_recursion(runs: dict[str, set[str]], alarms: int) -> None:
    """Circles among others are told where they are drawn; what nobody knows of runs nothing."""
    known = Known(key="me", runs={key: frozenset(others) for key, others in runs.items()})
    nodes: Nodes = {"start": START, "sub": ("run_flow", {"flow": "a"})}
    assert len(found("flow_recursion", nodes, {"start.next": "sub"}, known)) == alarms


SMALL = Carries(title="Small", text=20, buttons=2, button_title=5, list_rows=4, media=("image",))
LARGE = Carries(title="Large", text=4000, caption=1000, buttons=10, list_rows=10, media=("image", "video"))
ONE, TWO = "00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000002"


def a_message(text: str, buttons: int = 0, **over: Any) -> dict[str, Any]:
    return {"text": text, "buttons": [{"id": f"b{i}", "title": "Ok"} for i in range(buttons)], **over}


@pytest.mark.parametrize(
    ("data", "alarms"),
    [
        (a_message("Hello"), 0),
        (a_message("नमस्ते नमस्ते नमस्ते"), 0),
        (a_message("Selamat pagi, apa kabar?"), 1),
        (a_message("Hi {{ contact.name | default: 'you' }}"), 0),
        (a_message("Hello", 2), 0),
        (a_message("Hello", 3), 1),
        (a_message("Hello", 3, layout="list"), 0),
        (a_message("Hello", 5, layout="list"), 1),
        (a_message("", media={"kind": "image", "url": "https://a.example/a.png"}), 0),
        (a_message("A text below a picture", media={"kind": "image", "url": "https://a.example/a.png"}), 1),
        (a_message("", media={"kind": "audio", "url": "https://a.example/a.ogg"}), 1),
        ({"text": "Hi", "buttons": [{"id": "a", "title": "Siguiente"}]}, 1),
    ],
)
def test_what_a_channel_carries_is_not_told(data: dict[str, Any], alarms: int) -> None:
    """What fits is fine, in whatever script; what templates fill in is not guessed."""
    nodes: Nodes = {"start": START, "say": ("send_message", data)}
    assert len(found("not_carried", nodes, {"start.next": "say"}, Known(channels={ONE: SMALL}))) == alarms


@pytest.mark.parametrize(
    ("triggers", "alarms"),
    [([[]], 1), ([[TWO]], 0), ([[ONE]], 1), ([[TWO], []], 1), ([[TWO], [ONE]], 1), ([[TWO], [TWO]], 0)],
)
def test_only_channels_that_can_start_the_flow_count(triggers: list[list[str]], alarms: int) -> None:
    """Triggers that all name their channels bind the flow to them."""
    nodes: Nodes = {f"t{i}": ("keyword", {"words": ["go"], "channels": ids}) for i, ids in enumerate(triggers)}
    known = Known(channels={ONE: SMALL, TWO: LARGE})
    assert len(found("not_carried", {**nodes, "say": say("x" * 30)}, {"t0.next": "say"}, known)) == alarms


def test_a_node_type_that_cannot_be_rehearsed_is_left_alone() -> None:
    """A stranger's type that needs more than a check can give is no problem of the flow's author."""

    def enter(params: Any, context: Context) -> Step:
        return Step(effects=(SendMessage(text="x" * context.contact.fields["width"]),), leave="next")

    odd = replace(node_types()["send_message"], kind="acme.odd", enter=enter)
    document = FlowDocument.model_validate(
        a_document({"start": START, "say": ("acme.odd", {"text": "Hi"})}, {"start.next": "say"})
    )
    known = Known(channels={ONE: SMALL})
    assert check(document, {**node_types(), "acme.odd": odd}, known, Limits()) == ()
