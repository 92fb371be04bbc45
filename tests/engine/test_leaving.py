"""A word of another flow in the middle of one: ignored, interrupting, or asked about."""

from typing import Any

import pytest

from engine import (
    CompiledFlow,
    Event,
    EventRefused,
    FlowSet,
    HandedBack,
    Happened,
    Interrupted,
    MessageReceived,
    SendMessage,
    Session,
    Started,
    TakenOver,
    TimedOut,
    Turn,
    advance,
)
from engine.leaving import Leaving
from tests.make import a_contact, a_flow, a_world, says

MENU = a_flow(
    {"start": ("keyword", {"words": ["menu"], "when_busy": "ask", "ask_text": "Leave, {{ contact.name }}?"})},
    id="menu",
    translations={"es": {"start": {"ask_text": "¿Salimos, {{ contact.name }}?"}}},
)
PLAIN = a_flow({"start": ("any_message", {"when_busy": "ask"})}, id="plain")
ORDER = a_flow(
    {
        "start": ("keyword", {"words": ["order"]}),
        "ask": ("ask_text", {"question": "What?", "save_as": "what", "timeout": "PT1H"}),
        "wait": ("wait_for_event", {"key": "paid"}),
        "said": ("send_message", {"text": "{{ vars.what }} it is."}),
    },
    {"start.next": "ask", "ask.answered": "wait", "wait.happened": "said", "ask.timeout": "said"},
)
BURSTS = a_flow(
    {
        "start": ("keyword", {"words": ["order"]}),
        "ask": ("ask_text", {"question": "What?", "save_as": "what", "collect": "PT3S"}),
        "wait": ("wait_for_event", {"key": "paid"}),
    },
    {"start.next": "ask", "ask.answered": "wait"},
    id="bursts",
)
FLOWS = FlowSet.of(ORDER, MENU, PLAIN, BURSTS)
WANTED = Interrupted(flow="menu", node="start", message=says("menu"), order={"flow": "x"})


def take(session: Session, event: Any, **over: Any) -> Turn:
    return advance(FLOWS, session, event, a_world(**over))


def opened(flow: CompiledFlow = ORDER) -> Session:
    return take(Session(), Started(flow=flow.id, node="start")).session


def texts(turn: Turn) -> list[str]:
    return [effect.text for effect in turn.effects if isinstance(effect, SendMessage)]


@pytest.mark.parametrize(
    ("language", "own", "usual", "yes"),
    [
        (None, "Leave, Ann?", "Shall we leave what we were doing?", "Yes"),
        ("es-MX", "¿Salimos, Ann?", "¿Dejamos lo que estábamos haciendo?", "Sí"),
        ("pt", "Leave, Ann?", "Deixamos o que estávamos a fazer?", "Sim"),
        ("hi", "Leave, Ann?", "जो हम कर रहे थे, क्या उसे छोड़ दें?", "हाँ"),
        ("ar", "Leave, Ann?", "هل نترك ما كنا نفعله؟", "نعم"),
        ("id", "Leave, Ann?", "Kita tinggalkan yang tadi?", "Ya"),
        ("fr", "Leave, Ann?", "Shall we leave what we were doing?", "Yes"),
    ],
)
def test_it_asks_in_the_contacts_language(language: str | None, own: str, usual: str, yes: str) -> None:
    """The author's words, translated as far as they are; else usual ones. Nothing else changes, nor does the deadline."""
    before, contact = opened(), a_contact(language=language)
    asked = take(before, WANTED, contact=contact)
    assert texts(asked) == [own]
    plain = take(before, WANTED.model_copy(update={"flow": "plain"}), contact=contact)
    (message,) = (effect for effect in plain.effects if isinstance(effect, SendMessage))
    assert (message.text, message.buttons[0].title, len(message.buttons)) == (usual, yes, 2)
    assert (asked.session.waiting, asked.session.frames) == (before.waiting, before.frames)


