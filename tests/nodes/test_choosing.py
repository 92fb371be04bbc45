"""What people write when they pick some of several things, in six languages."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import CallReturned, FlowSet
from engine.simulator import Simulator
from nodes.choice_words import LISTED, MEANINGS, done_label
from nodes.phrases import bare_words, phrases
from nodes.several import meant, several
from tests.make import a_contact, a_flow, a_world, says

MENU = {"tea": "Tea", "coffee": "Coffee", "fish": "Fish & chips", "green": "Green juice", "red": "Red juice"}
SPANISH = {"te": "Té", "cafe": "Café", "agua": "Agua"}
PORTUGUESE = {"cha": "Chá", "pao": "Pão", "agua": "Água"}
HINDI = {"chai": "चाय", "coffee": "कॉफ़ी", "paani": "पानी"}
ARABIC = {"tea": "شاي", "coffee": "قهوة", "water": "ماء"}
COLOURS = {
    "es": ("Amarillo", "Azul"),
    "pt": ("Amarelo", "Azul"),
    "hi": ("पीला", "नीला"),
    "ar": ("أصفر", "أزرق"),
    "id": ("Kuning", "Biru"),
}
VITAMINS = {"a": "Vitamin A", "e": "Vitamin E", "c": "Vitamin C"}
LETTERED = {"a": "A) Paris", "b": "B) Rome", "e": "E) Oslo", "y": "Y) Cali"}
WITH_MILK = {"l": "Café e leite", "t": "Chá", "s": "Suco"}
PRICED = {"a": "Basic 2 €", "b": "Pro 3 €", "c": "Team 1,000 €"}
INDONESIAN = {"teh": "Teh", "kopi": "Kopi", "air": "Air putih"}


@pytest.mark.parametrize(("language", "ids"), [("id", ("a", "e")), ("es", None)])
def test_number_words_of_one_language_pick_there(language: str, ids: tuple[str, ...] | None) -> None:
    """Lima is five to Indonesians, and a town to others."""
    assert several("satu, lima", {id: id * 9 for id in "abcde"}, language) == ids


@pytest.mark.parametrize(
    ("titles", "said", "ids"),
    [
        (MENU, "tea", ("tea",)),
        (MENU, "coffee and tea", ("coffee", "tea")),
        (MENU, "Tea, coffee, please", ("tea", "coffee")),
        (MENU, "tea coffee", ("tea", "coffee")),
        (MENU, "tea\ncofee", ("tea", "coffee")),
        (MENU, "tea, cofee, please", ("tea", "coffee")),
        (MENU, "1, 3", ("tea", "fish")),
        (MENU, "1 3 and 5", ("tea", "fish", "red")),
        (MENU, "٢ و ٤", ("coffee", "green")),
        (MENU, "3, 3, 3", ("fish",)),
        (MENU, "fish & chips + tea", ("fish", "tea")),
        (MENU, "fish and chips", ("fish",)),
        (MENU, "I'd like the red juice and a tea", ("red", "tea")),
        (MENU, "juice", None),
        (MENU, "tea and juice", None),
        (MENU, "tea and milk", None),
        (MENU, "tea but not coffee", None),
        (MENU, "tea, not coffee", None),
        (MENU, "1, 9", None),
        (MENU, "please", None),
        (MENU, "", None),
        (MENU, ", ,", None),
        ({"a": "Salt and pepper", "b": "Salt", "c": "Vinegar"}, "salt and pepper, vinegar", ("a", "c")),
        ({"a": "2 kg", "b": "5 kg"}, "5 kg and 2 kg", ("b", "a")),
        ({"a": "2 kg", "b": "5 kg"}, "1", None),
        ({"a": "1-2 kg", "b": "3-4 kg", "c": "5-6 kg"}, "3", ("b",)),
        ({"a": "3 May, 1.50 €", "b": "4 May, 3 €", "c": "5 May, 4.50 €"}, "3", ("c",)),
        ({"a": "3 May, 1.50 €", "b": "4 May, 3 €", "c": "5 May, 4.50 €"}, "1 and 3", ("a", "c")),
        ({"a": "3 May, 1.50 €", "b": "4 May, 3 €", "c": "5 May, 4.50 €"}, "1, 4 May", ("a", "b")),
        (PRICED, "2 €", ("a",)),
        (PRICED, "€2 and 3 €", ("a", "b")),
        (PRICED, "2 €,1.000 €", ("a", "c")),
        (PRICED, "€ 1,000", ("c",)),
        (PRICED, "1,3", ("a", "c")),
        (PRICED, "4 €", None),
        ({"a": "Tea", "b": "Tea"}, "tea", None),
        ({"a": "🍵", "b": "☕"}, "☕", ("b",)),
        (SPANISH, "te y cafe", ("te", "cafe")),
        (SPANISH, "agua, té por favor", ("agua", "te")),
        (SPANISH, "aguas, té, por favor", ("agua", "te")),
        (PORTUGUESE, "cha e pao", ("cha", "pao")),
        (PORTUGUESE, "Água; chá", ("agua", "cha")),
        (PORTUGUESE, "aguas, chá, por favor", ("agua", "cha")),
        (HINDI, "चाय और पानी", ("chai", "paani")),
        (HINDI, "कॉफी, चाय", ("coffee", "chai")),
        (HINDI, "चाय चाहिए, पानी, कृपया", ("chai", "paani")),
        (HINDI, "१ और ३", ("chai", "paani")),
        (ARABIC, "شاي وقهوة", ("tea", "coffee")),
        (ARABIC, "شاي، ماء", ("tea", "water")),
        (ARABIC, "الشاي والقهوة", ("tea", "coffee")),
        (ARABIC, "أريد الشاي، الماء", ("tea", "water")),
        (ARABIC, "أريد شاي، ماء، من فضلك", ("tea", "water")),
        (ARABIC, "ماء و قهوه من فضلك", ("water", "coffee")),
        (INDONESIAN, "teh dan kopi", ("teh", "kopi")),
        (INDONESIAN, "kopi, air putih", ("kopi", "air")),
        (INDONESIAN, "mau kopi, teh, tolong", ("kopi", "teh")),
        (PRICED, "2,00 €", ("a",)),
        (VITAMINS, "a and e", ("a", "e")),
        (VITAMINS, "vitamin a, e", ("a", "e")),
        (LETTERED, "a & e", ("a", "e")),
        (LETTERED, "b, e", ("b", "e")),
        (LETTERED, "b e", None),
        (LETTERED, "a, y", ("a", "y")),
        (WITH_MILK, "café e leite e chá", ("l", "t")),
        (WITH_MILK, "chá e suco", ("t", "s")),
    ],
)
def test_several_things_are_named(titles: dict[str, str], said: str, ids: tuple[str, ...] | None) -> None:
    """Separators, joining words, positions and spelling as people use them; with anything unclear, nothing is taken."""
    assert several(said, titles) == ids


@given(st.text(alphabet=st.sampled_from("tea cofe1٣,&\nو and शfishjuicgrn"), max_size=40), st.text(max_size=10))
def test_no_text_is_too_odd(said: str, title: str) -> None:
    """Whatever is written and whatever the choices are called, the ids are known ones, each once."""
    ids = several(said, {**MENU, "odd": title}) or ()
    assert len(set(ids)) == len(ids)
    assert set(ids) <= {*MENU, "odd"}


@pytest.mark.parametrize(
    ("said", "meaning"),
    [
        ("All of them!", "all"),
        ("todas", "all"),
        ("Tudo", "all"),
        ("सभी", "all"),
        ("الكل", "all"),
        ("semuanya", "all"),
        ("none", "none"),
        ("ninguna", "none"),
        ("NENHUM", "none"),
        ("कोई नहीं", "none"),
        ("لا شيء", "none"),
        ("tidak ada", "none"),
        ("that's all", "done"),
        ("ya esta", "done"),
        ("só isso", "done"),
        ("बस", "done"),
        ("خلاص", "done"),
        ("sudah", "done"),
        ("tea", None),
    ],
)
def test_words_for_all_none_and_done(said: str, meaning: str | None) -> None:
    """Who wants everything, nothing or no more says so in any of six languages."""
    assert MEANINGS.get(bare_words(said)) == meaning


def test_no_word_has_two_meanings() -> None:
    """A phrase in two lists would silently mean what the last one says; the button's title is understood when typed."""
    listed = Counter(phrase for meaning, some in LISTED.items() for phrase in phrases({meaning: some}))
    assert [phrase for phrase, times in listed.items() if times > 1] == []
    assert {MEANINGS[bare_words(done_label(code))] for code in ("en", "es", "pt-BR", "hi", "ar", "id", "sw")} == {
        "done"
    }


