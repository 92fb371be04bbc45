"""Time in recorded runs: as much of it passes in the test as has passed in the run."""

from datetime import timedelta
from typing import Any

import pytest

from api.recording import recorded
from engine.dialogue import FlowTest
from store.records import Message, RunEvent, RunTurn
from tests.api.test_recording import ANN, DETAIL, ORDER, TRIGGERED, a_message, a_turn, an_event, written
from tests.api.test_recording_around import holds
from tests.make import NOW, a_flow

START: tuple[str, dict[str, Any]] = ("keyword", {"words": ["order"]})


def a_record(
    *happened: tuple[str, float] | tuple[str, float, float], said: tuple[tuple[int, str], ...], late: float = 0
) -> FlowTest:
    """Of turns that came so many seconds after the beginning, which was ``late`` in its second; the contact says what
    is no deadline, the bot what is ``said`` in a turn. What was taken later than it came has this second moment, too."""
    came: list[tuple[Message, RunEvent]] = []
    turns: list[RunTurn] = [a_turn(1, "message", late, TRIGGERED.id)]
    for number, (word, *moments) in enumerate(happened, start=2):
        message, after = a_message("in", None, text=word), moments[-1]
        came += [] if word == "timed_out" else [(message, an_event(message, late + moments[0]))]
        kind, event = ("timed_out", None) if word == "timed_out" else ("message", came[-1][1].id)
        turns.append(a_turn(number, kind, late + after, event))
    begun = NOW + timedelta(seconds=late)
    over = {
        "run": DETAIL.run.model_copy(update={"status": "active", "started_at": begun}),
        "turns": tuple(turns),
        "messages": (ORDER, *(one for one, _ in came), *(a_message("out", turn, text=text) for turn, text in said)),
        "events": (TRIGGERED, *(event for _, event in came)),
        "calls": (),
    }
    return recorded(DETAIL.model_copy(update=over), ANN, "webchat")


def waits(test: FlowTest) -> list[str]:
    return [line["waits"] for line in written(test) if "waits" in line]


@pytest.mark.parametrize("late", [0, 0.2, 0.9])
@pytest.mark.parametrize(("seconds", "said"), [(2.9, "fast"), (5.2, "slow"), (86_400, "slow")])
def test_time_between_answers(seconds: float, said: str, late: float) -> None:
    """A flow that looks at the clock goes the same way in the test."""
    flow = a_flow(
        {
            "start": START,
            "then": ("set_variable", {"assignments": [{"name": "t", "value": "{{ now | date: '%s' }}"}]}),
            "ask": ("ask_text", {"question": "Name?"}),
            "now": ("set_variable", {"assignments": [{"name": "gap", "value": "{{ now | date: '%s' | minus: vars.t }}"}]}),
            "long": ("condition", {"expression": "vars.gap > 3"}),
            "slow": ("send_message", {"text": "slow"}),
            "fast": ("send_message", {"text": "fast"}),
        },
        {"start.next": "then", "then.next": "ask", "ask.answered": "now", "now.next": "long", "long.true": "slow",
         "long.false": "fast"},
    )  # fmt: skip
    assert holds(a_record(("Bo", seconds), said=((1, "Name?"), (2, said)), late=late), flow)


@pytest.mark.parametrize("late", [0, 0.4, 0.95])
@pytest.mark.parametrize(
    ("pause", "happened"),
    [
        ("PT3S", [("timed_out", 3.1)]),
        ("PT3S", [("hurry", 1.2), ("timed_out", 3.1)]),
        ("PT3S", [("hurry", 1.2), ("up", 2.9), ("timed_out", 3.1)]),
        ("PT1.5S", [("hurry", 0.6), ("timed_out", 1.52)]),
        ("P1D", [("hurry", 80_000.7), ("timed_out", 86_400.3)]),
    ],
)
def test_what_is_written_during_a_delay(pause: str, happened: list[tuple[str, float]], late: float) -> None:
    """The delay takes as long as it took, whatever the contact says meanwhile."""
    nodes = {"start": START, "pause": ("delay", {"duration": pause}), "bye": ("send_message", {"text": "Bye"})}
    flow = a_flow(nodes, {"start.next": "pause", "pause.next": "bye"})
    assert holds(a_record(*happened, said=((len(happened) + 1, "Bye"),), late=late), flow)


