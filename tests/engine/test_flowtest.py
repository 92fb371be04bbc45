"""Flow tests: what holds, what fails and in which words, and what a run has covered."""

from typing import Any

import pytest
from pydantic import ValidationError

from engine import Call, CallReturned, FlowSet
from engine.dialogue import FlowTest, Line
from engine.flowtest import Outcome, coverage, run_test
from nodes import node_types
from tests.make import a_flow

SHOP = a_flow(
    {
        "start": ("keyword", {"words": ["go"]}),
        "menu": (
            "ask_choice",
            {
                "question": "Tea or a photo, {{ contact.name }}?",
                "choices": [{"id": "tea", "title": "Tea"}, {"id": "photo", "title": "Photo"}],
                "timeout": "PT2H",
            },
        ),
        "lookup": (
            "http_request",
            {
                "url": "https://shop.example/{{ contact.name }}",
                "sample": '{"n": 3}',
                "save": [{"path": "n", "save_as": "n"}],
            },
        ),
        "tea": ("send_message", {"text": "{{ vars.n }} teas, {{ globals.shop }}"}),
        "broken": ("send_message", {"text": "No tea today."}),
        "photo": ("send_message", {"text": "Here.", "media": {"kind": "image", "url": "https://x.example/a.png"}}),
        "tag": ("add_tag", {"tag": "late"}),
        "people": ("hand_over", {"team": "sales", "message": "One moment.", "timeout": "P1D"}),
        "pause": ("delay", {"duration": "PT90S"}),
        "bye": ("send_message", {"text": "Bye."}),
    },
    {
        "start.next": "menu",
        "menu.tea": "lookup",
        "menu.photo": "photo",
        "menu.timeout": "tag",
        "lookup.success": "tea",
        "lookup.server_error": "broken",
        "lookup.timeout": "broken",
        "tag.next": "people",
        "people.resumed": "pause",
        "people.timeout": "pause",
        "pause.next": "bye",
    },
)
ASKED: list[dict[str, Any]] = [{"says": "go"}, {"expects": "Tea or a photo, Ann?"}]
TEA = [*ASKED, {"chooses": "tea"}]
GONE = [*ASKED, {"waits": "PT2H"}, {"expects": "One moment."}]
PHOTO = [*ASKED, {"says": "photo"}]
BAD: dict[str, Any] = {"result": {"status": 503, "body": None}}


def simulate(call: Call) -> CallReturned:
    node = node_types()[call.kind]
    assert node.simulate
    return node.simulate(node.params.model_validate(call.params))


def played(dialogue: list[dict[str, Any]], **over: Any) -> Outcome:
    body = {"name": "t", "contact": {"name": "Ann"}, "globals": {"shop": "Leaf"}, "dialogue": dialogue, **over}
    return run_test(FlowTest.model_validate(body), SHOP, FlowSet.of(SHOP), simulate)


