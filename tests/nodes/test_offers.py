"""What a list offered is what an answer means, whatever becomes of the list meanwhile."""

from typing import Any

import pytest

from engine import CallReturned, FlowSet, Limits
from engine.simulator import Simulator
from tests.make import a_contact, a_flow, a_world, says

LIST: dict[str, Any] = {"question": "?", "items": "{{ contact.fields.shown }}"}
ALONE = {**LIST, "save_as": "chosen"}
IN_FORM = {"fields": [{"id": "chosen", "sort": "list", **LIST}]}
TEA, MILK = {"name": "Tea", "price": 3}, {"name": "Milk", "price": 2}


def asked(data: dict[str, Any], shown: list[Any], **world: Any) -> Simulator:
    kind = "ask_form" if "fields" in data else "ask_from_list"
    flow = a_flow({"start": ("api_start", {}), "ask": (kind, data)}, {"start.next": "ask"}, **world.pop("flow", {}))
    contact = a_contact(fields={"shown": shown}, language=world.pop("language", "en"))
    simulator = Simulator(FlowSet.of(flow), a_world(contact=contact, **world), CallReturned.model_validate)
    simulator.start(flow)
    return simulator


def now_is(simulator: Simulator, shown: list[Any]) -> None:
    contact = simulator.world.contact.model_copy(update={"fields": {"shown": shown}})
    simulator.world = simulator.world.model_copy(update={"contact": contact})


def kept(simulator: Simulator) -> Any:
    return simulator.session.frames[0].variables.get("chosen")


@pytest.mark.parametrize("data", [ALONE, IN_FORM])
@pytest.mark.parametrize("left", [["B", "C", "D"], ["C"], [], ["C", "B", "A"]])
@pytest.mark.parametrize("said", ["2", "b", "press"])
def test_an_answer_means_what_was_shown(data: dict[str, Any], left: list[Any], said: str) -> None:
    """By its number, its title or its button, also when it is no longer in the list, or in another place."""
    question = asked(data, ["A", "B", "C"])
    button = question.transcript[0].buttons[1]
    now_is(question, left)
    question.take(says(choice=button.id) if said == "press" else says(said))
    assert kept(question) == "B"


@pytest.mark.parametrize("data", [ALONE, IN_FORM])
def test_what_is_asked_again_is_what_was_asked(data: dict[str, Any]) -> None:
    """The buttons stay what they were, and so does their meaning."""
    question = asked(data, ["A", "B", "C"])
    now_is(question, ["D"])
    (again,) = question.take(says("zzz"))
    assert again.buttons == question.transcript[0].buttons
    question.take(says("3"))
    assert kept(question) == "C"


def test_presses_one_after_the_other_are_of_one_list() -> None:
    """What was ticked stays so when the list has changed between two presses."""
    question = asked({**ALONE, "most": 2}, ["A", "B", "C"])
    first, _, third = (button.id for button in question.transcript[0].buttons)
    question.take(says(choice=first))
    now_is(question, ["C"])
    question.take(says(choice=third))
    assert kept(question) == ["A", "C"]


def test_a_form_asks_the_next_list_as_it_is_then() -> None:
    """Each field remembers its own list only."""
    form = asked({"fields": [IN_FORM["fields"][0], {**IN_FORM["fields"][0], "id": "more"}]}, ["A", "B"])
    now_is(form, ["X", "Y"])
    (second,) = form.take(says("1"))
    assert [button.title for button in second.buttons] == ["X", "Y"]
    form.take(says("2"))
    assert form.session.frames[0].variables == {"chosen": "A", "more": "Y"}


def test_titles_of_other_languages_are_remembered_too() -> None:
    """What an item was called in any language of the flow still means it."""
    items = [{"en": "Tea", "es": "Té verde"}, {"en": "Milk", "es": "Leche"}]
    translated = {"translations": {"es": {"ask": {"title": "{{ item.es }}"}}}}
    question = asked({**ALONE, "title": "{{ item.en }}"}, items, flow=translated)
    now_is(question, [])
    question.take(says("leche"))
    assert kept(question) == items[1]


@pytest.mark.parametrize(("room", "memorised"), [(27, [True, False]), (54, [True, True]), (53, [True, False])])
def test_the_memory_is_bounded(room: int, memorised: list[bool]) -> None:
    """Values up to the limit of a result are in the session; of others the titles, and they are looked for in the list."""
    question = asked(ALONE, [TEA, {**MILK, "name": "Mlk"}], limits=Limits(result_bytes=room))
    stored = question.session.frames[0].memory["offered"]
    assert [one.get("kept", True) for one in stored] == memorised
    now_is(question, [{**MILK, "name": "Mlk"}, TEA])
    question.take(says("2"))
    assert kept(question) == {**MILK, "name": "Mlk"}


def test_what_is_lost_is_asked_again() -> None:
    """A large value that is nowhere any more cannot be kept: the run tells, and another answer is taken."""
    question = asked(ALONE, [TEA, MILK], limits=Limits(result_bytes=30))
    now_is(question, [TEA])
    (again,) = question.take(says("milk"))
    assert again.text == "?"
    assert [problem.code for problem in question.problems] == ["item_gone"]
    question.take(says("tea"))
    assert kept(question) == TEA


def test_a_question_of_before_is_still_understood() -> None:
    """Sessions that were asked when nothing was remembered find what they need in the list."""
    question = asked(ALONE, ["A", "B"])
    (frame,) = question.session.frames
    question.session = question.session.model_copy(update={"frames": (frame.model_copy(update={"memory": {}}),)})
    question.take(says("2"))
    assert kept(question) == "B"
