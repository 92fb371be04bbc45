"""Whoever types the number or the title of what was offered last has pressed it, on any channel."""

from datetime import timedelta
from typing import Any

import pytest

from engine import (
    Button,
    FlowSet,
    HandedBack,
    Happened,
    Location,
    MessageReceived,
    SendMessage,
    Session,
    Slide,
    TakenOver,
)
from engine.offers import Offered, offered_by, pressed, unnumbered
from engine.simulator import Simulator
from tests.engine.test_flowtest import simulate
from tests.make import a_contact, a_flow, a_world, says

TEA, MILK = {"id": "tea", "title": "Tea"}, {"id": "milk", "title": "Café con leche"}
DRINKS: tuple[str, dict[str, Any]] = ("send_message", {"text": "Pick", "buttons": [TEA, MILK]})
WAIT: tuple[str, dict[str, Any]] = ("wait_reply", {"save_as": "said"})
TELL: tuple[str, dict[str, Any]] = ("send_message", {"text": "[{{ input.choice }}] [{{ input.text }}]"})
HOW_MANY: tuple[str, dict[str, Any]] = ("send_message", {"text": "How many?"})
CALL: tuple[str, dict[str, Any]] = ("http_request", {"url": "https://shop.example"})
WAYS = {
    "wait_reply": "replied",
    "ask_text": "answered",
    "ask_number": "answered",
    "ask_choice": "tea",
    "http_request": "success",
    "wait_for_event": "happened",
    "hand_over": "resumed",
}
BUTTONS = (Button(id="a", title="Tea"), Button(id="x", title="More", url="https://a.co"), Button(id="b", title="Milk"))


def flowing(*nodes: tuple[str, dict[str, Any]], **over: Any) -> Simulator:
    """A flow of these nodes in a row, by their way on; it stands where it first waits."""
    named = {"n0": ("api_start", {}), **{f"n{i}": node for i, node in enumerate(nodes, 1)}}
    edges = {f"n{i}.{WAYS.get(kind, 'next')}": f"n{i + 1}" for i, (kind, _) in enumerate(named.values())}
    edges.pop(list(edges)[-1])
    flow = a_flow(named, edges, **over)
    simulator = Simulator(FlowSet.of(flow), a_world(), simulate)
    simulator.start(flow)
    return simulator


def told(simulator: Simulator, *messages: MessageReceived) -> str:
    for message in messages:
        simulator.take(message)
    return simulator.transcript[-1].text


@pytest.mark.parametrize(
    ("said", "choice", "text"),
    [
        (says("1"), "tea", "Tea"),
        (says("2."), "milk", "Café con leche"),
        (says("٢"), "milk", "Café con leche"),
        (says("TEA!"), "tea", "TEA!"),
        (says("cafe con leche"), "milk", "cafe con leche"),
        (says(choice="milk"), "milk", "Café con leche"),
        (says("Tea", choice="tea"), "tea", "Tea"),
        (says(choice="old"), "old", ""),
        (says("0002"), "milk", "Café con leche"),
        (says("00002"), "", "00002"),
        (says("Tea" + "!" * 197), "tea", "Tea" + "!" * 197),
        (says("Tea" + "!" * 198), "", "Tea" + "!" * 198),
        (says("3"), "", "3"),
        (says("0"), "", "0"),
        (says("tea please"), "", "tea please"),
        (says(""), "", ""),
        (says("1", location=Location(latitude=1, longitude=2)), "", "1"),
    ],
)
def test_a_number_or_a_title_is_a_press(said: MessageReceived, choice: str, text: str) -> None:
    """Exactly that and nothing else; a number brings the title along, as a press does."""
    assert told(flowing(DRINKS, WAIT, TELL), said) == f"[{choice}] [{text}]"


@pytest.mark.parametrize(
    "said",
    [
        says("2"),
        says("Café con leche"),
        says("CAFE CON LECHE!"),
        says(choice="milk"),
        says("café con leche", choice="milk"),
    ],
)
def test_what_waits_for_a_reply_keeps_what_was_pressed(said: MessageReceived) -> None:
    """The answer is what stands on the button, however it was pressed; what was written is still there."""
    simulator = flowing(DRINKS, WAIT, TELL, WAIT)
    simulator.take(said)
    frame = simulator.session.frames[0]
    assert (frame.variables, frame.results["n2"]["text"]) == ({"said": "Café con leche"}, "Café con leche")
    assert simulator.session.input
    assert simulator.session.input.text == (said.text if len(said.text) > 1 else "Café con leche")


def test_what_was_said_before_a_press_is_kept_with_it() -> None:
    """Where several messages are one answer, the press is the last of them."""
    simulator = flowing(DRINKS, ("wait_reply", {"save_as": "said", "collect": "PT5S"}), TELL)
    for message in (says("a large one"), says("tea!")):
        simulator.take(message)
    assert simulator.session.frames[0].variables == {"said": "a large one\nTea"}


