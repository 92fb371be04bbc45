"""Flow tests and the simulator ask whether to leave, as production does."""

from typing import Any

import pytest

from engine import (
    CompiledFlow,
    FlowSet,
)
from engine.dialogue import FlowTest
from engine.flowtest import run_test
from tests.engine.test_flowtest import simulate
from tests.make import a_flow


def two_doors(when_busy: str) -> CompiledFlow:
    """A flow that a second word enters at another place."""
    nodes: dict[str, tuple[str, dict[str, Any]]] = {
        "start": ("keyword", {"words": ["order"]}),
        "help": ("keyword", {"words": ["help"], "when_busy": when_busy, "ask_text": "Leave?"}),
        "ask": ("ask_text", {"question": "What?", "save_as": "what"}),
        "said": ("send_message", {"text": "{{ vars.what }} it is."}),
        "helped": ("send_message", {"text": "Here is help."}),
    }
    return a_flow(nodes, {"start.next": "ask", "ask.answered": "said", "help.next": "helped"})


ASKED: list[dict[str, Any]] = [{"says": "order"}, {"expects": "What?"}, {"says": "help"}]
LEAVE: list[dict[str, Any]] = [*ASKED, {"expects": {"text": "Leave?", "buttons": ["Yes", "No"]}}]


@pytest.mark.parametrize(
    ("when_busy", "dialogue"),
    [
        ("ignore", [*ASKED, {"expects": "help it is."}, {"ends": "completed"}]),
        ("interrupt", [*ASKED, {"expects": "Here is help."}, {"ends": "completed"}]),
        ("ask", [*LEAVE, {"chooses": ":leave"}, {"expects": "Here is help."}, {"ends": "completed"}]),
        ("ask", [*LEAVE, {"says": "no"}, {"expects": "What?"}, {"says": "tea"}, {"expects": "tea it is."}]),
        ("ask", [*LEAVE, {"says": "tea"}, {"expects": "tea it is."}, {"ends": "completed"}]),
        ("ask", [*LEAVE, {"says": "help"}, {"expects": "Leave?"}, {"says": "yes"}, {"expects": "Here is help."}]),
    ],
)
def test_flow_tests_and_the_simulator_do_the_same(when_busy: str, dialogue: list[dict[str, Any]]) -> None:
    """What a word does in the middle of the flow is seen before it is published."""
    flow = two_doors(when_busy)
    test = FlowTest.model_validate({"name": "t", "dialogue": dialogue})
    assert run_test(test, flow, FlowSet.of(flow), simulate).failure is None
