"""What is collected of messages in a row is bounded, whatever they consist of."""

import json

import pytest

from engine import CallReturned, Context, FlowSet, Limits, Media, MessageReceived
from engine.context import Place
from engine.simulator import Simulator
from nodes import node_types
from tests.make import a_flow, a_world, says

PICTURES = tuple(Media(kind="image", url=f"https://files.example/{at}/{'x' * 400}") for at in range(10))


@pytest.mark.parametrize(
    ("message", "room", "collected"),
    [
        (says("x" * 6), 40, True),
        (says("x" * 7), 40, False),
        (says("x" * 7), 42, True),
        (says("é"), 40, True),
        (says("éé"), 40, False),
        (says(media=PICTURES), 10_000, True),
        (says(media=PICTURES), 8_000, False),
    ],
)
def test_collecting_ends_at_half_of_a_results_size(message: MessageReceived, room: int, collected: bool) -> None:
    """It is measured as it is written down: [{"text": "xxxxxx"}] has 20 signs, and pictures count like words."""
    node = node_types()["wait_reply"]
    context = Context(a_world(limits=Limits(result_bytes=room)), Place("flow", "node", "en"), {"vars": {}}, {}, None)
    step = node.resume(node.params.model_validate({"collect": "PT5S"}), context, message)
    assert ("heard" in (step.memory or {})) is collected


def test_a_burst_of_pictures_is_kept() -> None:
    """It is one answer before it is too much to be kept as a result, and the session stays small meanwhile."""
    flow = a_flow({"start": ("api_start", {}), "ask": ("wait_reply", {"collect": "PT10S"})}, {"start.next": "ask"})
    chat = Simulator(FlowSet.of(flow), a_world(), CallReturned.model_validate)
    chat.start(flow)
    largest = 0
    while "ask" not in chat.session.frames[0].results:
        chat.take(says("look", media=PICTURES))
        largest = max(largest, len(json.dumps(chat.session.frames[0].memory)))
    assert 0 < largest <= Limits().result_bytes // 2 + 100
    assert chat.problems == []
    assert len(chat.session.frames[0].results["ask"]["media"]) > 10
