"""What a form keeps in a field of the contact, its next question knows already."""

from typing import Any

import pytest

from engine import CallReturned, FlowSet
from engine.field_types import ContactField
from engine.simulator import Simulator
from tests.make import a_contact, a_flow, a_world, says

SPANISH = {
    "lang": {"question": "¿Idioma?"},
    "sure": {"question": "¿Seguro en {{ conversation.language }}?", "yes_title": "Vale"},
    "last": {"question": "¿Algo más?"},
}
SURE: dict[str, Any] = {"id": "sure", "sort": "yes_no", "yes_title": "Okay", "optional": True}
SURE |= {"question": "Sure in {{ conversation.language }}?"}


def form(*fields: dict[str, Any], translations: Any = None, **contact: Any) -> Simulator:
    """A flow of one form, standing at its first question."""
    texts = {"es": {"ask": {"fields": translations}}} if translations else {}
    nodes: dict[str, Any] = {"start": ("api_start", {}), "ask": ("ask_form", {"fields": [*fields]})}
    flow = a_flow(nodes, {"start.next": "ask"}, translations=texts)
    known = {"age": ContactField(type="number")}
    world = a_world(contact=a_contact(**contact), contact_fields=known)
    simulator = Simulator(FlowSet.of(flow), world, CallReturned.model_validate)
    simulator.start(flow)
    return simulator


@pytest.mark.parametrize(
    ("field", "read", "said", "asked"),
    [
        ("name", "name", "Bo", "So Bo?"),
        ("city", "fields.city", "Goa", "So Goa?"),
        ("age", "fields.age | plus: 1", "37", "So 38?"),
        ("age", "fields.age", "old", "So 5?"),
        (None, "name", "Bo", "So Ann?"),
    ],
)
def test_the_next_question_knows_the_contact_as_they_are_now(
    field: str | None, read: str, said: str, asked: str
) -> None:
    """As a question of its own would; what does not fit the field has changed nothing."""
    two = {"id": "b", "question": f"So {{{{ contact.{read} }}}}?"}
    simulator = form({"id": "a", "question": "?", "contact_field": field}, two, fields={"age": 5})
    assert [one.text for one in simulator.take(says(said))] == [asked]


@pytest.mark.parametrize(
    ("translations", "before", "said", "asked", "titles"),
    [
        (SPANISH, "en", "ES", "¿Seguro en es?", ["Vale", "No", "Omitir"]),
        (SPANISH, "es", "en", "Sure in en?", ["Okay", "No", "Skip"]),
        (SPANISH, "es", "?", "¿Seguro en es?", ["Vale", "No", "Omitir"]),
        (None, "en", "es", "Sure in es?", ["Okay", "No", "Omitir"]),
    ],
)
def test_a_form_that_asks_for_the_language_goes_on_in_it(
    translations: Any, before: str, said: str, asked: str, titles: list[str]
) -> None:
    """The very next question is put in it, its buttons too; a title of the other language is still understood."""
    lang = {"id": "lang", "question": "Language?", "contact_field": "language"}
    last = {"id": "last", "question": "Anything else?"}
    simulator = form(lang, SURE, last, translations=translations, language=before)
    [question] = simulator.take(says(said))
    assert (question.text, [button.title for button in question.buttons]) == (asked, titles)
    simulator.take(says("okay"))
    assert simulator.session.frames[0].variables["sure"] is True


@pytest.mark.parametrize(
    ("before", "chosen", "said"), [("es", "en", "Leche"), ("en", "es", "Milk"), ("es", "en", "Milk")]
)
def test_a_list_is_called_by_its_names_in_the_language_of_before(before: str, chosen: str, said: str) -> None:
    """The titles of the other languages are those that are not spoken now, and no longer those of the question before."""
    items = """{{ '[{"en": "Tea", "es": "Té verde"}, {"en": "Milk", "es": "Leche"}]' | parse_json }}"""
    drink = {"id": "drink", "sort": "list", "question": "?", "items": items, "title": "{{ item.en }}"}
    texts = {"lang": {"question": "¿Idioma?"}, "drink": {"title": "{{ item.es }}"}}
    lang = {"id": "lang", "question": "Language?", "contact_field": "language"}
    simulator = form(lang, drink, translations=texts, language=before)
    simulator.take(says(chosen))
    simulator.take(says(said))
    assert simulator.session.frames[0].variables["drink"]["en"] == "Milk"
