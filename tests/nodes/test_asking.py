"""Every node that asks has the same arms, whatever it asks for."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from pydantic import ValidationError

from engine import CallReturned, EventRefused, FlowSet, Happened, Location, Media, MessageReceived
from engine.simulator import Simulator
from nodes import BUILTIN, node_types
from nodes.questions import Asking
from tests.make import a_contact, a_flow, a_world, says

TEA = [{"id": "tea", "title": "Tea"}, {"id": "coffee", "title": "Coffee"}]
HOUR = timedelta(hours=1)


class Sort(NamedTuple):
    """What one type needs, an answer that fits with the output that it leaves by, and its value."""

    params: dict[str, Any]
    fits: MessageReceived
    output: str
    value: Any


SORTS = {
    "ask_text": Sort({}, says("hello"), "answered", "hello"),
    "ask_number": Sort({}, says("3"), "answered", 3),
    "ask_choice": Sort({"choices": TEA}, says("tea"), "tea", "Tea"),
    "ask_choices": Sort({"choices": TEA}, says("tea"), "answered", ["Tea"]),
    "ask_from_list": Sort({"items": "{{ 'Tea,Milk' | split: ',' }}"}, says("milk"), "chosen", "Milk"),
    "ask_yes_no": Sort({}, says("si"), "yes", True),
    "ask_email": Sort({}, says("a@b.co"), "answered", "a@b.co"),
    "ask_phone": Sort({}, says("+919876543210"), "answered", "+919876543210"),
    "ask_date": Sort({}, says("2027-01-31"), "answered", "2027-01-31"),
    "ask_time": Sort({}, says("2 pm"), "answered", "14:00"),
    "ask_location": Sort(
        {},
        says(location=Location(latitude=1.5, longitude=2.5)),
        "answered",
        {"latitude": 1.5, "longitude": 2.5, "name": None},
    ),
    "ask_rating": Sort({}, says("4"), "answered", 4),
    "ask_media": Sort(
        {},
        says(media=(Media(kind="image", url="provider:1"),)),
        "answered",
        {"kind": "image", "url": "provider:1", "mime": None, "name": None},
    ),
}
MISFIT = says(media=(), phone="")
each_sort = pytest.mark.parametrize("kind", SORTS)


def refused(call: object) -> CallReturned:
    raise AssertionError(f"a question calls nothing: {call}")


def asked(kind: str, translations: dict[str, Any] | None = None, language: str = "en", **params: Any) -> Simulator:
    """A flow of one question, standing at it; it ends with the output's name as its result."""
    data = {"question": "?", "save_as": "kept", **SORTS[kind].params, **params}
    outputs = node_types()[kind].outputs(node_types()[kind].params.model_validate(data))
    ends = {f"end_{output}": ("end", {"result": output}) for output in outputs}
    edges = {"start.next": "ask", **{f"ask.{output}": f"end_{output}" for output in outputs}}
    nodes = {"start": ("api_start", {}), "ask": (kind, data), **ends}
    flow = a_flow(nodes, edges, translations={code: {"ask": texts} for code, texts in (translations or {}).items()})
    world = a_world(contact=a_contact(language=language))
    simulator = Simulator(FlowSet.of(flow), world, refused)
    simulator.start(flow)
    return simulator


def texts(sent: list[Any]) -> list[str]:
    return [one.text for one in sent]


def test_every_asking_type_is_here() -> None:
    """A type that asks and is not in the table would slip through every promise below."""
    asking = [node for node in BUILTIN if issubclass(node.params, Asking)]
    assert set(SORTS) == {node.kind for node in asking}
    assert {node.fallbacks for node in asking} == {frozenset({"no_match"})}, (
        "what fits nothing has a way out of its own"
    )


def test_the_page_names_every_type_and_every_arm() -> None:
    """Who reads docs/asking.md finds whatever a question can be and can have, and an example that does what is said of it."""
    page = (Path(__file__).parents[2] / "docs" / "asking.md").read_text("utf-8")
    named = {*SORTS, "ask_form", "wait_reply", *Asking.model_fields} - {"question"}
    assert [name for name in sorted(named) if f"`{name}`" not in page] == []
    example = json.loads(page.partition("```json")[2].partition("```")[0])
    flow = asked(example["type"], **example["data"])
    flow.take(says("four people"))
    assert (flow.session.result, flow.session.frames[0].variables["people"]) == ("answered", 4)


@each_sort
def test_an_answer_is_kept_in_both_places(kind: str) -> None:
    """The variable and the contact's field get the same value, and the flow goes on by the type's own output."""
    sort, flow = SORTS[kind], asked(kind, contact_field="likes")
    flow.take(sort.fits)
    assert (flow.session.result, flow.world.contact.fields["likes"]) == (sort.output, sort.value)
    assert flow.session.frames[0].variables["kept"] == sort.value


