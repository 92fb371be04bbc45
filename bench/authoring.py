"""What an author waits for: the checks of a large flow, its compiling, and the running of its tests. CPU, on one core."""

import statistics
import time
from collections.abc import Callable
from typing import Any

from bench import flows
from bench.ground import REFERENCE
from bench.report import Row, ms
from engine import CallReturned, FlowDocument, FlowSet, Limits, compile_flow
from engine.check import Carries, Known, check
from engine.dialogue import FlowTest
from engine.flowtest import run_test
from engine.validate import read_document
from nodes import node_types

TESTS = 1_000
KNOWN = Known(flows={}, secrets=frozenset(), channels={"1": Carries(title="Bench", text=4096, buttons=10)})
DIALOGUE: list[dict[str, Any]] = [
    {"says": "start"},
    {"expects": "Welcome to the tea house."},
    {"expects": "What is your name?"},
    {"says": "Ann"},
    {"expects": {"contains": "Ann", "buttons": ["Tea", "Coffee"]}},
    {"chooses": "tea"},
    {"expects": "Tea for Ann."},
    {"ends": "completed"},
]


def measure() -> list[Row]:
    raw = _large()
    document = FlowDocument.model_validate(raw)
    read, compiled, tested = (
        _median(lambda: read_document(raw, node_types(), Limits())),
        _median(lambda: compile_flow("large", document, node_types())),
        _median(_tests()),
    )
    return [
        Row("reading a flow of 2,000 nodes", measured=ms(read)),
        _row("static checks of a flow of 2,000 nodes", _checked(raw), 1),
        _row("static checks of 2,000 triggers", _checked(flows.keywords(1_999, 5)), 1),
        _row("static checks of 100 triggers with 100 words each", _checked(flows.keywords(100, 100)), 1),
        _row("compiling a flow of 2,000 nodes", compiled, 0.1),
        _row(f"{TESTS:,} flow tests of three turns", tested, 10),
    ]


def _checked(raw: dict[str, Any]) -> float:
    document = FlowDocument.model_validate(raw)
    return _median(lambda: check(document, node_types(), KNOWN, Limits()))


def _row(what: str, seconds: float, most: float) -> Row:
    return Row(what, budget=f"≤ {ms(most)}", measured=ms(seconds), ok=seconds <= most)


def _large() -> dict[str, Any]:
    """Every question keeps its answer in a variable of its own and shows the one before, if there is one."""
    document = flows.chain(1_998, "go")
    for number, node in enumerate(document["nodes"][1:-1]):
        before = f"vars.said_{number - 1}" if number else "vars.said"
        said = f"{{% if {before} != '' %}}You said {{{{ {before} }}}}. {{% endif %}}"
        node["data"] |= {"question": f"{said}And question {number}?", "save_as": f"said_{number}"}
    return document


def _tests() -> Callable[[], None]:
    flow = compile_flow("reference", FlowDocument.model_validate(REFERENCE), node_types())
    test = FlowTest.model_validate({"name": "tea", "dialogue": DIALOGUE})

    def run() -> None:
        for _ in range(TESTS):
            outcome = run_test(test, flow, FlowSet.of(flow), lambda call: CallReturned(call=call.id))
            assert outcome.failure is None, outcome.failure

    return run


def _median(work: Callable[[], Any]) -> float:
    found = []
    for _ in range(4):
        began = time.process_time()
        work()
        found.append(time.process_time() - began)
    return statistics.median(found[1:])  # the first one fills the caches