@pytest.mark.parametrize(
    "dialogue",
    [
        [{"says": "go"}, {"expects": {"contains": "photo", "buttons": ["Tea", "Photo"]}}, {"deadline": "PT2H"}],
        [{"says": "go"}, {"expects": {"matches": r"^tea .*\?$"}}, {"leaves": {"start": "next"}}],
        [*TEA, {"expects": "3 teas, Leaf"}, {"variable": {"n": 3}}, {"ends": "completed"}],
        [*TEA, {"calls": {"lookup": {"url": "https://shop.example/Ann", "method": "GET"}}}, {"expects": "3 teas, Leaf"}],
        [*TEA, {"leaves": {"menu": "tea", "lookup": "success"}}, {"expects": {"buttons": [], "contains": "teas"}}],
        [*ASKED, {"returns": {"lookup": BAD}}, {"chooses": "tea"}, {"expects": "No tea today."}],
        [*ASKED, {"returns": {"lookup": {"error": "timeout"}}}, {"chooses": "tea"}, {"leaves": {"lookup": "timeout"}},
         {"expects": "No tea today."}],
        [*ASKED, {"sends": {"media": [{"kind": "image", "url": "https://x.example/me.png"}]}},
         {"expects": "Tea or a photo, Ann?"}],
        [*PHOTO, {"expects": {"media": {"kind": "image"}}}, {"ends": "completed"}],
        [*PHOTO, {"expects": {"text": "Here.", "media": {"kind": "image", "url": "https://x.example/a.png"}}}],
        [*GONE, {"tags": ["late"]}, {"effect": {"type": "hand_over", "team": "sales"}}, {"deadline": "P1D"}],
        [*GONE, {"hands_back": True}, {"expects_nothing": True}, {"waits": "PT3M"},
         {"expects": {"text": "Bye.", "after": "PT1M30S"}}],
        [*ASKED, {"takes_over": True}, {"expects_nothing": True}, {"hands_back": True},
         {"expects": "Tea or a photo, Ann?"}],
        [*ASKED, {"contact": {"name": "Ann", "language": None}}],
        [{"starts": True}, {"expects": "Tea or a photo, Ann?"}, {"leaves": {"start": "next"}}],
        [*ASKED, {"takes_over": True}, {"hands_back": "bye"}, {"expects": "Bye."}, {"ends": "completed"}],
        [{"says": "go"}, {"waits": "PT1H"}, {"deadline": "PT1H"}, {"expects": "Tea or a photo, Ann?"}],
        [{"says": "go"}, {"takes_over": True}, {"expects": "Tea or a photo, Ann?"}],
        [*ASKED, {"takes_over": "PT3H"}, {"deadline": "PT3H"}, {"waits": "PT3H"}, {"expects": "Tea or a photo, Ann?"}],
        [{"says": "go"}, {"reports": "read"}, {"expects": "Tea or a photo, Ann?"}],
        [*ASKED, {"resolves": True}, {"ends": "cancelled"}],
    ],
)  # fmt: skip
def test_what_holds(dialogue: list[dict[str, Any]]) -> None:
    """Each kind of line holds where the flow does what it says."""
    assert played(dialogue).failure is None


@pytest.mark.parametrize(
    ("dialogue", "told"),
    [
        ([{"says": "go"}, {"expects": "Hi"}], "line 2: expected 'Hi', found 'Tea or a photo, Ann?'"),
        ([*ASKED, {"expects": "More"}], "line 3: expected 'More', found nothing"),
        ([*ASKED, {"expects": {"contains": "x"}}], "line 3: expected a message, found nothing"),
        ([{"says": "go"}, {"expects": {"contains": "Milk"}}], "line 2: expected a text with 'Milk' in it, found 'Tea or"),
        ([{"says": "go"}, {"expects": {"matches": "^milk"}}], "expected a text that matches '^milk', found 'Tea or"),
        ([{"says": "go"}, {"expects": {"buttons": ["Tea"]}}], "expected the buttons 'Tea', found 'Tea', 'Photo'"),
        ([*TEA, {"expects": {"buttons": ["A"]}}], "expected the buttons 'A', found none"),
        ([*TEA, {"expects": {"media": {"kind": "image"}}}], "expected the file image, found '3 teas, Leaf'"),
        ([*PHOTO, {"expects": {"media": {"kind": "image", "url": "https://x.example/b.png"}}}], "expected the file image"),
        ([*GONE, {"hands_back": True}, {"waits": "PT3M"}, {"expects": {"after": "PT1M"}}],
         "line 7: expected PT1M to pass before 'Bye.', found PT1M30S"),
        ([{"says": "go"}, {"expects_nothing": True}], "expected silence, found 'Tea or a photo, Ann? [Tea] [Photo]'"),
        ([{"says": "go"}, {"says": "tea"}], "line 2: expected the contact to speak after all was heard"),
        ([{"says": "go"}], "line 2: expected nothing more, found 'Tea or"),
        ([*TEA, {"variable": {"n": 4}}], "line 4: expected n = 4, found 3"),
        ([*ASKED, {"contact": {"city": "Goa"}}], "expected city = 'Goa', found None"),
        ([*GONE, {"tags": []}], "expected [], found ['late']"),
        ([*PHOTO, {"calls": {"lookup": {}}}], "expected a call of 'lookup', found calls of nobody"),
        ([*TEA, {"calls": {"menu": {}}}], "expected a call of 'menu', found calls of 'lookup'"),
        ([*TEA, {"calls": {"lookup": {"method": "POST"}}}],
         "expected a call of 'lookup' with {'method': 'POST'}, found {'method': 'GET'}"),
        ([*GONE, {"effect": {"type": "hand_over", "team": "x"}}], "found [{'type': 'hand_over', 'team': 'sales'"),
        ([*GONE, {"effect": {"type": "remove_tag"}}], "expected the effect {'type': 'remove_tag'}, found ['hand_over']"),
        ([*TEA, {"leaves": {"menu": "photo"}}], "expected 'menu' to be left by 'photo', found left by 'tea'"),
        ([*TEA, {"leaves": {"photo": "next"}}], "expected 'photo' to be left by 'next', found it was not left"),
        ([*ASKED, {"deadline": "PT1H"}], "expected a deadline in PT1H, found one in PT2H"),
        ([*TEA, {"deadline": "PT1H"}], "expected a deadline in PT1H, found no deadline"),
        ([*ASKED, {"takes_over": True}, {"deadline": "PT1H"}], "expected a deadline in PT1H, found no deadline"),
        ([*PHOTO, {"deadline": "PT1H"}], "expected a deadline in PT1H, found no deadline"),
        ([*GONE, {"effect": {"type": {"hand": "x"}}}], "expected the effect {'type': {'hand': 'x'}}, found ["),
        ([*ASKED, {"ends": "completed"}], "line 3: expected completed, found active"),
        ([*ASKED, {"resolves": True}, {"ends": "completed"}], "completed, found cancelled (the conversation was closed)"),
        ([*PHOTO, {"expects": {"template": "news"}}], "line 4: expected the template 'news', found none"),
        ([{"variable": {"n": 4}}], "line 1: expected n = 4, found None"),
        ([{"starts": True}, {"says": "x"}], "line 2: expected the contact to speak after all was heard"),
        ([*ASKED, {"hands_back": True}], "line 3: expected that the flow takes it, found the conversation is not with"),
        ([*ASKED, {"waits": "P3660D"}, {"waits": "P3660D"}], "line 3"),
    ],
)  # fmt: skip
def test_what_fails(dialogue: list[dict[str, Any]], told: str) -> None:
    """A line that does not hold is told with its number, what it expected and what there was."""
    outcome = played(dialogue, at="9990-01-01T00:00:00Z" if told == "line 3" else None)
    assert told in str(outcome.failure)


