"""Whatever a form can ask for: each sort of field with its own limits, as the node that asks for it alone has them."""

from datetime import timedelta
from typing import Any, NamedTuple

import pytest

from engine import Button, FlowSet, Limits, Location, Media, MessageReceived
from engine.flow import FlowDocument
from engine.simulator import Simulator
from engine.uses import uses
from nodes import node_types
from nodes.ask_form import Params
from nodes.form_sorts import SORTS
from tests.make import a_flow, a_world, says
from tests.nodes.test_form import SIZES, document, heard, met

HOUR = timedelta(hours=1)
PICTURE, SOUND = Media(kind="image", url="provider:1"), Media(kind="audio", url="provider:2")
GOODS = "{{ 'Tea,Milk,Rice' | split: ',' }}"
HERE = Location(latitude=1.5, longitude=2.5, name="Pune")


class Asked(NamedTuple):
    """What a field sets, an answer that fits with what is kept of it, and one that does not fit."""

    limits: dict[str, Any]
    fits: MessageReceived
    value: Any
    misfit: MessageReceived


ASKED = {
    "text": Asked({"min_length": 4, "pattern": r"[A-Z]{2}-\d+"}, says("it is AB-12"), "AB-12", says("C-1")),
    "number": Asked({"minimum": 1, "maximum": 9000, "whole": True}, says("about 9k"), 9000, says("2.5")),
    "email": Asked({}, says("a@b.co"), "a@b.co", says("none")),
    "phone": Asked({"country": "IN"}, says("98765 43210"), "+919876543210", says("12345")),
    "date": Asked({"order": "month_first", "earliest": "P0D"}, says("3/4/2027"), "2027-03-04", says("3/4/2020")),
    "time": Asked({"earliest": "12:00", "latest": "18:00"}, says("2:30"), "14:30", says("20:00")),
    "yes_no": Asked({"yes_title": "Surely"}, says("surely"), True, says("yes and no")),
    "choice": Asked({"choices": SIZES}, says("small"), "Small", says("huge")),
    "choices": Asked({"choices": SIZES, "most": 2}, says("small and large"), ["Small", "Large"], says("huge")),
    "list": Asked({"items": GOODS, "limit": 2, "most": 2}, says("milk"), ["Milk"], says("rice")),
    "rating": Asked({"highest": 10, "style": "numbers"}, says("9/10"), 9, says("12")),
    "location": Asked({}, says(location=HERE), HERE.model_dump(), says("at home")),
    "media": Asked({"accept": ["image"]}, says(media=(PICTURE,)), PICTURE.model_dump(), says(media=(SOUND,))),
}
each_sort = pytest.mark.parametrize("sort", ASKED)


def field(sort: str, **more: Any) -> dict[str, Any]:
    return {"id": "it", "sort": sort, "question": "?", **ASKED[sort].limits, **more}


def kept(form: Simulator) -> dict[str, Any]:
    return dict(form.session.frames[0].variables)


def titles(button: tuple[Button, ...]) -> list[str]:
    return [one.title for one in button]


def test_every_sort_is_here() -> None:
    """A sort that is not in the table would slip through every promise below; each is called as it calls itself."""
    assert set(ASKED) == set(SORTS)
    schema = Params.model_json_schema()
    items = schema["properties"]["fields"]["items"]
    named = {sort: schema["$defs"][ref.rpartition("/")[2]] for sort, ref in items["discriminator"]["mapping"].items()}
    assert {sort: one["title"] for sort, one in named.items()} == {sort: one.__name__ for sort, one in SORTS.items()}
    assert items["properties"]["sort"]["enum"] == [*SORTS]


@each_sort
def test_a_field_keeps_what_its_own_node_keeps(sort: str) -> None:
    """In its variable, among all answers and with the contact, it is the same value as outside of a form."""
    form = met([field(sort, contact_field="likes")], save_as="all")
    form.take(ASKED[sort].fits)
    value = ASKED[sort].value
    assert form.session.result == "answered"
    assert kept(form) == {"it": value, "all": {"it": value}}
    assert form.world.contact.fields == {"likes": value}
    assert alone(sort) == value


def alone(sort: str) -> Any:
    data = {"question": "?", "save_as": "it", **ASKED[sort].limits}
    kind = SORTS[sort].alone.kind
    flow = a_flow({"start": ("api_start", {}), "ask": (kind, data)}, {"start.next": "ask"})
    chat = Simulator(FlowSet.of(flow), a_world(), lambda call: pytest.fail(str(call)))
    chat.start(flow)
    chat.take(ASKED[sort].fits)
    return kept(chat)["it"]


