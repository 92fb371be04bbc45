"""Message templates: their places, the language that fits best, and what flow tests and authors are told of them."""

from typing import Any

import pytest

from engine import CallReturned, FlowSet
from engine.check import Carries, Known
from engine.dialogue import FlowTest
from engine.flowtest import run_test
from engine.flowtest.record import heard
from engine.message_templates import MessageTemplate, in_language
from engine.simulator import Simulator
from engine.world import Channel
from tests.engine.checked import Nodes, found
from tests.make import a_contact, a_flow, a_world

START: tuple[str, dict[str, Any]] = ("keyword", {"words": ["go"]})
TEXTS = {
    "en": "Hi {{name}}, it is {{1}}.",
    "es": "Hola {{name}}, es {{1}}.",
    "pt_BR": "Oi {{name}}, é {{1}}.",
    "hi": "नमस्ते {{name}}, {{1}}।",
    "ar": "مرحبا {{name}}، {{1}}.",
    "id": "Halo {{name}}, ini {{1}}.",
}


def a_template(language: str = "en", **over: Any) -> MessageTemplate:
    values = {"name": "news", "channel": "acme.rcs", "status": "approved", "body": TEXTS.get(language, "x")}
    return MessageTemplate(**{**values, "language": language, **over})


ALL = tuple(a_template(language) for language in TEXTS)
PARAMS: dict[str, Any] = {
    "template": "news",
    "values": [{"name": "name", "value": "{{ contact.name }}"}, {"name": "1", "value": "Monday"}],
}
NODES: Nodes = {"start": START, "send": ("send_template", PARAMS), "no": ("end", {"result": "no"})}
EDGES = {"start.next": "send", "send.fallback": "no"}


def uncalled(call: object) -> CallReturned:
    raise AssertionError(f"a template calls nothing: {call}")


@pytest.mark.parametrize(
    ("wanted", "language"),
    [
        (("en",), "en"),
        (("en-GB",), "en"),
        (("ES",), "es"),
        (("pt-BR",), "pt_BR"),
        (("pt",), "pt_BR"),
        (("pt-PT",), "pt_BR"),
        (("hi-IN", "en"), "hi"),
        (("ar-EG",), "ar"),
        (("fr", "id"), "id"),
        (("", None, "en"), "en"),
        (("fr",), None),
        (("e",), None),
        ((), None),
    ],
)
def test_the_language_that_fits_best(wanted: tuple[str | None, ...], language: str | None) -> None:
    """The very one, then its kin, then the next that is wanted; never one that nobody asked for."""
    found = in_language(ALL, *wanted)
    assert (found and found.language) == language


@pytest.mark.parametrize(
    ("body", "places", "filled"),
    [
        ("Hi {{1}}, {{ 2 }} and {{1}}", ("1", "2"), "Hi a, {{1}} and a"),
        ("{{name}} {{Order_No}}", ("name", "Order_No"), "{{name}} {{Order_No}}"),
        ("{{ }} {{a b}} {1} {{{1}}}", ("1",), "{{ }} {{a b}} {1} {a}"),
        ("plain", (), "plain"),
    ],
)
def test_places(body: str, places: tuple[str, ...], filled: str) -> None:
    """Numbered or named; what is filled in is never looked at for places again."""
    template = a_template(body=body)
    assert template.places == places
    assert template.filled({"1": "a", "2": "{{1}}"}) == filled


@pytest.mark.parametrize("language", TEXTS)
def test_contacts_read_it_in_their_language(language: str) -> None:
    """The rendered text travels with the name, the language and the values, so that any channel can say it."""
    flow = a_flow(NODES, EDGES)
    channel = Channel(id=a_world().channel.id, kind="acme.rcs")
    world = a_world(templates=ALL, channel=channel, contact=a_contact(language=language.replace("_", "-")))
    (said,) = Simulator(FlowSet.of(flow), world, uncalled).start(flow)
    assert said.text == TEXTS[language].replace("{{name}}", "Ann").replace("{{1}}", "Monday")
    assert said.template
    assert (said.template.language, said.template.values) == (language, {"name": "Ann", "1": "Monday"})
    assert heard(said).model_dump(exclude_unset=True) == {"expects": {"text": said.text, "template": "news"}}


