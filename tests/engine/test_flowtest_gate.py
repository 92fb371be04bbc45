"""What publishing may need: tests that hold, and enough of the flow gone through."""

from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError

from engine import CallReturned, Context, FlowDocument, FlowSet, Step, compile_flow
from engine.flow import Needs
from engine.flowtest import Results, run_tests, unmet
from nodes import node_types
from tests.make import a_document

YES: dict[str, Any] = {"name": "yes", "dialogue": [{"says": "go"}, {"expects": "Well?"}, {"chooses": "yes"}]}
NO: dict[str, Any] = {"name": "no", "dialogue": [{"says": "go"}, {"expects": "Well?"}, {"chooses": "no"}]}
LOST: dict[str, Any] = {
    "name": "lost",
    "dialogue": [{"says": "go"}, {"expects": "Well?"}, {"says": "?"}, {"leaves": {"ask": "no_match"}}],
}
WRONG: dict[str, Any] = {"name": "wrong", "dialogue": [{"says": "go"}, {"expects": "Hm?"}]}
NODES: dict[str, Any] = {
    "start": ("keyword", {"words": ["go"]}),
    "ask": ("ask_yes_no", {"question": "Well?", "retries": 0}),
    "tag": ("add_tag", {"tag": "agrees"}),
}
DOCUMENT = a_document(NODES, {"start.next": "ask", "ask.yes": "tag"})


def results(*tests: dict[str, Any], **types: Any) -> Results:
    document = FlowDocument.model_validate({**DOCUMENT, "tests": tests})
    flow = compile_flow("flow", document, {**node_types(), **types})
    return run_tests(document.tests, flow, FlowSet.of(flow), lambda call: CallReturned(call=call.id))


@pytest.mark.parametrize(
    ("needs", "tests", "codes"),
    [
        ({}, (), []),
        ({}, (WRONG,), []),
        ({"tests": True}, (), ["no_test"]),
        ({"tests": True}, (YES,), []),
        ({"tests": True}, (YES, WRONG), ["failed_test"]),
        ({"coverage": 60}, (YES,), []),
        ({"coverage": 61}, (YES,), ["low_coverage"]),
        ({"coverage": 100}, (YES, NO), ["low_coverage"]),
        ({"coverage": 100}, (YES, NO, LOST), []),
        ({"coverage": 50}, (YES, WRONG), ["failed_test"]),
        ({"coverage": 50}, (), ["no_test", "low_coverage", "low_coverage"]),
    ],
)
def test_what_stands_in_the_way(needs: dict[str, Any], tests: tuple[Any, ...], codes: list[str]) -> None:
    """Nothing is needed unless the flow says so; a required coverage means tests that hold."""
    assert [problem.code for problem in unmet(Needs.model_validate(needs), results(*tests))] == codes


def test_all_of_them_must_hold() -> None:
    """One test that fails fails the flow; a flow without tests has failed none."""
    assert [results(*tests).passed for tests in ((), (YES,), (YES, WRONG))] == [True, True, False]


def test_it_is_told_what_to_do() -> None:
    """A test that fails is named with its line, a coverage that is too low with what no test goes through."""
    failed, nodes, outputs = unmet(Needs(coverage=90), results(WRONG))
    assert (failed.path, "line 2: expected 'Hm?', found 'Well?" in failed.message) == ("tests.0", True)
    assert nodes.message == "tests go through 67 % of the nodes, 90 % are needed"
    assert str(outputs.fix).endswith("ask.no, ask.no_match, ask.yes, tag.next")


@pytest.mark.parametrize(("length", "named"), [(5, "n0, n1, n2, n3, n4"), (6, "n0, n1, n2, n3, n4, …")])
def test_five_of_what_is_missing_are_named(length: int, named: str) -> None:
    """Whoever writes the first test needs no list of the whole flow."""
    nodes: dict[str, Any] = {f"n{i}": ("send_message", {"text": "Hi"}) for i in range(length)}
    document = FlowDocument.model_validate(a_document(nodes))
    flow = compile_flow("flow", document, node_types())
    tested = run_tests((), flow, FlowSet.of(flow), lambda call: CallReturned(call=call.id))
    too_few = [problem for problem in unmet(Needs(coverage=1), tested) if "of the nodes" in problem.message]
    assert [problem.fix for problem in too_few] == [f"add tests that go through {named}"]


def test_a_bug_of_a_node_type_fails_its_test_only() -> None:
    """The others are run all the same, and the bug is told."""

    def enter(params: Any, context: Context) -> Step:
        raise ZeroDivisionError("by an author")

    odd = replace(node_types()["add_tag"], enter=enter)
    first, second = results(YES, NO, add_tag=odd).outcomes
    assert "ZeroDivisionError('by an author')" in str(first.failure)
    assert second.failure is None


def test_a_test_that_never_gets_anywhere_is_stopped() -> None:
    """A flow that loops over short delays cannot keep the server busy through a test of many lines."""
    nodes: dict[str, Any] = {"start": ("keyword", {"words": ["go"]}), "wait": ("delay", {"duration": "PT1S"})}
    lines = [{"says": "go"}, *[{"waits": "PT15M"}] * 50]
    document = FlowDocument.model_validate(
        {**a_document(nodes, {"start.next": "wait", "wait.next": "wait"}), "tests": [{"name": "t", "dialogue": lines}]}
    )
    flow = compile_flow("flow", document, node_types())
    (outcome,) = run_tests(document.tests, flow, FlowSet.of(flow), lambda call: CallReturned(call=call.id)).outcomes
    assert "is there a loop?" in str(outcome.failure)


@pytest.mark.parametrize("needs", [{"coverage": 101}, {"coverage": -1}, {"test": True}, {"tests": 3}])
def test_needs_that_are_none(needs: dict[str, Any]) -> None:
    """What is needed must be possible, and spelled right."""
    with pytest.raises(ValidationError):
        FlowDocument.model_validate({**DOCUMENT, "publishing_needs": needs})
