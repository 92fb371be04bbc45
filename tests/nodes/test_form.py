"""A form as a contact meets it: question by question, in one node."""

from datetime import timedelta
from typing import Any

import pytest

from engine import Button, CallReturned, EventRefused, FlowSet, Happened, Limits, SendMessage
from engine.check import Known, check
from engine.flow import FlowDocument
from engine.simulator import Simulator
from nodes import node_types
from nodes.ask_form import Params
from nodes.phrases import bare
from nodes.skip_words import LABELS, SKIP_WORDS
from tests.make import a_contact, a_document, a_flow, a_world, says

SIZES = [{"id": "s", "title": "Small"}, {"id": "l", "title": "Large"}]
ORDER: list[dict[str, Any]] = [
    {"id": "name", "question": "Your name?"},
    {"id": "mail", "sort": "email", "question": "{{ vars.name }}, your e-mail?", "optional": True},
    {"id": "size", "sort": "choice", "question": "Which size?", "choices": SIZES, "contact_field": "wears"},
]


def met(fields: list[dict[str, Any]], language: str = "en", spanish: Any = None, **params: Any) -> Simulator:
    """A flow of one form, standing at its first question; it ends with the output's name as its result."""
    data = {"fields": fields, **params}
    outputs = node_types()["ask_form"].outputs(Params.model_validate(data))
    ends: dict[str, tuple[str, dict[str, Any]]] = {f"end_{name}": ("end", {"result": name}) for name in outputs}
    edges = {"start.next": "ask", **{f"ask.{name}": f"end_{name}" for name in outputs}}
    nodes = {"start": ("api_start", {}), "ask": ("ask_form", data), **ends}
    flow = a_flow(nodes, edges, translations={"es": {"ask": spanish}} if spanish else {})
    world = a_world(contact=a_contact(language=language))
    simulator = Simulator(FlowSet.of(flow), world, CallReturned.model_validate)
    simulator.start(flow)
    return simulator


def titled(*titles: str) -> list[dict[str, str]]:
    return [{"id": f"c{at}", "title": title} for at, title in enumerate(titles)]


def heard(sent: list[SendMessage]) -> list[str]:
    return [one.text for one in sent]


def document(*fields: dict[str, Any], **over: Any) -> dict[str, Any]:
    nodes: dict[str, Any] = {"start": ("api_start", {}), "ask": ("ask_form", {"fields": [*fields]}), "bye": ("end", {})}
    return a_document(nodes, {"start.next": "ask", "ask.answered": "bye", "ask.no_match": "bye"}, **over)


def test_questions_come_in_a_row_and_answers_are_kept() -> None:
    """Each answer leads to the next question, which can read it; the last one leads on, with all of them."""
    form = met(ORDER, save_as="order")
    assert heard(form.transcript) == ["Your name?"]
    assert heard(form.take(says("Ann"))) == ["Ann, your e-mail?"]
    assert heard(form.take(says("a@b.co"))) == ["Which size?"]
    form.take(says("", choice="l"))
    answers = {"name": "Ann", "mail": "a@b.co", "size": "Large"}
    assert form.session.result == "answered"
    assert form.session.frames[0].variables == {**answers, "order": answers}
    assert form.session.frames[0].results == {"ask": answers}
    assert form.world.contact.fields == {"wears": "Large"}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Skip!"),
        ("es", "omitir"),
        ("pt-BR", "PULAR"),
        ("hi", "छोड़ें"),
        ("ar", "تخطى"),
        ("id", "lewati"),
        ("en", ""),
    ],
)
def test_what_can_be_skipped_has_a_word_and_a_button(language: str, said: str) -> None:
    """The button speaks the contact's language, and the word is understood in any; the variable stays unset."""
    form = met(ORDER, language)
    (asked,) = form.take(says("Ann"))
    title = LABELS[language.partition("-")[0]]
    assert asked.buttons == (Button(id=":skip:1", title=title),)
    assert heard(form.take(says(said) if said else says(title, choice=":skip:1"))) == ["Which size?"]
    assert form.session.frames[0].variables == {"name": "Ann"}


