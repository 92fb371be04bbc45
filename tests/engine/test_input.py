"""What the nodes of a flow take for the contact's last word."""

from engine import FlowSet, MessageReceived, TimedOut, advance
from engine.events import Media
from tests.engine.test_advance import START, started, texts
from tests.make import a_flow, a_world


def test_what_was_said_in_several_messages_is_the_input() -> None:
    """What comes after a node that takes several messages for one hears all of them, and not the last alone."""
    nodes = {
        "start": START,
        "wait": ("wait_reply", {"collect": "PT3S"}),
        "say": ("send_message", {"text": "{{ input.text }} and {{ input.media.size }} file"}),
    }
    flow = a_flow(nodes, {"start.next": "wait", "wait.replied": "say"})
    flows, session = FlowSet.of(flow), started(flow).session
    picture = Media(kind="image", url="https://a.example/a.jpg")
    for said in (MessageReceived(text="one"), MessageReceived(media=(picture,)), MessageReceived(text="two")):
        session = advance(flows, session, said, a_world()).session
    last = advance(flows, session, TimedOut(), a_world())
    assert texts(last) == ["one\ntwo and 1 file"]
    assert last.session.input
    assert last.session.input.text == "one\ntwo"
