"""Loops, circles of flows, and limits of channels: told where they are certain, and nowhere else."""

from dataclasses import replace
from typing import Any

import pytest

from engine import Context, FlowDocument, Limits, SendMessage, Step
from engine.check import Carries, Known, check
from nodes import node_types
from tests.engine.checked import HI, IS, LOOP, NAME, START, Nodes, found, problems_of, say
from tests.make import a_document

GET: tuple[str, dict[str, Any]] = ("http_request", {"url": "https://a.example"})
CATCH: tuple[str, dict[str, Any]] = ("on_error", {})
DAY: tuple[str, dict[str, Any]] = ("delay", {"duration": "P1D"})
REPORTED = ("x.delivered", "x.failed", "x.timeout", "x.unknown")
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
        ({"get": GET, "hi": HI, "ho": HI}, {"get.error": "hi", "hi.next": "ho", "ho.next": "get"}, ["get"]),
        ({"get": GET, "hi": HI, "is": IS}, {"get.error": "hi", "hi.next": "is", "is.true": "hi", "is.false": "get"}, []),
    ],
    ids=["itself", "a message between", "a delay between", "a question between", "so many tries", "beyond all tries",
         "one for each item", "no loop", "two messages between", "one without a call in it"],
)  # fmt: skip
def test_loops_of_calls(nodes: Nodes, edges: dict[str, str], alarms: list[str]) -> None:
    """A loop that pauses, or runs out, may call as it likes."""
    all_edges = {"start.next": "get", **edges}
    assert [
        one.split(".")[0] for one in found("loop_of_calls", {"start": START, **nodes, "say": HI}, all_edges)
    ] == alarms


def test_a_type_that_converses_between_its_calls_is_a_pause() -> None:
    """What waits for the contact, too, may come round for as long as they answer."""
    types = {**node_types(), "http_request": replace(node_types()["http_request"], converses=True)}
    document = FlowDocument.model_validate(
        a_document({"start": START, "get": GET}, {"start.next": "get", "get.error": "get"})
    )
    assert "loop_of_calls" not in {one.code for one in check(document, types, Known(), Limits())}
    assert "loop_of_calls" in {one.code for one in check(document, node_types(), Known(), Limits())}


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
        (
            {"day": DAY, "x": ("wait_for_delivery", {"until": "delivered"})},
            {"day.next": "x", **dict.fromkeys(REPORTED, "day")},
            1,
        ),
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
        (a_message("x" * 20), 0),
        (a_message("x" * 21), 1),
        (a_message("Hi {{ contact.name | default: 'you' }}"), 0),
        (a_message("Hello", 2), 0),
        (a_message("Hello", 3), 1),
        (a_message("Hello", 3, layout="list"), 0),
        (a_message("Hello", 4, layout="list"), 0),
        (a_message("Hello", 5), 1),
        (a_message("Hello", 5, layout="list"), 1),
        (a_message("", media={"kind": "image", "url": "https://a.example/a.png"}), 0),
        (a_message("A text below a picture", media={"kind": "image", "url": "https://a.example/a.png"}), 1),
        (a_message("", media={"kind": "audio", "url": "https://a.example/a.ogg"}), 1),
        ({"media": {"kind": "sticker", "url": "https://a.example/a.webp"}, "text": "Hi"}, 1),
        ({"text": "Hi", "buttons": [{"id": "a", "title": "Siguiente"}]}, 1),
        ({"text": "Hi", "buttons": [{"id": "a", "title": "Adiós"}]}, 0),
    ],
)
def test_what_a_channel_carries_is_not_told(data: dict[str, Any], alarms: int) -> None:
    """What fits is fine, in whatever script; what templates fill in is not guessed."""
    nodes: Nodes = {"start": START, "say": ("send_message", data)}
    assert len(found("not_carried", nodes, {"start.next": "say"}, Known(channels={ONE: SMALL}))) == alarms


PLACE, PERSON = {"latitude": "52.5", "longitude": "13.4"}, {"name": "Ann", "phone": "+34600000000"}