@pytest.mark.parametrize(
    ("field", "said", "kept"),
    [
        ({"sort": "choice", "choices": SIZES}, ["3"], {}),
        ({"sort": "choice", "choices": SIZES}, ["٣."], {}),
        ({"sort": "choice", "choices": SIZES}, ["2"], {"x": "Large"}),
        ({"sort": "choice", "choices": [*SIZES, {"id": "x", "title": "4 pieces"}]}, ["4"], {"x": "4 pieces"}),
        ({"sort": "choice", "choices": SIZES}, ["option 3"], {}),
        ({"sort": "choice", "choices": titled("2 people", "4 people")}, ["3"], {}),
        ({"sort": "choice", "choices": titled("13 kg", "Large")}, ["3"], {}),
        ({"sort": "choice", "choices": titled("3 May, 1.50 €", "4 May, 5 €")}, ["3"], {"x": "3 May, 1.50 €"}),
        ({"sort": "choice", "choices": titled("5 May, ٣ €", "4 May, 5 €")}, ["3"], {"x": "5 May, ٣ €"}),
        ({"sort": "choice", "choices": titled("3 May, 1.50 €", "4 May, 3 €")}, ["3", "1"], {"x": "3 May, 1.50 €"}),
        ({"sort": "choice", "choices": titled("{% for i in (1..5000) %}9{% endfor %}", "Large")}, ["3"], {}),
        ({"sort": "choices", "choices": SIZES}, ["3"], {}),
        ({"sort": "choices", "choices": SIZES, "least": 0}, ["4"], {}),
        ({"sort": "choices", "choices": SIZES, "least": 0}, ["3"], {"x": []}),
        ({"sort": "choices", "choices": SIZES}, [says(choice="s"), "4"], {}),
        ({"sort": "choices", "choices": SIZES}, [says(choice="s"), "3"], {"x": ["Small"]}),
        ({"sort": "choices", "choices": titled("3 May, 5 €", "4 May, 6 €"), "least": 0}, ["3"], {"x": ["3 May, 5 €"]}),
        ({"sort": "list", "items": "{{ 'Tea,Milk' | split: ',' }}"}, ["3"], {}),
        ({"sort": "rating"}, ["6"], {}),
        ({"sort": "rating", "style": "numbers", "highest": 10}, ["11"], {}),
        ({"sort": "rating"}, ["5"], {"x": 5}),
        ({"sort": "yes_no"}, ["3"], {}),
        ({"sort": "number"}, ["1"], {"x": 1}),
        ({}, ["1"], {"x": "1"}),
    ],
)
def test_the_button_to_skip_has_a_number(field: dict[str, Any], said: list[Any], kept: dict[str, Any]) -> None:
    """Where nothing can be pressed buttons are a numbered text: the number behind the others skips, unless it is in a title;
    any other does not."""
    form = met([{"id": "x", "question": "?", "optional": True, **field}])
    for one in said:
        form.take(says(one) if isinstance(one, str) else one)
    assert (form.session.result, form.session.frames[0].results["ask"]) == ("answered", kept)


def test_a_labels_word_is_understood() -> None:
    """What the button says can be typed, and no word is listed twice."""
    assert {bare(label) for label in LABELS.values()} <= {bare(word) for word in SKIP_WORDS}
    assert len({bare(word) for word in SKIP_WORDS}) == len(SKIP_WORDS)


def test_a_misfit_is_asked_again_where_it_stands() -> None:
    """Each question has its own attempts; when they are used up the form is left, and keeps what it has."""
    form = met(ORDER, retries=1, retry_text="Once more, please.")
    form.take(says("Ann"))
    assert heard(form.take(says("no idea"))) == ["Once more, please."]
    form.take(says("a@b.co"))
    assert heard(form.take(says("huge"))) == ["Once more, please."]
    form.take(says("gigantic"))
    assert form.session.result == "no_match"
    assert form.session.frames[0].variables == {"name": "Ann", "mail": "a@b.co"}


