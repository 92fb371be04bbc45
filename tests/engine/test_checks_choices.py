"""What can be picked or pressed and reads the same: told where whoever types it would not be understood."""

import pytest

from tests.engine.checked import START, Nodes, found, problems_of, say


@pytest.mark.parametrize(
    ("titles", "told"),
    [(("Tea", "tea!"), 1), (("Tea", "Coffee"), 0), (("{{ vars.a }}", "{{ vars.a }}"), 0), (("!", "?"), 0)],
)
def test_choices_that_read_the_same(titles: tuple[str, str], told: int) -> None:
    """As replies are compared; what a template makes of a title is not known yet."""
    choices = [{"id": f"c{i}", "title": title} for i, title in enumerate(titles)]
    nodes: Nodes = {"start": START, "ask": ("ask_choice", {"question": "?", "choices": choices})}
    assert len(found("same_choice", nodes, {"start.next": "ask"})) == told


@pytest.mark.parametrize(
    ("buttons", "told"),
    [
        ([{"id": "a", "title": "Same"}, {"id": "b", "title": "same"}], ["say.buttons.1"]),
        ([{"id": "a", "title": "Same"}, {"id": "next", "title": "Other"}], []),
        ([{"id": "a", "title": "Same"}, {"id": "b", "title": "same", "url": "https://x.example"}], []),
    ],
)
def test_buttons_of_a_message_that_read_the_same(buttons: list[dict[str, str]], told: list[str]) -> None:
    """Typing their title presses neither; what opens an address cannot be pressed by typing. They are no ways out."""
    nodes: Nodes = {"start": START, "say": ("send_message", {"text": "Hi", "buttons": buttons})}
    assert found("same_choice", nodes, {"start.next": "say"}) == told
    assert found("choice_without_edge", nodes, {"start.next": "say"}) == []


@pytest.mark.parametrize(
    ("own", "there", "told"),
    [
        (["Yes"], ["Same", "same"], ["say.variants.0.buttons.1"]),
        (["Yes"], ["Yes", "No"], []),
        (["Same", "same"], ["Same", "Other"], ["say.buttons.1"]),
        (["Same", "same"], ["Same", "same"], ["say.buttons.1", "say.variants.0.buttons.1"]),
    ],
)
def test_buttons_of_one_channel_that_read_the_same(own: list[str], there: list[str], told: list[str]) -> None:
    """What is shown on channels of one type is compared with itself, as what is shown everywhere is."""
    shown, others = ([{"id": f"b{i}", "title": title} for i, title in enumerate(titles)] for titles in (own, there))
    said = {"text": "Hi", "buttons": shown, "variants": [{"id": "telegram", "buttons": others}]}
    assert found("same_choice", {"start": START, "say": ("send_message", said)}, {"start.next": "say"}) == told


def test_buttons_of_one_card_that_read_the_same() -> None:
    """Those of different cards stand for different things, and may."""
    same, other = [{"id": "a", "title": "Buy"}, {"id": "b", "title": "buy!"}], [{"id": "c", "title": "Buy"}]
    cards = [{"title": "Tea", "buttons": same}, {"title": "Coffee", "buttons": other}]
    nodes: Nodes = {"start": START, "say": ("send_cards", {"cards": cards})}
    assert found("same_choice", nodes, {"start.next": "say"}) == ["say.cards.0.buttons.1"]


def test_a_field_of_a_form_is_no_choice() -> None:
    """It has a name and a title, too, but nobody picks it: it leads nowhere, and may read as another one."""
    pick = {"sort": "list", "question": "?", "items": "{{ vars.all }}", "title": "{{ item }}"}
    fields = [{**pick, "id": "answered", "title": "Same"}, {**pick, "id": "b", "title": "Same"}]
    nodes: Nodes = {"start": START, "ask": ("ask_form", {"fields": fields}), "say": say("Hi")}
    edges = {"start.next": "ask", "ask.no_match": "say"}
    assert [found(code, nodes, edges) for code in ("choice_without_edge", "same_choice")] == [[], []]


YES_NO: dict[str, object] = {"sort": "yes_no"}
SEVERAL: dict[str, object] = {
    "sort": "choices",
    "choices": [{"id": "a", "title": "Tea"}, {"id": "b", "title": "done!"}],
}
SKIPPED: dict[str, object] = {**YES_NO, "no_title": "skip!", "optional": True}


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ({**YES_NO, "yes_title": "Fine", "no_title": "fine!"}, "no_title"),
        ({**YES_NO, "yes_title": "no"}, "yes_title"),
        ({**YES_NO, "no_title": "Yes."}, "no_title"),
        ({**YES_NO, "yes_title": "Sim", "no_title": "Ya"}, None),
        ({**YES_NO, "yes_title": "{{ vars.a }}", "no_title": "{{ vars.a }}"}, None),
        (YES_NO, None),
        (SKIPPED, "no_title"),
        ({**SKIPPED, "optional": False}, None),
        (SEVERAL, "choices.1"),
        ({**SEVERAL, "optional": True}, "choices.1"),
        ({**SEVERAL, "most": 1}, None),
        ({**SEVERAL, "most": 2}, "choices.1"),
        ({**SEVERAL, "choices": [{"id": "a", "title": "Pronto"}]}, None),
    ],
)
def test_what_reads_like_a_button_beside_it(field: dict[str, object], told: str | None) -> None:
    """Yes like no, and a choice like the button that ends the picking, in the language that is spoken: alone and in a form."""
    form: Nodes = {"start": START, "x": ("ask_form", {"fields": [{"id": "f", "question": "?", **field}]})}
    at = [f"x.fields.0.{told}"] if told else []
    assert found("same_choice", form, {"start.next": "x"}) == at
    kind = {"yes_no": "ask_yes_no", "choices": "ask_choices"}[str(field["sort"])]
    alone = {name: value for name, value in field.items() if name not in {"sort", "optional"}}
    node: Nodes = {"start": START, "x": (kind, {"question": "?", **alone})}
    assert found("same_choice", node, {"start.next": "x"}) == ([f"x.{told}"] if told and field != SKIPPED else [])


def test_what_it_says_of_buttons() -> None:
    """What reads like what, and what becomes of whoever types it; in a translation by the buttons of its language."""
    nodes: Nodes = {
        "start": START,
        "x": ("ask_yes_no", {"question": "?", "yes_title": "No"}),
        "y": ("ask_yes_no", {"question": "?", "yes_title": "Fine", "no_title": "fine"}),
        "z": ("ask_choices", {"question": "?", "choices": [{"id": "a", "title": "Tea"}]}),
    }
    spanish = {"z": {"choices": {"a": {"title": "Listo"}}}}
    told = problems_of("same_choice", nodes, {"start.next": "x"}, translations={"es": spanish})
    assert [(one.path, one.message, one.fix) for one in told] == [
        (
            "nodes.1.data.yes_title",
            "the button for yes reads like the button for no, 'No': nobody can tell one from the other",
            "give it another title",
        ),
        (
            "nodes.2.data.no_title",
            "the button for no reads like the button for yes, 'fine': nobody can tell one from the other",
            "give one of them another title",
        ),
        (
            "translations.es.z.choices.a.title",
            "the choice 'a' reads like the button that ends the picking, 'Listo': whoever types it picks it, and does not end",
            "give it another title",
        ),
    ]
