"""A form as a contact meets it: question by question, in one node."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from engine import Button, CallReturned, EventRefused, FlowSet, Happened, Limits, SendMessage
from engine.check import Known, check
from engine.flow import FlowDocument
from engine.simulator import Simulator
from engine.validate import read_document
from nodes import node_types
from nodes.ask_form import Params
from nodes.form_fields import RatingField, TextField
from nodes.form_sorts import SORTS
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


def heard(sent: list[SendMessage]) -> list[str]:
    return [one.text for one in sent]


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


ONLY = "'{0}' is not of the sort '{1}', only of {2}"


@pytest.mark.parametrize(
    ("wrong", "where", "message"),
    [
        ({"min_length": 5, "max_length": 4}, "text", "the shortest answer is longer than the longest"),
        ({"pattern": "("}, "text.pattern", "missing )"),
        ({"sort": "number", "minimum": 5, "maximum": 4}, "number", "the smallest number is larger than the largest"),
        ({"sort": "phone", "country": "XX"}, "phone.country", "XX is no country with phone numbers"),
        ({"sort": "date", "earliest": "P2D", "latest": "P1D"}, "date", "the earliest date is after the latest"),
        ({"sort": "time", "latest": "25:00"}, "time.latest", "'25:00' is no time as 09:00 or 17:30"),
        ({"sort": "choices", "choices": SIZES, "least": 3}, "choices", "more have to be picked than there are choices"),
        ({"sort": "choices", "choices": SIZES, "least": 2, "most": 1}, "choices", "more have to be picked than can be"),
        ({"sort": "choices", "choices": [SIZES[0], SIZES[0]]}, "choices", "the id 's' is used twice"),
        ({"sort": "choice", "choices": [SIZES[0], SIZES[0]]}, "choice", "the id 's' is used twice"),
        ({"sort": "list", "items": "{{ vars.a }}", "least": 2}, "list", "more have to be picked than can be"),
        ({"sort": "rating", "of_conversation": True}, "rating.of_conversation", "Extra inputs are not permitted"),
        ({"choices": SIZES}, "", ONLY.format("choices", "text", "'choice', 'choices'")),
        ({"sort": "number", "accept": ["image"]}, "", ONLY.format("accept", "number", "'media'")),
        ({"sort": "numbr"}, "", "'numbr' is nothing to ask for; a field's sort is one of 'text', 'number', "),
        ({"sort": ["text"]}, "", "\"['text']\" is nothing to ask for; a field's sort is one of 'text', "),
    ],
)
def test_limits_that_make_no_sense_are_refused(wrong: dict[str, Any], where: str, message: str) -> None:
    """What is wrong, and in which field; a limit of another sort is told as that, and so is a sort that there is not."""
    with pytest.raises(ValidationError) as refused:
        Params.model_validate({"fields": [{"id": "it", "question": "?", **wrong}]})
    first, *_ = refused.value.errors()
    assert ".".join(map(str, first["loc"])) == ".".join(filter(None, ("fields.0", where)))
    assert message in first["msg"]


def test_fields_can_be_values_already() -> None:
    """Whoever writes a form in Python makes its fields by their classes."""
    name, size = TextField(id="name", question="?"), RatingField(id="stars", sort="rating", question="?", highest=3)
    assert Params(fields=(name, size)).fields == (name, size)


@pytest.mark.parametrize("id", ["answered", "no_match", "timeout", "cancelled", "skipped"])
def test_a_choice_is_not_called_as_a_way_out(id: str) -> None:
    """Its id would be taken for the end of the field, and the node that asks for it alone has such an output."""
    with pytest.raises(ValidationError, match="name of another output"):
        Params.model_validate({"fields": [{**ORDER[2], "choices": [{"id": id, "title": "Out"}]}]})


@pytest.mark.parametrize("empty", [{"choices": []}, {"choices": (), "country": ""}, {"sort": "number", "country": ""}])
def test_versions_of_before_go_on(empty: dict[str, Any]) -> None:
    """Whoever is in the middle of a form that was published with empty limits of other sorts answers it to its end."""
    form = met([{"id": "it", "question": "?", **empty}])
    form.take(says("3"))
    assert form.session.result == "answered"


def test_a_choice_is_called_as_another_event_only_where_there_is_none() -> None:
    """It is an answer like any other; where something else may end the form, nobody could tell them apart."""
    field = {**ORDER[2], "choices": [{"id": "event", "title": "A party"}]}
    form = met([field, ORDER[0]])
    assert heard(form.take(says("a party"))) == ["Your name?"]
    with pytest.raises(ValidationError, match="a choice cannot be called 'event'"):
        Params.model_validate({"fields": [field], "event": "paid"})


def document(*fields: dict[str, Any], **over: Any) -> dict[str, Any]:
    nodes: dict[str, Any] = {"start": ("api_start", {}), "ask": ("ask_form", {"fields": [*fields]}), "bye": ("end", {})}
    return a_document(nodes, {"start.next": "ask", "ask.answered": "bye", "ask.no_match": "bye"}, **over)


@pytest.mark.parametrize(
    "before",
    [
        {},
        {"sort": "text"},
        {"retry_text": "", "valid_if": "", "contact_field": None, "optional": False},
        {"sort": "phone", "country": "IN"},
        {"sort": "choice", "choices": SIZES},
    ],
)
def test_documents_of_before_are_read(before: dict[str, Any]) -> None:
    """A field without a sort is a text."""
    raw = document({"id": "it", "question": "?", **before})
    assert read_document(raw, node_types(), Limits()).problems == ()
    (read,) = Params.model_validate(raw["nodes"][1]["data"]).fields
    assert read.sort == before.get("sort", "text")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"sort": "numbr"}, ("fields.1.sort", "must be {sorts}", "did you mean 'number'?")),
        ({"choices": SIZES}, ("fields.1.choices", "unknown key 'choices'", None)),
        (
            {"sort": "text", "choices": SIZES, "country": "IN", "most": 2},
            ("fields.1.choices", "unknown key 'choices'", None),
        ),
        ({"sort": "text", "most": 2}, ("fields.1.most", "unknown key 'most'", None)),
        ({"sort": "rating", "higest": 9}, ("fields.1.higest", "unknown key 'higest'", "did you mean 'highest'?")),
        ({"sort": "rating", "highest": 11}, ("fields.1.highest", "must be at most 10, not 11", None)),
        ({"sort": "list"}, ("fields.1.items", "it is missing", "fill it in")),
        ({"sort": "media", "accept": ["tune"]}, ("fields.1.accept.0", "must be {kinds}", None)),
    ],
)
def test_the_schema_tells_what_is_wrong(wrong: dict[str, Any], told: tuple[str, str, str | None]) -> None:
    """A document with a field that cannot be is told where it is and how to mend it, before it is stored."""
    raw = document({"id": "first", "question": "?"}, {"id": "it", "question": "?", **wrong})
    problems = read_document(raw, node_types(), Limits()).problems
    sorts = ", ".join(f'"{sort}"' for sort in SORTS).replace(', "media"', ' or "media"')
    where, message, fix = told
    kinds = '"image", "video", "audio", "document" or "sticker"'
    expected = (where, message.format(sorts=sorts, kinds=kinds), fix)
    assert expected in [(one.field, one.message, one.fix) for one in problems]
    assert len({one.field for one in problems}) == len(problems), "each field has one problem, not one for every sort"


@pytest.mark.parametrize(
    ("field", "codes"),
    [
        ({"question": "{{ vars.name }}?"}, []),
        ({"question": "{{ vars.it }}?"}, [("unset_variable", "fields.1.question")]),
        ({"question": "{{ vars.nmae }}?"}, [("unknown_variable", "fields.1.question")]),
        ({"valid_if": "answer > 3"}, []),
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
    assert "fields.0.more_text" in problem.message
    assert "fields.0.choices.1.title" in problem.message
    assert problem.field == "fields.0.more_text"