def test_every_question_has_its_own_time() -> None:
    """Reminders and the timeout count from the question that is open."""
    form = met(ORDER, timeout="PT2H", reminders=[{"after": "PT1H", "text": "Still there?"}])
    hour = timedelta(hours=1)
    assert heard(form.wait(hour)) == ["Still there?"]
    form.take(says("Ann"))
    assert heard(form.wait(hour)) == ["Still there?"]
    form.wait(hour)
    assert form.session.result == "timeout"


def test_what_happens_elsewhere_ends_it_at_any_question() -> None:
    """Its key can be made of the answers before, and what was answered is kept."""
    form = met(ORDER, event="{{ vars.name | default: 'nobody' }}/called", save_as="order")
    with pytest.raises(EventRefused):
        form.take(Happened(key="Ann/called"))
    form.take(says("Ann"))
    form.take(Happened(key="Ann/called", data="by phone"))
    assert (form.session.result, form.session.frames[0].results) == ("event", {"ask": "by phone"})
    assert form.session.frames[0].variables == {"name": "Ann"}


@pytest.mark.parametrize(
    ("said", "way", "answers"),
    [
        (["Ann"], "event", {"name": "Ann"}),
        (["Jo"], "event", {}),
        (["Ann", "old"], "event", {"name": "Ann"}),
        (["Ann", "a@b.co"], "answered", {"name": "Ann", "mail": "a@b.co"}),
    ],
)
def test_what_happens_while_answers_are_collected_ends_it(said: list[str], way: str, answers: dict[str, str]) -> None:
    """What was collected answers the open question, if it fits, and no other one is asked; the last one ends the form."""
    fields = [{**ORDER[0], "min_length": 3, "contact_field": "called"}, {**ORDER[1], "optional": False}]
    form = met(fields, event="paid", collect="PT5S")
    for text in said:
        form.wait(timedelta(seconds=5))
        form.take(says(text))
    asked = len(form.transcript)
    form.take(Happened(key="paid", data=5))
    [frame] = form.session.frames
    assert (form.session.result, frame.variables, len(form.transcript)) == (way, answers, asked)
    assert frame.results == {"ask": 5 if way == "event" else answers}
    assert [one.answered for one in frame.told.get("ask", ())] == (list(answers.values()) if way == "event" else [])
    assert form.world.contact.fields.get("called") == answers.get("name")
    assert (form.session.input or says()).text == said[-1]


def test_it_can_be_cancelled_at_any_question() -> None:
    """A word that cancels is no answer, not even to a question that takes any text."""
    for answers in ((), ("Ann",), ("Ann", "a@b.co")):
        form = met(ORDER, cancel_words=["stop"])
        for answer in answers:
            form.take(says(answer))
        form.take(says("Stop."))
        assert form.session.result == "cancelled"


def test_translations_are_laid_over_the_fields() -> None:
    """Fields are translated by their names, and choices are understood in any of the flow's languages."""
    spanish = {"fields": {"name": {"question": "¿Nombre?"}, "size": {"choices": {"l": {"title": "Grande"}}}}}
    form = met([ORDER[0], ORDER[2]], "es", spanish)
    assert heard(form.transcript) == ["¿Nombre?"]
    (asked,) = form.take(says("Ana"))
    assert [button.title for button in asked.buttons] == ["Small", "Grande"]
    form.take(says("large"))
    assert form.session.frames[0].variables == {"name": "Ana", "size": "Grande"}