def test_a_question_keeps_what_was_typed() -> None:
    """Only who asks nothing takes a title for a press of what was offered before."""
    simulator = flowing(DRINKS, ("ask_text", {"question": "Name?", "save_as": "name"}), WAIT)
    simulator.take(says("TEA"))
    assert simulator.session.frames[0].variables == {"name": "TEA"}


def test_what_is_said_after_it_in_the_same_breath_takes_nothing_away() -> None:
    """“Take your time” offers nothing, and nothing was replied yet; neither does it where a reply has led to both."""
    patient: tuple[str, dict[str, Any]] = ("send_message", {"text": "Take your time"})
    assert told(flowing(DRINKS, patient, WAIT, TELL), says("1")) == "[tea] [Tea]"
    assert told(flowing(WAIT, DRINKS, patient, WAIT, TELL), says("hello"), says("1")) == "[tea] [Tea]"


def test_a_reminder_takes_nothing_away() -> None:
    """Whoever is reminded is still asked the same."""
    waiting = ("wait_reply", {"reminders": [{"after": "PT1H", "text": "Still there?"}], "timeout": "PT2H"})
    simulator = flowing(DRINKS, waiting, TELL)
    (reminder,) = simulator.wait(timedelta(hours=1))
    assert reminder.text == "Still there?"
    assert told(simulator, says("2")) == "[milk] [Café con leche]"


def test_a_number_answers_what_was_said_last() -> None:
    """After a reply and another word of the bot, “2” is no press any more; a title still is."""
    nodes = (DRINKS, WAIT, HOW_MANY, WAIT, TELL)
    assert told(flowing(*nodes), says("tea"), says("2")) == "[] [2]"
    assert told(flowing(*nodes), says("tea"), says("tea")) == "[tea] [tea]"


@pytest.mark.parametrize(
    "between",
    [CALL, ("delay", {"duration": "PT1H"}), ("wait_for_event", {"key": "paid"})],
    ids=lambda node: node[0],
)
def test_what_comes_between_a_reply_and_the_next_word_changes_nothing(between: tuple[str, dict[str, Any]]) -> None:
    """A model that answers, an hour, a payment: “2” is the answer to what was said then, “tea” is still tea."""
    for said, meant in (("2", "[] [2]"), ("tea", "[tea] [tea]")):
        simulator = flowing(DRINKS, WAIT, between, HOW_MANY, WAIT, TELL)
        simulator.take(says("a table, please"))
        if between[0] == "wait_for_event":
            simulator.take(Happened(key="paid"))
        simulator.wait(timedelta(hours=1))
        assert simulator.transcript[-1].text == "How many?"
        assert told(simulator, says(said)) == meant


def test_a_reply_in_several_messages_is_one() -> None:
    """What is said when no more has come is said after a reply."""
    simulator = flowing(DRINKS, ("wait_reply", {"collect": "PT3S"}), HOW_MANY, WAIT, TELL)
    simulator.take(says("a table, please"))
    simulator.wait(timedelta(seconds=3))
    assert told(simulator, says("2")) == "[] [2]"


def test_that_somebody_has_replied_is_kept_no_longer_than_it_counts() -> None:
    """It is stored with the session, at every turn."""
    simulator = flowing(WAIT, DRINKS, WAIT, WAIT, HOW_MANY, WAIT)
    replied = []
    for said in ("hello", "hm", "hm"):
        simulator.take(says(said))
        replied.append(simulator.session.replied)
        assert Session.model_validate_json(simulator.session.model_dump_json()) == simulator.session
    assert replied == [False, True, False]


def test_without_a_word_it_is_still_asked() -> None:
    """Nothing was said to the first reply: the buttons are the last that the contact has seen."""
    assert told(flowing(DRINKS, WAIT, WAIT, TELL), says("hm"), says("2")) == "[milk] [Café con leche]"
    assert told(flowing(DRINKS, WAIT, CALL, WAIT, TELL), says("hm"), says("2")) == "[milk] [Café con leche]"


def test_a_question_without_buttons_takes_numbers() -> None:
    """“2” answers “How many?”, and a title is a press for what reads it later."""
    assert told(flowing(DRINKS, ("ask_number", {"question": "How many?"}), TELL), says("2")) == "[] [2]"
    assert told(flowing(DRINKS, ("ask_text", {"question": "Which?"}), TELL), says("tea")) == "[tea] [tea]"


def test_the_buttons_of_a_question_are_its_own() -> None:
    """They are answers to it, and mean nothing later."""
    coffee = {"id": "tea", "title": "Coffee"}, {"id": "no", "title": "None"}
    question = ("ask_choice", {"question": "?", "choices": [*coffee]})
    assert told(flowing(DRINKS, question, TELL), says("1")) == "[] [1]"
    assert told(flowing(DRINKS, question, WAIT, TELL), says("1"), says("2")) == "[] [2]"
    again = flowing(DRINKS, question, TELL)
    again.take(says("zzz"))
    assert again.session.offered == ()
    assert told(again, says("coffee")) == "[] [coffee]"