@pytest.mark.parametrize("said", [says(choice=":stay"), says("no"), says("No!")])
def test_who_stays_is_asked_again(said: MessageReceived) -> None:
    """By a press or a word; the next answer is the open question's again."""
    stayed = take(take(opened(), WANTED).session, said)
    assert (texts(stayed), stayed.session.leaving) == (["What?"], None)
    answered = take(stayed.session, says("no"))
    assert answered.session.frames[0].variables == {"what": "no"}


@pytest.mark.parametrize("said", [says(choice=":leave"), says("yes"), says("YES.")])
def test_who_leaves_begins_elsewhere(said: MessageReceived) -> None:
    """The open session does not take it: whoever calls begins the other flow, with what pulled its trigger."""
    asked = take(opened(), WANTED).session
    assert asked.leaving is not None
    assert (asked.leaving.answer(said), asked.leaving.to.order, asked.leaving.to.message) == (
        "leave",
        {"flow": "x"},
        says("menu"),
    )
    with pytest.raises(EventRefused, match="leaves the open flow"):
        take(asked, said)


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("ok", "leave"),
        ("Yep!", "leave"),
        ("of course, go ahead", "leave"),
        ("sure please", "leave"),
        ("claro", "leave"),
        ("com certeza", "leave"),
        ("haan ji", "leave"),
        ("أكيد", "leave"),
        ("boleh", "leave"),
        ("👍🏽", "leave"),
        ("siii", "leave"),
        ("1", "leave"),
        ("nope", "stay"),
        ("no, not now", "stay"),
        ("para nada", "stay"),
        ("agora não", "stay"),
        ("nahi", "stay"),
        ("لا طبعا", "stay"),
        ("nggak dulu", "stay"),
        ("👎", "stay"),
        ("2", "stay"),
        ("ok, two teas", None),
        ("👍 two teas", None),
        ("no sugar", None),
        ("tidak pedas", None),
        ("maybe", None),
        ("not sure", None),
        ("yes and no", None),
        ("ok 👎", None),
        ("", None),
    ],
)
def test_a_yes_and_a_no_are_said_in_many_words(said: str, answer: str | None) -> None:
    """As where a yes is asked for, and in six languages; but what says anything else besides is for the open flow."""
    asked = take(opened(), WANTED).session
    assert asked.leaving is not None
    assert asked.leaving.answer(says(said)) == answer


@pytest.mark.parametrize(("said", "answer"), [("No, ok", "leave"), ("ok", "stay"), ("no", "stay"), ("yes", "leave")])
def test_a_title_goes_before_the_words(said: str, answer: str) -> None:
    """A node type of another package may call its buttons what it likes."""
    leaving = Leaving(to=WANTED, leave="No OK", stay="OK")
    assert leaving.answer(says(said)) == answer


@pytest.mark.parametrize(("leave", "stay"), [("Ok!", "ok"), ("No", "no!")])
def test_of_titles_that_read_alike_the_words_tell(leave: str, stay: str) -> None:
    """Which of the two buttons is meant nobody knows, but a no stays."""
    assert Leaving(to=WANTED, leave=leave, stay=stay).answer(says("no")) == "stay"


def test_who_answers_the_open_question_goes_on_there() -> None:
    """What is neither yes nor no is for the open flow, and the other question is forgotten."""
    turn = take(take(opened(), WANTED).session, says("three teas"))
    assert turn.session.frames[0].variables == {"what": "three teas"}
    assert turn.session.leaving is None


def test_the_deadline_still_comes() -> None:
    """Asking gives nobody more time; after it a yes leaves nothing any more."""
    asked = take(opened(), WANTED).session
    turn = take(asked, TimedOut(), now=a_world().now.replace(hour=23))
    assert (texts(turn), turn.session.status, turn.session.leaving) == ([" it is."], "completed", None)


def test_who_waits_for_something_else_waits_on() -> None:
    """Nothing was asked there, so nothing is asked again, and what has happened ends the wait as ever."""
    waits = take(opened(), says("tea")).session
    asked = take(waits, WANTED).session
    stayed = take(asked, says("no"))
    assert (stayed.effects, stayed.steps, stayed.session.waiting) == ((), (), waits.waiting)
    assert texts(take(asked, Happened(key="paid"))) == ["tea it is."]


