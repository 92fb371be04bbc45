"""What holds of every talk: what a number, a title and a yes mean, and that a session which has moved goes on."""

from collections.abc import Iterator
from typing import Literal, TypeAlias

from hypothesis import given, settings
from hypothesis import strategies as st

from engine import (
    CompiledFlow,
    Event,
    MessageReceived,
    SendMessage,
    TakenOver,
    Turn,
)
from engine.leaving import LEAVE
from tests.engine.random_events import Due, Happening, Lived, live
from tests.engine.random_flows import flows
from tests.engine.random_talks import LINES, talks, versions
from tests.engine.test_properties import EVENT_LISTS, LIMITS, SLOW
from tests.make import a_world, says

LISTS = st.lists(LINES, max_size=8) | EVENT_LISTS
IN_THE_MIDDLE: list[list[Happening]] = [[], [Due()], [says("hm")], [TakenOver()], [says("hm"), TakenOver()]]
Line: TypeAlias = SendMessage | Literal["replied", "people"]


@settings(SLOW, max_examples=300)
@given(talks(), st.lists(LINES, min_size=6, max_size=15))
def test_a_number_is_a_press_of_what_was_said_last(flow: CompiledFlow, events: list[Happening]) -> None:
    """Nothing was said after the contact has replied to it, and nobody else has talked with them since."""
    for before, lived in _told(live(flow, flow, events, a_world(limits=LIMITS))):
        if lived.turn and (id := _pressed_by_number(lived, lived.turn)):
            at = max(i for i, one in enumerate(before) if id in _ids(one))
            replied = next((i for i, one in enumerate(before) if one == "replied" and i > at), len(before))
            assert not any(isinstance(one, SendMessage) for one in before[replied:])
            assert "people" not in before[at:]
            assert not any(LEAVE in _ids(one) for one in before[at:])


@settings(SLOW, max_examples=300)
@given(talks(), st.lists(LINES, min_size=6, max_size=15))
def test_a_yes_leaves_only_if_that_was_asked_last(flow: CompiledFlow, events: list[Happening]) -> None:
    """Whatever else was said, or whoever took over since, has ended that question."""
    for before, lived in _told(live(flow, flow, events, a_world(limits=LIMITS))):
        if "leaves the open flow" in lived.refused:
            assert LEAVE in _ids(before[-1])


@SLOW
@given(versions(flows()) | versions(talks()), flows("sub"), LISTS, st.sampled_from(IN_THE_MIDDLE), LISTS)
def test_a_session_that_has_moved_goes_on(
    both: tuple[CompiledFlow, CompiledFlow],
    sub: CompiledFlow,
    before: list[Happening],
    last: list[Happening],
    after: list[Happening],
) -> None:
    """Wherever it stood and whatever has become of its flow: a move that is not refused breaks no node."""
    for lived in live(both[0], sub, [*before, *last, both[1], Due(), *after], a_world(limits=LIMITS)):
        assert lived.turn or lived.refused


def _told(lives: Iterator[Lived]) -> Iterator[tuple[list[Line], Lived]]:
    """What happened, with all that the contact was told and has replied until then."""
    told: list[Line] = []
    for lived in lives:
        yield list(told), lived
        if lived.turn:
            told += _lines(lived.event, lived.turn)


def _lines(event: Event, turn: Turn) -> Iterator[Line]:
    if isinstance(event, MessageReceived):
        yield "replied"
    yield from (effect for effect in turn.effects if isinstance(effect, SendMessage))
    if turn.session.status == "paused":
        yield "people"


def _ids(line: Line) -> set[str]:
    if not isinstance(line, SendMessage):
        return set()
    return {one.id for buttons in (line.buttons, *(slide.buttons for slide in line.slides)) for one in buttons}


def _pressed_by_number(lived: Lived, turn: Turn) -> str | None:
    """The id of the button, if that is what the turn made of a number."""
    said, heard = lived.event, turn.session.input
    if (
        not isinstance(said, MessageReceived)
        or said.choice
        or not said.text.isdecimal()
        or heard in (None, lived.before.input)
    ):
        return None
    return heard.choice