@each_sort
def test_what_its_limits_refuse_is_asked_again(sort: str) -> None:
    """In the field's own words, as often as the form says; then what fits is taken."""
    form = met([field(sort, retry_text="Once more.")], retries=1, retry_text="Again.")
    assert heard(form.take(ASKED[sort].misfit)) == ["Once more."]
    form.take(ASKED[sort].fits)
    assert kept(form) == {"it": ASKED[sort].value}
    given_up = met([field(sort)], retries=0)
    given_up.take(ASKED[sort].misfit)
    assert (given_up.session.result, kept(given_up)) == ("no_match", {})


@each_sort
def test_a_condition_that_fails_has_words_of_its_own(sort: str) -> None:
    """They are said to an answer that is understood and does not do; to any other, the words for asking again."""
    form = met([field(sort, valid_if="answer == 'x'", invalid_text="Not that one.", retry_text="Pardon?")])
    assert heard(form.take(ASKED[sort].fits)) == ["Not that one."]
    assert heard(form.take(ASKED[sort].misfit)) == ["Pardon?"]
    assert heard(met([field(sort, valid_if="false", retry_text="Pardon?")]).take(ASKED[sort].fits)) == ["Pardon?"]


@each_sort
def test_whatever_is_asked_can_be_skipped(sort: str) -> None:
    """The button comes after those of the question, a word does the same, and nothing is kept; a list is left out too."""
    fields = [field(sort, optional=True, contact_field="likes"), {"id": "name", "question": "Your name?"}]
    for said in (says("Skip", choice=":skip:0"), says("omitir")):
        form = met(fields)
        (asked,) = form.transcript
        plain = met([field(sort)]).transcript[0]
        assert asked.buttons == (*plain.buttons, Button(id=":skip:0", title="Skip"))
        assert asked.layout == ("list" if len(asked.buttons) > 3 else "buttons")
        assert asked.request == plain.request
        assert heard(form.take(said)) == ["Your name?"]
        assert (kept(form), form.world.contact.fields) == ({}, {})


@each_sort
def test_a_reminder_changes_nothing_of_the_question(sort: str) -> None:
    """Whoever is reminded can still answer, be asked again, or skip."""
    reminders = [{"after": "PT1H", "text": "Still there?"}]
    form = met([field(sort, optional=True)], timeout="PT3H", reminders=reminders)
    (reminded,) = form.wait(HOUR)
    assert (reminded.text, titles(reminded.buttons)) == ("Still there?", ["Skip"])
    assert heard(form.take(ASKED[sort].misfit)) == ["?"]
    assert heard(form.wait(HOUR)) == ["Still there?"]
    form.take(ASKED[sort].fits)
    assert kept(form) == {"it": ASKED[sort].value}


@each_sort
def test_a_field_is_asked_in_the_contacts_language(sort: str) -> None:
    """Its question, and what is said when an answer does not fit, are translated by its name."""
    texts = {"question": "¿Qué?", "retry_text": "Otra vez.", "invalid_text": "Eso no."}
    own = {"retry_text": "Again.", "invalid_text": "Not that."}
    form = met([field(sort, valid_if="answer == 'x'", **own)], "es", {"fields": {"it": texts}})
    assert heard(form.transcript) == ["¿Qué?"]
    assert heard(form.take(ASKED[sort].misfit)) == ["Otra vez."]
    assert heard(form.take(ASKED[sort].fits)) == ["Eso no."]


SPANISH = {"s": {"title": "Pequeño"}, "l": {"title": "Grande"}}


@pytest.mark.parametrize(
    ("sort", "more", "spanish", "said", "value"),
    [
        ("choice", {}, {"choices": SPANISH}, "pequeño", "Pequeño"),
        ("choice", {}, {"choices": SPANISH}, "small", "Pequeño"),
        ("choices", {}, {"choices": SPANISH}, "pequeño y grande", ["Pequeño", "Grande"]),
        ("choices", {}, {"choices": SPANISH}, "large, small", ["Grande", "Pequeño"]),
        ("yes_no", {"no_title": "Never"}, {"no_title": "Jamás"}, "jamás", False),
        ("list", {"most": 1, "title": "{{ item }}, fresh"}, {"title": "{{ item }} fresco"}, "tea fresco", "Tea"),
    ],
)
def test_what_can_be_picked_is_translated(sort: str, more: Any, spanish: Any, said: str, value: Any) -> None:
    """The titles of the contact's language are shown and kept; those of choices count in every language of the flow."""
    form = met([field(sort, **more)], "es", {"fields": {"it": spanish}})
    form.take(says(said))
    assert kept(form) == {"it": value}