def test_what_was_said_so_far_is_kept_by_who_stays() -> None:
    """In the middle of an answer nothing is asked again: what comes now still belongs to it."""
    asked = take(take(opened(BURSTS), says("half")).session, WANTED).session
    stayed = take(asked, says("no"))
    assert (stayed.effects, stayed.session.waiting) == ((), asked.waiting)
    for event in (says("way"), TimedOut()):
        stayed = take(stayed.session, event)
    assert stayed.session.frames[0].variables == {"what": "half\nway"}


SAID_SINCE: dict[str, tuple[dict[str, Any], list[Event], list[Event]]] = {
    "a reminder": ({"reminders": [{"after": "PT5M", "text": "Do you still?"}]}, [], [TimedOut(), says("yes")]),
    "the question again": (
        {"collect": "PT5S"},
        [says("hmm")],
        [TimedOut(), says("yes"), TimedOut()],
    ),
    "by people, then the question again": (
        {"collect": "PT5S"},
        [says("hmm")],
        [TakenOver(), HandedBack(), says("yes"), TimedOut()],
    ),
    "by people, then the question": ({}, [], [TakenOver(), HandedBack(), says("yes")]),
}


@pytest.mark.parametrize(("params", "before", "events"), SAID_SINCE.values(), ids=list(SAID_SINCE))
def test_a_yes_answers_what_was_asked_last(params: dict[str, Any], before: list[Event], events: list[Event]) -> None:
    """Where something was said since, nobody thinks any more of the question whether to leave."""
    ask = {"question": "Confirm?", "save_as": "sure", **params}
    nodes = {"start": ("api_start", {}), "ask": ("ask_yes_no", ask), "wait": ("wait_reply", {})}
    flow = a_flow(nodes, {"start.next": "ask", "ask.yes": "wait"}, id="confirm")
    flows, session = FlowSet.of(flow, MENU), Session()
    for event in [Started(flow="confirm", node="start"), *before, WANTED, *events]:
        session = advance(flows, session, event, a_world()).session
    assert (session.frames[0].node, session.frames[0].variables) == ("wait", {"sure": True})


def test_people_end_it_before_they_say_a_word() -> None:
    """What is written to them is theirs, and the bot begins anew after it."""
    assert take(take(opened(), WANTED).session, TakenOver()).session.leaving is None


def test_it_takes_the_numbers_and_leaves_the_titles() -> None:
    """“2” is an answer to the question that was asked last, “Zoo” is what was offered before it."""
    titles = ("Buy", "Help", "Zoo")
    buttons = [{"id": one.lower(), "title": one} for one in titles]
    nodes = {
        "start": ("api_start", {}),
        "menu": ("send_message", {"text": "?", "buttons": buttons}),
        "wait": ("wait_reply", {}),
    }
    flow = a_flow(nodes, {"start.next": "menu", "menu.next": "wait"}, id="offering")
    flows = FlowSet.of(flow, MENU)
    session = advance(flows, Session(), Started(flow="offering", node="start"), a_world()).session
    asked = advance(flows, session, WANTED, a_world()).session
    for said, choice in (("3", None), ("zoo", "zoo")):
        heard = advance(flows, asked, says(said), a_world()).session.input
        assert heard
        assert heard.choice == choice


def test_who_is_not_sent_the_question_is_not_asked() -> None:
    """A contact who has opted out has never seen it: their yes is an answer to the flow."""
    turn = take(opened(), WANTED, contact=a_contact(opted_out=True))
    assert ([one.code for one in turn.problems], turn.session.leaving) == (["opted_out"], None)


def test_it_is_kept_between_turns() -> None:
    """A session that is stored and read again still knows what it asked."""
    asked = take(opened(), WANTED).session
    assert Session.model_validate_json(asked.model_dump_json()) == asked


def test_nobody_is_asked_who_cannot_answer() -> None:
    """While people talk, and while a call is made, the bot asks nothing."""
    paused = take(opened(), TakenOver()).session
    with pytest.raises(EventRefused, match="waits for agent"):
        take(paused, WANTED)