@pytest.mark.parametrize(
    ("data", "channel", "told"),
    [
        (a_message("Hello", 3), {}, ["at most 2 buttons can be shown, there are 3: they become a list"]),
        (a_message("Hello", 4), {}, ["at most 2 buttons can be shown, there are 4: they become a list"]),
        (a_message("Hello", 5), {}, ["at most 4 buttons can be shown, there are 5: they become numbered text"]),
        (a_message("Hello", 3), {"buttons": 3, "list_rows": 0}, []),
        (a_message("Hello", 3, layout="list"), {"buttons": 3, "list_rows": 0}, []),
        ({"location": PLACE}, {}, ["a place cannot be shown: it becomes a link to a map"]),
        ({"location": PLACE}, {"buttons": 0}, ["a place cannot be shown: it becomes the address of a map, in words"]),
        ({"location": PLACE}, {"location": True}, []),
        ({"card": PERSON}, {}, ["a contact card cannot be shown: it becomes words"]),
        ({"card": PERSON}, {"card": True}, []),
    ],
)
def test_what_is_said_more_simply_is_told(data: dict[str, Any], channel: dict[str, Any], told: list[str]) -> None:
    """Whoever draws the flow sees no channel: what becomes of a message there is told, step by step."""
    known = Known(channels={ONE: replace(SMALL, **channel)})
    problems = problems_of("not_carried", {"start": START, "say": ("send_message", data)}, {"start.next": "say"}, known)
    assert [one.message for one in problems] == [f"Small: {what}" for what in told]


@pytest.mark.parametrize(
    ("media", "told"),
    [
        (("sticker",), []),
        (("sticker", "image"), []),
        (("image",), ["Small: a sticker is sent as a picture"]),
        ((), ["Small: files of the kind sticker cannot be sent: its address is"]),
    ],
)
def test_what_becomes_of_a_sticker(media: Any, told: list[str]) -> None:
    """It is a picture where there are none, or an address where there are no pictures either."""
    data = {"media": {"kind": "sticker", "url": "https://a.example/a.webp"}}
    known = Known(channels={ONE: replace(SMALL, media=media)})
    problems = problems_of("not_carried", {"start": START, "say": ("send_message", data)}, {"start.next": "say"}, known)
    assert [one.message for one in problems] == told


@pytest.mark.parametrize(
    ("caption", "size", "alarms"),
    [(0, 20, 0), (0, 21, 1), (1, 1, 0), (1, 2, 1), (10, 10, 0), (10, 11, 1)],
)
def test_a_text_below_a_file_has_its_own_limit(caption: int, size: int, alarms: int) -> None:
    """A channel without captions sends the text by itself, and then the limit of texts counts."""
    data = a_message("x" * size, media={"kind": "image", "url": "https://a.example/a.png"})
    channel = replace(SMALL, caption=caption)
    nodes: Nodes = {"start": START, "say": ("send_message", data)}
    assert len(found("not_carried", nodes, {"start.next": "say"}, Known(channels={ONE: channel}))) == alarms


@pytest.mark.parametrize(("length", "shown"), [(8, "n0 → n1 → n2 → n3 → n4 → n5 → n6 → n7 → n0"),
                                               (9, "n0 → n1 → n2 → n3 → n4 → n5 → n6 → n7 → … → n0")])  # fmt: skip
def test_a_long_loop_is_shortened(length: int, shown: str) -> None:
    """Eight nodes of a loop are told, and that it comes back to the first."""
    nodes: Nodes = {"start": START, **{f"n{i}": say("Hi") for i in range(length)}}
    edges = {"start.next": "n0", **{f"n{i}.next": f"n{(i + 1) % length}" for i in range(length)}}
    (problem,) = problems_of("loop_without_wait", nodes, edges)
    assert problem.message.endswith(f": {shown}")


@pytest.mark.parametrize(
    ("triggers", "alarms"),
    [([[]], 1), ([[TWO]], 0), ([[ONE]], 1), ([[TWO], []], 1), ([[TWO], [ONE]], 1), ([[TWO], [TWO]], 0)],
)
def test_only_channels_that_can_start_the_flow_count(triggers: list[list[str]], alarms: int) -> None:
    """Triggers that all name their channels bind the flow to them."""
    nodes: Nodes = {f"t{i}": ("keyword", {"words": ["go"], "channels": ids}) for i, ids in enumerate(triggers)}
    known = Known(channels={ONE: SMALL, TWO: LARGE})
    assert len(found("not_carried", {**nodes, "say": say("x" * 30)}, {"t0.next": "say"}, known)) == alarms