def test_people_close_what_was_offered() -> None:
    """What is typed after an agent has talked means what the agent has said."""
    taken, handed_over = flowing(DRINKS, WAIT, TELL), flowing(DRINKS, ("hand_over", {}), WAIT, TELL)
    taken.take(TakenOver())
    for simulator in (taken, handed_over):
        assert (simulator.session.offered, simulator.session.replied) == ((), False)
        simulator.take(HandedBack())
        assert told(simulator, says("2")) == "[] [2]"


def test_what_is_never_sent_offers_nothing() -> None:
    """Who has opted out has not seen it, so “2” is no press; what was asked of them before still is what they answer."""
    simulator = flowing(DRINKS, ("opt_out", {}), ("send_message", {"text": "?", "buttons": [MILK, TEA]}), WAIT, TELL)
    assert told(simulator, says("2")) == "Pick"
    assert simulator.session.input == says("Café con leche", choice="milk", message_id="said-1")
    flow = a_flow({"n0": ("api_start", {}), "n1": DRINKS, "n2": WAIT}, {"n0.next": "n1", "n1.next": "n2"})
    simulator = Simulator(FlowSet.of(flow), a_world(contact=a_contact(opted_out=True)), simulate)
    simulator.start(flow)
    assert simulator.session.offered == ()


def test_a_session_that_has_ended_remembers_nothing() -> None:
    """Nobody can press anything in it."""
    assert flowing(DRINKS).session.offered == ()


def test_addresses_are_not_counted() -> None:
    """What opens a page is no answer; and one answer alone has no number, as where it is shown as text."""
    assert [(one.id, one.number) for one in offered_by(SendMessage(buttons=BUTTONS))] == [("a", 1), ("b", 2)]
    assert [(one.id, one.number) for one in offered_by(SendMessage(buttons=BUTTONS[:2]))] == [("a", None)]


def cards(**buttons: tuple[str, ...]) -> SendMessage:
    slides = (
        Slide(title=card.title(), buttons=tuple(Button(id=f"{card}-{one.lower()}", title=one) for one in ones))
        for card, ones in buttons.items()
    )
    return SendMessage(slides=tuple(slides))


def test_a_card_with_one_button_is_pressed_by_its_title_and_number() -> None:
    """What reads the same on two of them presses neither."""
    offers = offered_by(cards(nasi=("Add",), empty=(), mie=("Add",)))
    meant = {text: pressed(says(text), offers).choice for text in ("1", "2", "3", "mie", "add", "empty")}
    assert meant == {"1": "nasi-add", "2": None, "3": "mie-add", "mie": "mie-add", "add": None, "empty": None}


@pytest.mark.parametrize(("count", "number"), [(1, None), (2, "a-add")])
def test_one_card_alone_has_no_number(count: int, number: str | None) -> None:
    """There is nothing to tell it from; of two, the first is the first."""
    offers = offered_by(cards(**dict.fromkeys("ab"[:count], ("Add",))))
    assert (pressed(says("1"), offers).choice, pressed(says("a"), offers).choice) == (number, "a-add")


def test_cards_with_several_buttons_are_pressed_by_those() -> None:
    """Where buttons become numbered text, each card has numbers of its own: no number tells which is meant."""
    offers = offered_by(cards(nasi=("Add",), teh=("Hot", "Cold")))
    meant = {text: pressed(says(text), offers).choice for text in ("1", "2", "nasi", "teh", "cold")}
    assert meant == {"1": None, "2": None, "nasi": "nasi-add", "teh": None, "cold": "teh-cold"}


def test_titles_that_differ_in_a_sign_are_pressed_by_it() -> None:
    """What is written as one of them is that one; what may be several is none of them."""
    offers = offered_by(
        SendMessage(buttons=tuple(Button(id=one, title=one) for one in ("C", "C++", "C#", "Té", "Te!")))
    )
    meant = {text: pressed(says(text), offers).choice for text in ("C", "C++", "C#", "c", "C!", "Té", "te", "Tē", "3")}
    others = {"c": None, "C!": None, "te": "Te!", "Tē": None, "3": "C#"}
    assert meant == {"C": "C", "C++": "C++", "C#": "C#", "Té": "Té", **others}
    cards_offer = offered_by(cards(c=("Add",), d=("Add",)))
    assert pressed(says("d"), cards_offer).choice == "d-add"


def test_a_title_that_is_a_number_goes_first() -> None:
    """“2” is the button that says so, wherever it stands."""
    offers = (Offered(id="two", title="2", number=1), Offered(id="one", title="1", number=2))
    assert pressed(says("2"), offers).choice == "two"
    assert pressed(says("2"), unnumbered(offers)).choice == "two"


def test_what_is_remembered_is_bounded() -> None:
    """Nobody types a title of thousands of characters, and the session is stored at every turn."""
    (offer,) = offered_by(SendMessage(buttons=(Button(id="a", title="x" * 5_000),)))
    assert len(offer.title) == 200
