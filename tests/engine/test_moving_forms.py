"""A form whose questions stand elsewhere in the version that the session was moved to."""

from engine import FlowSet, SendMessage, advance
from tests.engine.test_moving import after, form, waiting
from tests.make import a_world, says


def test_the_button_to_skip_works_after_a_move() -> None:
    """That of the question that was asked before it, and that of the same question when it is asked again."""
    number = {"sort": "number", "optional": True}
    flow, there = form("ab", "v1", b=number), form("cab", "v2", b=number)
    session = after(waiting(flow, says("1")), there, {}, flow)
    again = advance(FlowSet.of(there), session, says("no idea"), a_world())
    (button,) = (button for sent in again.effects if isinstance(sent, SendMessage) for button in sent.buttons)
    for before in (session, again.session):
        turn = advance(FlowSet.of(there), before, says(choice=button.id), a_world())
        assert [sent.text for sent in turn.effects if isinstance(sent, SendMessage)] == ["c?"]