@pytest.mark.parametrize(("said", "title"), [("2", "Té 2"), ("two", "Two té")])
def test_a_number_is_none_of_another_language(said: str, title: str) -> None:
    """It is a place among the titles that the contact saw, and there is no such place here."""
    assert meant(said, None, {"a": "Tea"}, ({"a": title},)) is None


@pytest.mark.parametrize(
    ("said", "id"),
    [
        ("té verde", "green"),
        ("green tea", "green"),
        ("chá verde", "green"),
        ("1", "green"),
        ("black", "black"),
        ("preto", "black"),
        ("verde", "green"),
        ("rooibos", None),
    ],
)
def test_titles_of_other_languages_count(said: str, id: str | None) -> None:
    """Who is spoken to in Spanish may answer in any language of the flow; what the others disagree about is no answer."""
    own = {"green": "Té verde", "black": "Té negro"}
    others = (
        {"green": "Green tea", "black": "Black tea"},
        {"green": "Chá verde", "black": "Chá preto", "x": "Rooibos"},
    )
    assert meant(said, None, own, others) == id


@pytest.mark.parametrize(
    ("kind", "said", "kept"),
    [
        ("ask_choice", "yellow", "Amarillo"),
        ("ask_choice", "azul", "Azul"),
        ("ask_choices", "yellow and blue", ["Amarillo", "Azul"]),
        ("ask_choices", "amarillo y azul", ["Amarillo", "Azul"]),
        ("ask_choices", "amarelo e azul", ["Amarillo", "Azul"]),
        ("ask_choices", "पीला और नीला", ["Amarillo", "Azul"]),
        ("ask_choices", "أصفر وأزرق", ["Amarillo", "Azul"]),
        ("ask_choices", "kuning dan biru", ["Amarillo", "Azul"]),
    ],
)
def test_the_answer_is_kept_in_the_language_that_is_spoken(kind: str, said: str, kept: Any) -> None:
    """Whichever language the answer came in, the variable has the title that the contact saw."""
    choices = [{"id": "y", "title": "Yellow"}, {"id": "b", "title": "Blue"}]
    translations = {
        code: {"ask": {"question": "¿?", "choices": {"y": {"title": yellow}, "b": {"title": blue}}}}
        for code, (yellow, blue) in COLOURS.items()
    }
    nodes: dict[str, tuple[str, dict[str, Any]]] = {
        "start": ("api_start", {}),
        "ask": (kind, {"question": "?", "save_as": "colour", "choices": choices}),
    }
    flow = a_flow(nodes, {"start.next": "ask"}, translations=translations)
    simulator = Simulator(FlowSet.of(flow), a_world(contact=a_contact(language="es-MX")), CallReturned.model_validate)
    simulator.start(flow)
    simulator.take(says(said))
    assert simulator.session.frames[0].variables == {"colour": kept}