@pytest.mark.parametrize(
    ("field", "codes"),
    [
        ({"question": "{{ vars.name }}?"}, []),
        ({"question": "{{ vars.it }}?"}, [("unset_variable", "fields.1.question")]),
        ({"question": "{{ vars.nmae }}?"}, [("unknown_variable", "fields.1.question")]),
        ({"valid_if": "answer != '3'"}, []),
        ({"valid_if": "answer > > 3"}, [("bad_template", "fields.1.valid_if")]),
        ({"sort": "list", "items": "{{ vars.name }}", "title": "{{ item.title }}"}, []),
        ({"sort": "list", "items": "{{ vars.nmae }}"}, [("unknown_variable", "fields.1.items")]),
        ({"sort": "list", "items": "{{ vars.name }}", "value": "{{ itm.id }}"}, [("unknown_name", "fields.1.value")]),
        ({"sort": "list", "items": "{{ vars.name", "most": 2}, [("bad_template", "fields.1.items")]),
        ({"sort": "choices", "choices": SIZES, "more_text": "{{ picked }}?"}, []),
        ({"sort": "choices", "choices": SIZES, "more_text": "{{ item }}?"}, [("unknown_name", "fields.1.more_text")]),
        ({"sort": "date", "earliest": "{{ vars.nmae }}"}, [("unknown_variable", "fields.1.earliest")]),
        ({"sort": "yes_no", "no_title": "{{ vars.it }}"}, [("unset_variable", "fields.1.no_title")]),
        ({"sort": "media", "invalid_text": "{{ vars.it }}"}, [("unset_variable", "fields.1.invalid_text")]),
        ({"sort": "rating", "valid_if": "answer > > 3"}, [("bad_template", "fields.1.valid_if")]),
    ],
)
def test_checks_look_into_the_fields(field: dict[str, Any], codes: list[tuple[str, str]]) -> None:
    """A field's name is a variable that is set; whatever a sort reads is looked at before anything is published."""
    raw = document({"id": "name", "question": "?"}, {"id": "it", "question": "?", **field})
    problems = check(FlowDocument.model_validate(raw), node_types(), Known(), Limits())
    assert [(problem.code, problem.field) for problem in problems] == codes


def test_checks_tell_which_texts_of_a_field_lack_a_language() -> None:
    """The words of choices and buttons inside a field, too, in the place where they would stand."""
    size = {"id": "size", "sort": "choices", "question": "Sizes?", "choices": SIZES, "more_text": "And more?"}
    texts = {"fields": {"size": {"question": "¿Tallas?", "choices": {"s": {"title": "Pequeño"}}}}}
    raw = document(size, translations={"es": {"ask": texts}})
    (problem,) = check(FlowDocument.model_validate(raw), node_types(), Known(), Limits())
    assert problem.code == "missing_translation"
    assert "fields.size.more_text" in problem.message
    assert "fields.size.choices.l.title" in problem.message
    assert problem.field == "fields.0.more_text"


@pytest.mark.parametrize("said", ["leche", "milk"])
def test_a_list_is_named_in_any_language_of_the_form(said: str) -> None:
    """Whoever is shown one title may write the other."""
    field = {
        "id": "x",
        "sort": "list",
        "question": "?",
        "items": "{{ 'Milk,Tea' | split: ',' }}",
        "title": "{{ item }}",
    }
    form = met([field], "es", {"fields": {"x": {"title": "{{ item | replace: 'Milk', 'Leche' }}"}}})
    form.take(says(said))
    assert form.session.frames[0].variables == {"x": "Milk"}


def test_several_messages_are_one_answer() -> None:
    """Question by question: what is written in a row is no answer to the next one, and skipping is understood at once."""
    form = met(ORDER, collect="PT5S", cancel_words=["stop"])
    assert [heard(form.take(says(text))) for text in ("Ann", "of Green Gables")] == [[], []]
    assert heard(form.wait(timedelta(seconds=5))) == ["Ann\nof Green Gables, your e-mail?"]
    assert heard(form.take(says("my mail is"))) == []
    assert heard(form.take(says("skip"))) == ["Which size?"]
    assert heard(form.take(says("large"))) == []
    form.wait(timedelta(seconds=5))
    assert form.session.result == "answered"
    assert form.session.frames[0].variables == {"name": "Ann\nof Green Gables", "size": "Large"}


def test_what_was_collected_may_not_fit() -> None:
    """All of it is asked for again, and begins anew."""
    form = met([{"id": "age", "sort": "number", "question": "Your age?"}], collect="PT5S")
    form.take(says("well"))
    assert heard(form.wait(timedelta(seconds=5))) == ["Your age?"]
    form.take(says("I am"))
    form.take(says("37"))
    form.wait(timedelta(seconds=5))
    assert form.session.frames[0].variables == {"age": 37}