@each_sort
def test_silence_is_broken_by_reminders_and_ends_by_the_timeout(kind: str) -> None:
    """Reminders come at their time after the question, in order, and the timeout at its own."""
    reminders = [{"after": "PT1H", "text": "First"}, {"after": "PT3H", "text": "Second {{ contact.name }}"}]
    flow = asked(kind, reminders=reminders, timeout="PT6H")
    heard = [texts(flow.wait(HOUR)) for _ in range(5)]
    assert heard == [["First"], [], ["Second Ann"], [], []]
    assert not flow.session.ended
    flow.wait(HOUR)
    assert flow.session.result == "timeout"


@each_sort
def test_an_answer_ends_the_reminders(kind: str) -> None:
    """Whoever answers after a reminder is not reminded any more; whoever answers badly has all the time again."""
    flow = asked(kind, reminders=[{"after": "PT1H", "text": "First"}], timeout="PT2H")
    flow.wait(HOUR)
    flow.take(MISFIT)
    assert texts(flow.wait(HOUR)) == ["First"]
    flow.take(SORTS[kind].fits)
    assert flow.session.result == SORTS[kind].output


@each_sort
@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("Cancel", "cancel!"),
        ("Cancelar", "CANCELÁR"),
        ("Não quero", "nao quero"),
        ("रद्द करें", "रद्द करें।"),
        ("إلغاء", "الغاء"),
        ("إلغاء", "الإلغاء"),
        ("0", "\u0660"),
        ("Batal", "batal."),
        ("❌", "❌"),
    ],
)
def test_words_end_the_question(kind: str, word: str, said: str) -> None:
    """A word that cancels or skips is understood as people write it, before anything else is made of it."""
    for param, output in (("cancel_words", "cancelled"), ("skip_words", "skipped")):
        words: dict[str, Any] = {param: [word]}
        flow = asked(kind, **words)
        flow.take(says(said))
        assert flow.session.result == output
        assert flow.session.frames[0].variables.get("kept") is None


@each_sort
def test_the_condition_decides_whether_an_answer_fits(kind: str) -> None:
    """What is understood but fails the condition is asked for again in words of its own, until `no_match`."""
    flow = asked(kind, valid_if="answer == null", invalid_text="Not that.", retry_text="Again.", retries=1)
    assert texts(flow.take(SORTS[kind].fits)) == ["Not that."]
    flow.take(SORTS[kind].fits)
    assert flow.session.result == "no_match"
    passing = asked(kind, valid_if="answer != null")
    passing.take(SORTS[kind].fits)
    assert passing.session.result == SORTS[kind].output


@each_sort
def test_a_broken_condition_stops_nobody(kind: str) -> None:
    """The author reads of it in the run; the contact goes on."""
    flow = asked(kind, valid_if="answer > > 3")
    flow.take(SORTS[kind].fits)
    assert flow.session.result == SORTS[kind].output
    assert [(one.code, one.field) for one in flow.problems] == [("condition_failed", "valid_if")]


@each_sort
def test_who_gives_no_answer_that_fits_is_asked_again_and_then_leaves(kind: str) -> None:
    """Twice the question comes once more; then the flow goes on by `no_match`, and ends there with its reason."""
    flow = asked(kind)
    heard = [texts(flow.take(MISFIT)) for _ in range(3)]
    assert (heard, flow.session.result) == ([["?"], ["?"], []], "no_match")
    nodes = {"start": ("api_start", {}), "ask": (kind, {"question": "?", "retries": 0, **SORTS[kind].params})}
    open_end = a_flow(nodes, {"start.next": "ask"})
    flow = Simulator(FlowSet.of(open_end), a_world(), refused)
    flow.start(open_end)
    flow.take(MISFIT)
    assert flow.session.reason == "nothing is connected to output 'no_match' of node 'ask'"


@each_sort
def test_an_answer_or_what_happens_elsewhere_whichever_comes_first(kind: str) -> None:
    """Pay, or write to us: what another system tells by the key ends the question, and is what the node results in."""
    paid = Happened(key="paid/Ann", data={"amount": 5})
    flow = asked(kind, event=" paid/{{ contact.name }} ", collect="PT4S", retries=1, timeout="PT1H")
    for moment in (None, MISFIT, None):
        assert flow.session.waiting is not None
        assert flow.session.waiting.key == "paid/Ann"
        _ = flow.take(moment) if moment else flow.wait(timedelta(seconds=4))
    flow.take(paid)
    assert (flow.session.result, flow.session.frames[0].results["ask"]) == ("event", {"amount": 5})
    flow = asked(kind, event="paid/{{ contact.name }}")
    flow.take(SORTS[kind].fits)
    assert flow.session.result == SORTS[kind].output
    with pytest.raises(EventRefused):
        flow.take(paid)