@pytest.mark.parametrize(
    ("edges", "told"),
    [
        ({"is.true": "say"}, "the output 'false' leads nowhere"),
        ({}, "the outputs 'true', 'false' lead nowhere: the flow ends there"),
    ],
)
def test_dead_outputs_are_told_together(edges: dict[str, str], told: str) -> None:
    """One problem for each node, with all of its outputs that lead nowhere."""
    nodes: Nodes = {"start": START, "is": IS, "say": say("Hi")}
    (problem,) = problems_of("dead_output", nodes, {"start.next": "is", **edges})
    assert problem.message.startswith(told)


SWITCH: tuple[str, dict[str, Any]] = ("switch", {"value": "{{ input.text }}", "cases": [{"id": "a", "value": "yes"}]})
PLACES: tuple[str, dict[str, Any]] = ("find_rows", {"table": "places"})


@pytest.mark.parametrize(
    ("node", "edges", "missing"),
    [
        (NAME, ["answered"], ["no_match"]),
        (NAME, ["answered", "no_match"], []),
        (NAME, [], []),
        (("ask_text", {"question": "Who?", "timeout": "PT1H"}), ["timeout"], ["no_match"]),
        (SWITCH, ["a"], ["otherwise"]),
        (SWITCH, ["otherwise"], []),
        (PLACES, ["found"], ["none"]),
        (("switch", {"value": "x", "cases": [{"id": "none", "value": "y"}]}), ["otherwise"], []),
        (("random_split", {"arms": [{"id": "none"}, {"id": "b"}]}), ["b"], []),
        (IS, ["true"], []),
    ],
)
def test_what_fits_nothing_needs_a_way(node: tuple[str, dict[str, Any]], edges: list[str], missing: list[str]) -> None:
    """A node that leads anywhere leads somewhere for what nobody has thought of too, and is told of it once."""
    nodes: Nodes = {"start": START, "x": node, "say": say("Hi")}
    drawn = {"start.next": "x", **{f"x.{output}": "say" for output in edges}}
    told = [one.message for one in problems_of("no_fallback", nodes, drawn)]
    warned = "".join(one.message for one in problems_of("dead_output", nodes, drawn))
    assert [output for output in ("no_match", "otherwise", "none") if f"'{output}'" in "".join(told)] == missing
    assert not any(f"'{output}'" in warned for output in missing)


@pytest.mark.parametrize(
    ("nodes", "edges", "told"),
    [
        ({"get": GET}, {"start.next": "get", "get.success": "say"}, ["get"]),
        ({"get": GET, "oh": CATCH}, {"start.next": "get", "get.success": "say", "oh.next": "say"}, []),
        ({"x": ("acme.gone", {}), "oh": CATCH}, {"start.next": "x", "x.next": "say", "oh.next": "say"}, []),
    ],
)
def test_what_the_error_handler_catches_is_not_dead(nodes: Nodes, edges: dict[str, str], told: list[str]) -> None:
    """Failures lead somewhere as soon as the flow has a handler, and only then."""
    assert [
        one.split(".")[0] for one in found("dead_output", {"start": START, **nodes, "say": say("Hi")}, edges)
    ] == told


def test_where_a_failure_leads_nowhere_the_run_fails() -> None:
    """That is told apart from the ways out at which it only ends."""
    nodes: Nodes = {"start": START, "get": GET, "say": say("Hi")}
    ends, fails = problems_of("dead_output", nodes, {"start.next": "get", "get.error": "say"})
    assert ends.message == "the output 'success' leads nowhere: the flow ends there without a word"
    assert fails.message == ("the outputs 'client_error', 'server_error', 'timeout' lead nowhere: the run fails there")


@pytest.mark.parametrize(("buttons", "fix"), [(2, "offer fewer"), (0, "ask for a word instead")])
def test_how_many_buttons_a_channel_has(buttons: int, fix: str) -> None:
    """Where there are none at all, fewer do not help."""
    channel = replace(SMALL, buttons=buttons, list_rows=0)
    nodes: Nodes = {"start": START, "say": ("send_message", a_message("Hi", 3))}
    (problem,) = problems_of("not_carried", nodes, {"start.next": "say"}, Known(channels={ONE: channel}))
    assert problem.fix == fix


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