@pytest.mark.parametrize("kind", ["ask_choice", "ask_choices"])
def test_a_title_that_comes_to_nothing_is_told_once(kind: str) -> None:
    """The run says that an id stands in for it; the titles of other languages, which nobody is shown, are not told."""
    data = {"question": "?", "choices": [{"id": "y", "title": "{{ vars.nope }}"}]}
    translated = {"ask": {"question": "¿?", "choices": {"y": {"title": "{{ vars.nada }}"}}}}
    flow = a_flow(
        {"start": ("api_start", {}), "ask": (kind, data)}, {"start.next": "ask"}, translations={"es": translated}
    )
    simulator = Simulator(FlowSet.of(flow), a_world(), CallReturned.model_validate)
    simulator.start(flow)
    simulator.take(says("what?"))
    assert [(one.code, one.field) for one in simulator.problems] == 2 * [("empty_choice", "choices.0.title")]


PRODUCTS = [{"name": "Milk", "es": "Leche"}, {"name": "Tea", "es": "Té"}, {"name": "3 cakes", "es": "3 tartas"}, {}]


@pytest.mark.parametrize(
    ("language", "said", "name"),
    [
        ("es", "leche", "Milk"),
        ("es", "milk", "Milk"),
        ("es", "the tea", "Tea"),
        ("en", "Té", "Tea"),
        ("es", "juice", None),
    ],
)
def test_items_are_named_in_any_language_of_the_flow(language: str, said: str, name: str | None) -> None:
    """A list that is known only when the flow runs has titles in every language, too; what was picked is the item."""
    data = {"question": "?", "items": "{{ vars.list }}", "title": "{{ item.name }}", "save_as": "it", "retries": 0}
    flow = a_flow(
        {"start": ("api_start", {}), "ask": ("ask_from_list", data)},
        {"start.next": "ask"},
        variables={"list": {"type": "list", "default": PRODUCTS}},
        translations={"es": {"ask": {"question": "¿?", "title": "{{ item.es }}"}}},
    )
    world = a_world(contact=a_contact(language=language))
    simulator = Simulator(FlowSet.of(flow), world, CallReturned.model_validate)
    simulator.start(flow)
    simulator.take(says(said))
    picked = simulator.session.frames[0].variables.get("it")
    assert (picked and picked["name"]) == name