@each_sort
def test_what_was_said_in_a_burst_came_before_what_happens_in_it(kind: str) -> None:
    """An answer that fits is not lost because more might have come; one that does not gives way."""
    for said, output in ((SORTS[kind].fits, SORTS[kind].output), (MISFIT, "event")):
        flow = asked(kind, event="paid", collect="PT9S", retries=0)
        flow.take(said)
        if not flow.session.ended:  # what is pressed is an answer at once
            flow.take(Happened(key="paid"))
        assert flow.session.result == output


def test_nothing_is_told_of_a_text_that_is_not_sent() -> None:
    """When what happens elsewhere ends a burst that is no answer, nobody is asked again, so nothing went wrong in asking."""
    flow = asked("ask_number", event="paid", collect="PT9S", retry_text="{{ 1 | divided_by: 0 }}")
    flow.take(says("abc"))
    flow.take(Happened(key="paid"))
    assert (flow.session.result, flow.problems) == ("event", [])


@pytest.mark.parametrize("key", ["{{ contact.fields.order }}", "{% for i in (1..201) %}x{% endfor %}"])
def test_a_key_that_is_none_is_not_waited_for(key: str) -> None:
    """The author reads of it in the run, and the question can still be answered."""
    flow = asked("ask_number", event=key)
    assert flow.session.waiting is not None
    assert flow.session.waiting.key is None
    assert [(one.code, one.field) for one in flow.problems] == [("bad_key", "event")]
    flow.take(says("3"))
    assert flow.session.result == "answered"


@each_sort
def test_messages_in_a_row_are_one_answer(kind: str) -> None:
    """While messages come nothing is said and nothing is decided; what they say together counts as one attempt."""
    flow = asked(kind, collect="PT4S", retries=1, retry_text="Again.", timeout="PT1H")
    for _ in range(3):
        assert flow.take(MISFIT) == []
        assert flow.wait(timedelta(seconds=3)) == []
    assert texts(flow.wait(timedelta(seconds=1))) == ["Again."]
    flow.take(SORTS[kind].fits)
    assert not flow.session.ended
    flow.take(MISFIT)
    flow.wait(timedelta(seconds=4))
    assert flow.session.result == SORTS[kind].output


def test_reminders_wait_for_the_burst_to_end() -> None:
    """The silence that a reminder breaks begins with the question that is asked again, not with the last word."""
    flow = asked("ask_number", collect="PT4S", reminders=[{"after": "PT10S", "text": "Hello?"}], timeout="PT1H")
    flow.take(says("well"))
    assert texts(flow.wait(timedelta(seconds=13))) == ["?"]
    assert texts(flow.wait(timedelta(seconds=1))) == ["Hello?"]


@each_sort
def test_a_simple_question_has_no_further_outputs(kind: str) -> None:
    """Arms that nobody asked for are not drawn, and documents from before they existed keep their outputs."""
    node = node_types()[kind]
    params = node.params.model_validate({"question": "?", **SORTS[kind].params})
    assert not {"timeout", "event", "cancelled", "skipped"} & set(node.outputs(params))


def test_a_button_of_the_question_is_an_answer() -> None:
    """Pressing it answers, even where its title is a word that cancels; a button from elsewhere cancels."""
    choices = [{"id": "stop", "title": "Stop"}, {"id": "go", "title": "Go"}]
    for pressed, output in (("stop", "stop"), ("other", "cancelled")):
        flow = asked("ask_choice", choices=choices, cancel_words=["stop"])
        flow.take(says("Stop", choice=pressed))
        assert flow.session.result == output


@pytest.mark.parametrize("said", ["cancel", "cancelar", "cancela"])
def test_words_of_every_language_of_the_flow_count(said: str) -> None:
    """Whoever is spoken to in Spanish may cancel in English."""
    spanish = {"es": {"question": "¿?", "cancel_words": ["cancelar", "cancela"]}}
    flow = asked("ask_text", spanish, "es", cancel_words=["cancel"])
    flow.take(says(said))
    assert flow.session.result == "cancelled"


def test_a_choice_may_be_called_as_an_arm_that_is_not_there() -> None:
    """A flow from before `cancelled` was an output may have a choice of this name; with the words it may not."""
    params = {"question": "?", "choices": [{"id": "cancelled", "title": "Cancelled"}]}
    choice = node_types()["ask_choice"]
    assert "cancelled" in choice.outputs(choice.params.model_validate(params))
    with pytest.raises(ValidationError, match="the name of another output"):
        choice.params.model_validate({**params, "cancel_words": ["stop"]})