def test_a_short_delay_right_after_another_one() -> None:
    """An answer that comes before the test's clock, which is a little further, does not make the wait too short."""
    nodes: dict[str, Any] = {
        "start": START,
        "first": ("delay", {"duration": "PT1S"}),
        "ask": ("ask_text", {"question": "Name?", "timeout": "PT1H"}),
        "second": ("delay", {"duration": "PT1.5S"}),
        "bye": ("send_message", {"text": "Bye"}),
    }
    edges = {"start.next": "first", "first.next": "ask", "ask.answered": "second", "second.next": "bye"}
    happened = ("timed_out", 1.01), ("Bo", 1.02), ("timed_out", 2.53)
    test = a_record(*happened, said=((2, "Name?"), (4, "Bye")))
    assert waits(test) == ["PT1.1S", "PT1.6S"]
    assert holds(test, a_flow(nodes, edges))


def test_nobody_answers_later_than_they_did() -> None:
    """Of what is no deadline less than a tenth of a second is not told: an answer in time stays in time."""
    test = a_record(("a", 0.09), ("b", 59.99), ("c", 60.04), ("d", 60.1), said=())
    assert waits(test) == ["PT59.9S", "PT0.1S", "PT0.1S"]


@pytest.mark.parametrize("late", [0, 0.4, 0.95])
def test_several_messages_in_a_row(late: float) -> None:
    """Each of them comes before the flow stops waiting for more."""
    nodes = {
        "start": START,
        "ask": ("ask_text", {"question": "All?", "collect": "PT2S", "save_as": "all"}),
        "bye": ("send_message", {"text": "{{ vars.all | newline_to_br }}"}),
    }
    flow = a_flow(nodes, {"start.next": "ask", "ask.answered": "bye"})
    happened = ("a", 3.9), ("b", 5.8), ("c", 7.7), ("timed_out", 9.75)
    assert holds(a_record(*happened, said=((1, "All?"), (5, "a<br />\nb<br />\nc")), late=late), flow)


@pytest.mark.parametrize(
    ("happened", "expected"),
    [
        ([("now", 1.9, 2.9)], ["PT1.9S"]),
        ([("now", 1.9, 2.9), ("then", 3.5)], ["PT1.9S", "PT0.6S"]),
        ([("now", 1.9, 2.9), ("then", 2.5, 3.0)], ["PT1.9S"]),
        ([("now", 1.9, 2.9), ("timed_out", 5)], ["PT1.9S", "PT2.1S"]),
    ],
)
def test_what_was_taken_late_came_in_time(
    happened: list[tuple[str, float] | tuple[str, float, float]], expected: list[str]
) -> None:
    """An answer that came before the deadline is before it in the test, however busy the machine was; what was asked then
    waits for as long as it did."""
    nodes: dict[str, Any] = {
        "start": START,
        "ask": ("ask_text", {"question": "Name?", "timeout": "PT2S"}),
        "then": ("ask_text", {"question": "And?", "timeout": "PT2S"}),
        "bye": ("send_message", {"text": "Bye"}),
        "late": ("send_message", {"text": "Late"}),
    }
    ends = {"then.answered": "bye", "then.timeout": "late", "ask.timeout": "late"}
    flow = a_flow(nodes, {"start.next": "ask", "ask.answered": "then", **ends})
    last = ((3, "Late" if happened[-1][0] == "timed_out" else "Bye"),) if len(happened) == 2 else ()
    test = a_record(*happened, said=((1, "Name?"), (2, "And?"), *last))
    assert waits(test) == expected
    assert holds(test, flow)


def test_an_outage_during_a_delay() -> None:
    """What was written meanwhile, and taken when the bot was back, is no reason to wait longer or shorter."""
    nodes = {"start": START, "pause": ("delay", {"duration": "PT5S"}), "bye": ("send_message", {"text": "Bye"})}
    flow = a_flow(nodes, {"start.next": "pause", "pause.next": "bye"})
    test = a_record(("a", 1.2, 26), ("b", 2.4, 26.1), ("timed_out", 26.2), said=((4, "Bye"),))
    assert waits(test) == ["PT1.2S", "PT25S"]
    assert holds(test, flow)
