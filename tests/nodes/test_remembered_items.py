"""What a list offered is what an answer means, whatever becomes of the list meanwhile."""

from typing import Any

import pytest

from engine import CallReturned, Context, FlowSet, Limits
from engine.context import Place
from engine.simulator import Simulator
from nodes.remembered_items import Item, recalled, remembered
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


def test_a_title_that_is_the_same_in_all_languages_is_remembered_once() -> None:
    """The session is stored at every turn: what nobody calls otherwise is not in it again."""
    question = asked(ALONE, [TEA], flow={"translations": {"es": {"ask": {"question": "¿?"}}}})
    [stored] = question.session.frames[0].memory["offered"]
    assert stored == {"id": question.transcript[0].buttons[0].id, "title": "Tea", "value": TEA}


@pytest.mark.parametrize(("room", "memorised"), [(27, [True, False]), (54, [True, True]), (53, [True, False])])
def test_the_memory_is_bounded(room: int, memorised: list[bool]) -> None:
    """Values up to the limit of a result are in the session; of others the titles, and they are looked for in the list."""
    question = asked(ALONE, [TEA, {**MILK, "name": "Mlk"}], limits=Limits(result_bytes=room))
    stored = question.session.frames[0].memory["offered"]
    assert [one.get("kept", True) for one in stored] == memorised
    now_is(question, [{**MILK, "name": "Mlk"}, TEA])
    question.take(says("2"))
    assert kept(question) == {**MILK, "name": "Mlk"}


A, B, C = ({"name": "10:00", "doctor": doctor, "about": doctor * 30} for doctor in "ABC")
NEW = {**A, "about": "another text"}


@pytest.mark.parametrize(
    ("shown", "now", "at", "doctor"),
    [
        ([A, B], [A, B], 0, "A"),
        ([A, B], [A, B], 1, "B"),
        ([A, B], [B, A], 0, "A"),
        ([A, B], [B], 1, "B"),
        ([A, B], [B], 0, None),
        ([A, B], [B, C], 0, None),
        ([A, B], [NEW, B], 0, None),
        ([A], [NEW], 0, "A"),
        ([A], [NEW, B], 0, None),
        ([A], [B, A], 0, "A"),
    ],
)
def test_of_items_with_one_title_the_one_that_was_pressed_is_meant(
    shown: list[Any], now: list[Any], at: int, doctor: str | None
) -> None:
    """Values that are too large are found again by themselves, and by their title only where no other has it; in doubt it is
    asked again."""
    question = asked({**ALONE, "retries": 1}, shown, limits=Limits(result_bytes=20))
    now_is(question, now)
    question.take(says("10:00", choice=question.transcript[0].buttons[at].id))
    assert (kept(question) or {}).get("doctor") == doctor
    assert ("item_gone" in [problem.code for problem in question.problems]) is (doctor is None)


def test_one_large_value_makes_no_other_forgotten() -> None:
    """Only what is remembered takes up room."""
    question = asked(ALONE, [A, TEA, B, "Milk"], limits=Limits(result_bytes=40))
    assert [one.get("kept", True) for one in question.session.frames[0].memory["offered"]] == [False, True, False, True]


def test_the_list_is_looked_at_again_only_for_what_is_missing() -> None:
    """What is remembered stays as it was shown; and where all is, the list costs nothing more."""
    question = asked(ALONE, [TEA, A], limits=Limits(result_bytes=40))
    now_is(question, [{**TEA, "price": 9}, A])
    question.take(says("tea"))
    assert kept(question) == TEA
    context = Context(a_world(), Place("flow", "node", "en"), {"vars": {}}, {}, None)
    items = (Item(id="1", title="Tea", value=TEA),)
    context.memory = remembered(items, context)
    assert recalled(context, lambda: pytest.fail("the list is looked at")) == items


def test_what_an_earlier_version_remembered_is_found_by_its_title() -> None:
    """Its sessions say of a large value only that it is not there."""
    question = asked(ALONE, [A, TEA], limits=Limits(result_bytes=30))
    (frame,) = question.session.frames
    stored = [{name: value for name, value in one.items() if name != "mark"} for one in frame.memory["offered"]]
    memory = {**frame.memory, "offered": stored}
    question.session = question.session.model_copy(update={"frames": (frame.model_copy(update={"memory": memory}),)})
    question.take(says("1"))
    assert kept(question) == A


@pytest.mark.parametrize("data", [ALONE, IN_FORM])
def test_what_is_lost_is_not_offered_again(data: dict[str, Any]) -> None:
    """A large value that is nowhere any more cannot be kept: the run tells, and the list is offered as it is then, in the
    words of the question; the contact has done nothing wrong."""
    question = asked({**data, "retry_text": "Pardon?"}, [TEA, MILK], limits=Limits(result_bytes=30))
    now_is(question, [TEA, "Juice"])
    (again,) = question.take(says("milk"))
    assert (again.text, [button.title for button in again.buttons]) == ("?", ["Tea", "Juice"])
    (problem,) = question.problems
    assert (problem.code, (problem.field or "").rpartition(".")[2]) == ("item_gone", "items")
    assert "'Milk' any more" in problem.message
    question.take(says("2"))
    assert kept(question) == "Juice"


@pytest.mark.parametrize(("data", "left"), [(ALONE, "empty"), (IN_FORM, "answered")])
def test_where_nothing_is_left_it_is_as_with_any_empty_list(data: dict[str, Any], left: str) -> None:
    """The question leaves by `empty`, and a form leaves it out."""
    question = asked(data, [TEA, MILK], limits=Limits(result_bytes=30))
    now_is(question, [])
    question.take(says("milk"))
    assert [step.left for step in question.steps if step.node == "ask"][-1] == left
    assert kept(question) is None


def test_what_is_lost_is_asked_for_only_so_often() -> None:
    """A list that is another one at every look does not keep the contact for ever."""
    question = asked({**ALONE, "retries": 1}, [A], limits=Limits(result_bytes=20))
    for now, problems in ((B, 1), (C, 2)):
        now_is(question, [{**now, "name": now["doctor"]}])
        question.take(says(choice=question.transcript[-1].buttons[0].id))
        assert len(question.problems) == problems
    assert [step.left for step in question.steps if step.node == "ask"][-1] == "no_match"


def test_ticks_go_with_the_list_that_they_were_on() -> None:
    """What is offered anew is another list, where nothing was picked yet."""
    question = asked({**ALONE, "most": 2}, [TEA, MILK, "Rice"], limits=Limits(result_bytes=30))
    question.take(says(choice=question.transcript[0].buttons[0].id))
    now_is(question, [TEA, "Rice", "Salt"])
    (anew,) = question.take(says("milk"))
    assert [button.title for button in anew.buttons] == ["Tea", "Rice", "Salt"]
    assert "picked" not in question.session.frames[0].memory


def test_a_question_of_before_is_still_understood() -> None:
    """Sessions that were asked when nothing was remembered find what they need in the list."""
    question = asked(ALONE, ["A", "B"])
    (frame,) = question.session.frames
    question.session = question.session.model_copy(update={"frames": (frame.model_copy(update={"memory": {}}),)})
    question.take(says("2"))
    assert kept(question) == "B"