@pytest.mark.parametrize(
    ("lines", "over", "failure"),
    [
        ([{"expects": {"template": "news"}}, {"leaves": {"send": "sent"}}], {}, None),
        ([{"leaves": {"send": "fallback"}}, {"ends": "completed"}], {"status": "pending"}, None),
        ([{"expects": {"text": "Hi Ann, it is Monday."}}, {"leaves": {"send": "sent"}}], {"channel": "whatsapp"}, None),
        ([{"expects": {"template": "old"}}], {}, "the template 'old'"),
    ],
)
def test_flow_tests_say_what_is_approved(
    lines: list[dict[str, Any]], over: dict[str, Any], failure: str | None
) -> None:
    """A test brings its own templates, in the state that it is about, and expects them by name, or as plain words."""
    flow = a_flow(NODES, EDGES)
    test = {
        "name": "t",
        "channel": "acme.rcs",
        "contact": {"name": "Ann"},
        "templates": [a_template(**over).model_dump(mode="json")],
        "dialogue": [{"says": "go"}, *lines],
    }
    outcome = run_test(FlowTest.model_validate(test), flow, FlowSet.of(flow), uncalled)
    assert (outcome.failure and outcome.failure.expected) == failure


def test_a_compiled_flow_knows_the_templates_that_it_names() -> None:
    """So that only these are read before a turn."""
    assert a_flow(NODES, EDGES).templates == {"news"}
    assert a_flow({"start": START}).templates == frozenset()


RCS = Carries(title="RCS", text=1_000, kind="acme.rcs", templates=True)
CHAT = Carries(title="Chat", text=1_000, kind="webchat")


@pytest.mark.parametrize(
    ("code", "params", "templates", "channels", "alarms"),
    [
        ("unknown_template", PARAMS, (), (RCS,), 1),
        ("unknown_template", PARAMS, None, (RCS,), 0),
        ("unknown_template", PARAMS, ALL, (RCS,), 0),
        ("missing_template_value", {"template": "news"}, ALL, (RCS,), 1),
        ("missing_template_value", PARAMS, (*ALL, a_template("fr", body="{{name}} {{2}}")), (RCS,), 1),
        ("missing_template_value", PARAMS, ALL, (RCS,), 0),
        ("template_not_approved", PARAMS, (a_template(status="paused"),), (RCS,), 1),
        ("template_not_approved", PARAMS, (a_template(channel="whatsapp"),), (RCS,), 1),
        ("template_not_approved", PARAMS, (a_template(status="paused"), a_template("hi")), (RCS,), 0),
        ("template_not_approved", PARAMS, (a_template(status="paused"),), (CHAT,), 0),
        ("not_carried", PARAMS, ALL, (CHAT,), 1),
        ("not_carried", PARAMS, ALL, (RCS,), 0),
        ("not_carried", {**PARAMS, "fallback": "News"}, ALL, (CHAT,), 0),
    ],
)
def test_what_authors_are_told(
    code: str,
    params: dict[str, Any],
    templates: tuple[MessageTemplate, ...] | None,
    channels: tuple[Carries, ...],
    alarms: int,
) -> None:
    """Each where it is so, on the channels that the flow will meet, and nowhere else."""
    filled = {**params, "values": [{**one, "value": "x"} for one in params.get("values", [])]}
    nodes: Nodes = {"start": START, "send": ("send_template", filled)}
    known = Known(templates=templates, channels={str(i): one for i, one in enumerate(channels)})
    assert len(found(code, nodes, {"start.next": "send"}, known)) == alarms