def test_a_session_that_goes_on_has_no_reason() -> None:
    """Why it has ended is only told where it has."""
    assert str(played([*ASKED, {"ends": "completed"}]).failure).endswith("found active")


@pytest.mark.parametrize(
    ("words", "start", "said"),
    [
        ("tea", None, "Tea!"),
        ("tea", "first", "Anything."),
    ],
)
def test_the_words_choose_the_trigger(words: str, start: str | None, said: str) -> None:
    """As in production; and a test may name another."""
    nodes: dict[str, Any] = {
        "first": ("api_start", {}),
        "tea": ("keyword", {"words": ["tea"]}),
        "any": ("send_message", {"text": "Anything."}),
        "own": ("send_message", {"text": "Tea!"}),
    }
    flow = a_flow(nodes, {"first.next": "any", "tea.next": "own"})
    body = {"name": "t", "start": start, "dialogue": [{"says": words}, {"expects": said}]}
    assert run_test(FlowTest.model_validate(body), flow, FlowSet.of(flow), simulate).failure is None


def test_a_failure_comes_with_what_was_said_before() -> None:
    """The transcript goes up to the line that failed, with buttons, time and people in it."""
    lines = [*GONE, {"hands_back": True}, {"waits": "PT1M30S"}, {"expects": "Hello"}]
    assert [f"{one.speaker}: {one.text}" for one in played(lines).transcript] == [
        "contact: go",
        "bot: Tea or a photo, Ann? [Tea] [Photo]",
        "time: PT2H later",
        "bot: One moment.",
        "team: gives back to the bot",
        "time: PT1M30S later",
        "bot: Bye.",
    ]