def test_what_was_ticked_is_remembered() -> None:
    """Press by press, through misfits and reminders, beside what the form knows itself; until the last press or “Done”."""
    colours = [{"id": id, "title": id.title()} for id in ("red", "green", "blue", "grey")]
    fields: list[dict[str, Any]] = [
        {"id": "name", "question": "Your name?"},
        {"id": "colours", "sort": "choices", "question": "Colours?", "choices": colours, "most": 3, "optional": True},
        {"id": "again", "sort": "choices", "question": "And again?", "choices": colours},
    ]
    form = met(fields, reminders=[{"after": "PT1H", "text": "Still there?"}])
    (asked,) = form.take(says("Ann"))
    assert titles(asked.buttons) == ["Red", "Green", "Blue", "Grey", "Skip"]
    (ticked,) = form.take(says("Red", choice="red"))
    assert (ticked.text, ticked.layout) == ("✓ Red", "list")
    assert titles(ticked.buttons) == ["✓ Red", "Green", "Blue", "Grey", "Done", "Skip"]
    form.take(says("what?"))
    assert titles(form.wait(HOUR)[0].buttons) == ["Skip"]
    form.take(says("Blue", choice="blue"))
    assert form.session.frames[0].memory == {
        "field": 1,
        "name": "colours",
        "answers": {"name": "Ann"},
        "passed": [],
        "retries": 1,
        "picked": ["red", "blue"],
    }
    (next_one,) = form.take(says("Done", choice=":done"))
    assert titles(next_one.buttons) == ["Red", "Green", "Blue", "Grey"]
    form.take(says("Grey", choice="grey"))
    form.take(says("that is all"))
    assert kept(form) == {"name": "Ann", "colours": ["Red", "Blue"], "again": ["Grey"]}


def test_skipping_forgets_the_ticks() -> None:
    """Whoever has pressed some and then skips has given no answer."""
    form = met([field("choices", optional=True, most=50), field("list", id="goods", most=2)])
    form.take(says("Small", choice="s"))
    form.take(says("Skip", choice=":skip:0"))
    memory = form.session.frames[0].memory
    assert (memory["field"], memory["answers"], "picked" in memory) == (1, {}, False)
    assert kept(form) == {}


@pytest.mark.parametrize(
    ("layout", "choices", "shown"),
    [
        ("auto", 2, "buttons"),
        ("auto", 3, "list"),
        ("buttons", 3, "buttons"),
        ("buttons", 5, "buttons"),
        ("list", 2, "list"),
    ],
)
def test_the_chosen_layout_has_room_for_the_button(layout: str, choices: int, shown: str) -> None:
    """Choices and the button to skip are shown as the author wants it; a reminder alone is a button in any case."""
    some = [{"id": f"c{i}", "title": f"Choice {i}"} for i in range(choices)]
    asked = {"id": "it", "sort": "choice", "question": "?", "choices": some, "layout": layout, "optional": True}
    form = met([asked], reminders=[{"after": "PT1H", "text": "Still there?"}])
    assert [form.transcript[0].layout, len(form.transcript[0].buttons)] == [shown, choices + 1]
    assert form.wait(HOUR)[0].layout == "buttons"


NOTHING = "{{ '' | split: ',' }}"


@pytest.mark.parametrize(
    ("empty", "asked", "answers"),
    [
        ((), ["a", "b", "c"], {"a": "Tea", "b": "Tea", "c": "Tea"}),
        (("a",), ["b", "c"], {"b": "Tea", "c": "Tea"}),
        (("b",), ["a", "c"], {"a": "Tea", "c": "Tea"}),
        (("b", "c"), ["a"], {"a": "Tea"}),
        (("a", "b", "c"), [], {}),
    ],
)
def test_an_empty_list_is_left_out(empty: tuple[str, ...], asked: list[str], answers: dict[str, str]) -> None:
    """Where there is nothing to choose the form goes on with the next field, wherever the list stands; it is no misfit."""
    fields = [{"id": id, "sort": "list", "question": id, "items": NOTHING if id in empty else GOODS} for id in "abc"]
    form = met(fields, save_as="all")
    for _ in asked:
        form.take(says("tea"))
    assert heard(form.transcript) == asked
    assert (form.session.result, kept(form)) == ("answered", {**answers, "all": answers})


def test_a_list_can_come_from_an_answer() -> None:
    """What was answered before is there when the list is made, and when something of it is picked."""
    fields = [
        {"id": "some", "question": "Which?"},
        {"id": "one", "sort": "list", "question": "One of them?", "items": "{{ vars.some | split: ',' }}"},
    ]
    form = met(fields)
    (asked,) = form.take(says("tea,milk"))
    assert titles(asked.buttons) == ["tea", "milk"]
    form.take(says("milk", choice=asked.buttons[1].id))
    assert kept(form) == {"some": "tea,milk", "one": "milk"}


@each_sort
def test_contact_fields_of_every_sort_are_found(sort: str) -> None:
    """Before a contact's field is removed, the forms that fill it are known."""
    read = FlowDocument.model_validate(document(field(sort, contact_field="likes")))
    found = [(use.kind, use.name, use.at) for use in uses(read, node_types(), Limits())]
    assert found == [("field", "likes", "fields.0.contact_field")]