def test_what_is_not_set_is_told_in_words() -> None:
    """An author knows nothing of None."""
    flow = a_flow(
        {"start": ("api_start", {}), "ask": ("ask_from_list", {"question": "?", "items": "{{ vars.list }}"})},
        {"start.next": "ask"},
    )
    simulator = Simulator(FlowSet.of(flow), a_world(), CallReturned.model_validate)
    simulator.start(flow)
    assert [one.message for one in simulator.problems] == ["nothing is set here, so there is nothing to go through"]


@pytest.mark.parametrize(
    ("titles", "messages", "picked"),
    [
        (["Tea", "Milk", "Water"], ["tea", "milk"], ["Tea", "Milk"]),
        (["Tea", "Milk", "Water"], ["tea", "tea", "2"], ["Tea", "Milk"]),
        (["Tea", "Milk"], ["both"], ["Tea", "Milk"]),
        (["Tea", "Milk", "Water"], ["both", "milk, water"], ["Milk", "Water"]),
        (["Tea", "Milk", "Water"], ["keduanya", "all"], ["Tea", "Milk", "Water"]),
    ],
)
def test_what_is_named_adds_up(titles: list[str], messages: list[str], picked: list[str]) -> None:
    """Where two are needed, one is kept until the other is named; and “both” is said of two."""
    choices = [{"id": title.lower(), "title": title} for title in titles]
    nodes = {"start": ("api_start", {}), "ask": ("ask_choices", {"question": "?", "choices": choices, "least": 2})}
    flow = a_flow(nodes, {"start.next": "ask"})
    simulator = Simulator(FlowSet.of(flow), a_world(contact=a_contact()), CallReturned.model_validate)
    simulator.start(flow)
    for message in messages:
        simulator.take(says(message))
    assert simulator.session.frames[0].results["ask"]["titles"] == picked