@pytest.mark.parametrize(
    ("node", "output", "line"),
    [
        (("http_request", {"url": "https://a.example"}), "success", {"expects_nothing": True}),
        (("delay", {"duration": "PT1S"}), "next", {"waits": "P1D"}),
    ],
)
def test_an_endless_loop_fails_the_test(node: tuple[str, Any], output: str, line: dict[str, Any]) -> None:
    """A loop that only calls, or hardly waits, ends in every test with a hint, instead of running for ever."""
    nodes: dict[str, Any] = {"start": ("keyword", {"words": ["go"]}), "again": node}
    flow = a_flow(nodes, {"start.next": "again", f"again.{output}": "again"})
    test = FlowTest.model_validate({"name": "t", "dialogue": [{"says": "go"}, line]})
    assert "is there a loop?" in str(run_test(test, flow, FlowSet.of(flow), simulate).failure)


@pytest.mark.parametrize(
    "line",
    [
        {},
        {"says": "a", "expects": "b"},
        {"says": None},
        {"shouts": "a"},
        {"expects": {}},
        {"expects": {"matches": "(a"}},
        {"expects": {"matches": "(?=a)"}},
        {"waits": "1h"},
        {"takes_over": "1h"},
        {"expects_nothing": False},
        {"returns": {"lookup": {"error": "gone"}}},
        {"ends": "somehow"},
    ],
)
def test_lines_that_are_none(line: dict[str, Any]) -> None:
    """A line says exactly one thing, and one that can be understood."""
    with pytest.raises(ValidationError):
        Line.model_validate(line)


@pytest.mark.parametrize(
    ("line", "told"), [({}, "this one nothing"), ({"says": "a", "expects": "b"}, r"this one \['expects', 'says'\]")]
)
def test_how_many_things_a_line_says(line: dict[str, Any], told: str) -> None:
    """Whoever writes too much, or nothing, reads what was understood."""
    with pytest.raises(ValidationError, match=told):
        Line.model_validate(line)


def test_coverage_counts_nodes_and_outputs() -> None:
    """All tests of a flow together cover the nodes they entered and the outputs they left by."""
    steps = [*played(TEA).steps, *played(PHOTO).steps]
    found = coverage(SHOP, steps)
    assert (found.nodes.covered, found.nodes.total) == (5, 10)
    assert found.nodes.missing == ("broken", "bye", "pause", "people", "tag")
    assert "lookup.success" not in found.outputs.missing
    assert {"menu.timeout", "lookup.timeout", "people.timeout"} <= set(found.outputs.missing)
    assert found.percent == found.outputs.percent < found.nodes.percent == 50


def test_coverage_of_all_and_of_nothing() -> None:
    """A flow without outputs is covered as soon as its nodes are; steps of other flows do not count."""
    end = a_flow({"end": ("end", {})}, id="other")
    assert coverage(end, played(TEA).steps).percent == 0
    assert coverage(end, [step._replace(flow="other", node="end") for step in played(TEA).steps]).percent == 100


def test_time_stands_still_unless_it_is_told_to_pass() -> None:
    """The clock is the test's own: it begins where the test says and moves only by its lines."""
    outcome = played(
        [*ASKED, {"deadline": "PT2H"}, {"waits": "PT30M"}, {"deadline": "PT1H30M"}], at="2030-05-01T08:00:00Z"
    )
    assert outcome.failure is None


PAID = a_flow(
    {
        "start": ("referral", {"codes": ["sale"], "save_as": "code"}),
        "paid": ("wait_for_event", {"key": "payment/{{ vars.code }}", "save": [{"path": "amount", "save_as": "n"}]}),
        "thanks": ("send_message", {"text": "Thank you for {{ vars.n }}."}),
    },
    {"start.next": "paid", "paid.happened": "thanks"},
)
BY_LINK = {"sends": {"text": "hi", "referral": "sale"}}


@pytest.mark.parametrize(
    ("told", "failure"),
    [
        ({"key": "payment/sale", "data": {"amount": 9}}, None),
        ({"key": "payment/other"}, "line 2: "),
    ],
)
def test_another_system_tells(told: dict[str, Any], failure: str | None) -> None:
    """What the flow waits for happens by its key; another key is no part of the test."""
    body = {"name": "t", "dialogue": [BY_LINK, {"happens": told}, {"expects": "Thank you for 9."}]}
    found = run_test(FlowTest.model_validate(body), PAID, FlowSet.of(PAID), simulate).failure
    assert (str(found)[: len(failure)] if failure else found) == failure
