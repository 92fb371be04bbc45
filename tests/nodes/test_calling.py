"""What a call is made with may not fit any more once it is filled in: then the call fails, with words, wherever it is tried."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import BaseModel, Field

from engine import Call, CallReturned, FlowSet, ForCall, Limits
from engine.simulator import Simulator
from nodes import IoFailed, node_types
from nodes.calling import filled, fits, simulated_call
from nodes.testing import a_context
from tests.make import a_flow, a_world

HOUR = timedelta(hours=1)
LONG = "a" * 5_000
BAD: list[tuple[str, dict[str, Any], str]] = [
    (
        "find_rows",
        {"table": "orders", "where": [{"column": "sku", "value": LONG}]},
        "what is filled in for where.0.value does not fit: String should have at most 4096 characters",
    ),
    ("http_request", {"url": ""}, "what is filled in for url does not fit"),
    (
        "http_request",
        {"url": "https://a.example", "headers": [{"name": "Host"}]},
        "what is filled in for headers.0.name does not fit: the header Host is set by Dialoom itself",
    ),
]


@pytest.mark.parametrize(("kind", "request_", "words"), BAD, ids=["too long", "too short", "ours"])
def test_what_does_not_fit(kind: str, request_: dict[str, Any], words: str) -> None:
    """The reason names the field; nothing that a contact has said is in it."""
    with pytest.raises(IoFailed) as refused:
        filled(node_types()[kind], request_)
    assert str(refused.value).startswith(words)
    assert LONG[:50] not in str(refused.value)
    returned = simulated_call(Call(id="7", kind=kind, node="n", params=request_, timeout=HOUR), node_types())
    assert (returned.call, returned.error, returned.detail) == ("7", "failed", str(refused.value))


LONGEST = Limits().template_output
GO, MORE = "{{ vars.a }}{{ vars.b }}", {"a": "a" * 5_000}


@pytest.mark.parametrize("more", [0, 1])
@pytest.mark.parametrize(
    ("kind", "params", "field"),
    [
        ("save_row", {"table": "notes", "values": [{"column": "text", "value": GO}]}, "values.0.value"),
        ("send_email", {"to": "ann@example.com", "subject": "Hi", "text": GO}, "text"),
        ("send_email", {"to": "ann@example.com", "subject": "Hi", "html": GO}, "html"),
        ("http_request", {"url": "https://a.example", "body_kind": "text", "body": GO}, "body"),
        ("http_request", {"url": "https://a.example", "form": [{"name": "a", "value": GO}]}, "form.0.value"),
        ("find_by_name", {"table": "places", "column": "name", "text": GO}, "text"),
    ],
)
def test_what_is_handed_over_is_as_long_as_a_template_comes_to(
    kind: str, params: dict[str, Any], field: str, more: int
) -> None:
    """An answer of a model, or what was gathered of a long reply, is kept and sent whole: it is no template of an author."""
    context = a_context({"vars": {"a": "a" * 5_000, "b": "b" * (LONGEST - 5_000 + more)}})
    node = node_types()[kind]
    wait = node.enter(node.params.model_validate(params), context).wait
    assert [(one.code, one.field) for one in context.problems] == [("template_failed", field)] * more
    assert isinstance(wait, ForCall) is not bool(more)
    if isinstance(wait, ForCall):
        assert filled(node, wait.params.model_dump(mode="json")) == wait.params


def test_what_is_filled_in_and_too_long_for_its_field() -> None:
    """The author reads the limit of the field, and how to keep to it."""
    node = node_types()["find_by_name"]
    context = a_context({"vars": {"a": "a" * 4_097}, "message": "Pune"})
    within = [{"column": "state", "value": "{{ vars.a }}"}]
    params = node.params.model_validate({"table": "places", "column": "name", "within": within})
    assert node.enter(params, context).leave == "failed"
    told = "what is filled in does not fit: String should have at most 4096 characters"
    assert [(one.code, one.field, one.message) for one in context.problems] == [("bad_request", "within.0.value", told)]
    assert context.problems[0].fix == "shorten it by a filter, such as truncate: 4096"


def test_what_is_filled_in_and_not_too_long_but_wrong() -> None:
    """No filter would mend it, and none is named: fields of other people's types have limits of their own."""

    class Request(BaseModel):
        city: str = Field(min_length=1)

    context = a_context({"message": "Pune"})
    fits(Request.model_construct(city=""), context)
    assert [(one.code, one.field, one.fix) for one in context.problems] == [("bad_request", "city", None)]


@pytest.mark.parametrize(
    ("returned", "told"),
    [
        ({"error": "timeout", "detail": "within 5 s"}, ("timeout", "there was no answer in time: within 5 s")),
        ({"error": "timeout"}, ("timeout", "there was no answer in time")),
        ({"error": "failed", "detail": "port 9"}, ("url", "there was no answer that could be read: port 9")),
        ({"result": {"status": 302, "body": ""}}, ("url", "the answer is 302: it is not followed elsewhere")),
    ],
)
def test_why_there_is_no_answer(returned: dict[str, Any], told: tuple[str, str]) -> None:
    """The author reads it at the step, and not only whoever looks at the calls."""
    nodes = {"start": ("api_start", {}), "get": ("http_request", {"url": "https://a.example"})}
    flow = a_flow(nodes, {"start.next": "get"})
    simulator = Simulator(FlowSet.of(flow), a_world(), lambda call: CallReturned(call=call.id, **returned))
    simulator.start(flow)
    assert [(one.code, one.field, one.message) for one in simulator.problems] == [("call_failed", *told)]


@pytest.mark.parametrize(
    ("kind", "params", "field"),
    [
        ("save_row", {"table": "orders", "values": [{"column": "sku", "value": "A"}]}, "table"),
        ("find_rows", {"table": "orders"}, "table"),
        ("find_by_name", {"table": "places", "column": "name", "text": "Pune"}, "table"),
        ("send_email", {"to": "ann@example.com", "subject": "Hi", "text": "Hi"}, None),
    ],
)
@pytest.mark.parametrize(
    ("returned", "words"),
    [
        ({"error": "failed", "detail": "attempt 3"}, "there was no answer that could be read: attempt 3"),
        ({"error": "timeout"}, "there was no answer in time"),
        ({"result": "Hello"}, "there was no answer that could be read"),
    ],
)
def test_why_a_call_has_failed(
    kind: str, params: dict[str, Any], field: str | None, returned: dict[str, Any], words: str
) -> None:
    """Rows and e-mails say so too: leaving by `failed` without a word leaves the author to guess."""
    flow = a_flow({"start": ("api_start", {}), "call": (kind, params)}, {"start.next": "call"})
    simulator = Simulator(FlowSet.of(flow), a_world(), lambda call: CallReturned(call=call.id, **returned))
    simulator.start(flow)
    assert [(one.code, one.field, one.message) for one in simulator.problems] == [("call_failed", field, words)]
    assert [step.left for step in simulator.steps if step.node == "call"][-1] == "failed"


HTTP = ("http_request", {"url": "https://a.example"})
MAIL = ("send_email", {"to": "ann@example.com", "subject": "Hi", "text": "Hi"})
ROWS = ("find_rows", {"table": "orders"})
SAVE = ("save_row", {"table": "orders", "values": [{"column": "sku", "value": "A"}]})
NAME = ("find_by_name", {"table": "places", "column": "name", "text": "Pune"})


@pytest.mark.parametrize(
    ("node", "returned", "error"),
    [
        (HTTP, {"error": "timeout"}, "call_timeout"),
        (HTTP, {"error": "failed"}, "call_failed"),
        (HTTP, {"result": {"status": 302, "body": ""}}, "call_failed"),
        (HTTP, {"result": {"status": 404, "body": {}}}, "client_error"),
        (HTTP, {"result": {"status": 503, "body": {}}}, "server_error"),
        (HTTP, {"result": {"status": 204, "body": ""}}, None),
        (("http_request", {"url": "{{ 'nowhere' }}"}), {}, "bad_address"),
        (MAIL, {"error": "failed"}, "call_failed"),
        (MAIL, {"result": {"id": "", "refused": "no such mailbox"}}, "email_refused"),
        (MAIL, {"result": {"id": "", "refused": ""}}, "call_failed"),
        (MAIL, {"result": {"id": "1", "refused": "one of two"}}, None),
        (ROWS, {"error": "timeout"}, "call_timeout"),
        (ROWS, {"result": {"refused": "there is no such table"}}, "table_refused"),
        (ROWS, {"result": {"rows": []}}, None),
        (SAVE, {"error": "failed"}, "call_failed"),
        (SAVE, {"result": {"refused": "there is no such column"}}, "table_refused"),
        (NAME, {"error": "failed"}, "call_failed"),
        (NAME, {"result": {"rows": []}}, None),
    ],
)
def test_a_switch_knows_that_a_call_has_failed(
    node: tuple[str, dict[str, Any]], returned: dict[str, Any], error: str | None
) -> None:
    """Whatever was called: the result says why, and *has_error* holds of it; of an answer that is one it does not."""
    cases = [{"id": "broken", "op": "has_error"}]
    nodes = {
        "start": ("api_start", {}),
        "call": node,
        "look": ("switch", {"value": "{{ result.call }}", "cases": cases}),
    }
    outputs = node_types()[node[0]].outputs(node_types()[node[0]].params.model_validate(node[1]))
    edges = {"start.next": "call", **{f"call.{output}": "look" for output in outputs}}
    flow = a_flow(nodes, edges)
    simulator = Simulator(FlowSet.of(flow), a_world(), lambda call: CallReturned(call=call.id, **returned))
    simulator.start(flow)
    assert simulator.session.frames[0].results["call"].get("error") == error
    assert simulator.steps[-1].left == ("broken" if error else "otherwise")


def test_what_cannot_be_compared() -> None:
    """The pattern that a template made is told in words, without what Python calls such an error."""
    where = [{"column": "sku", "op": "matches", "value": "{{ vars.pattern | default: '(' }}"}]
    flow = a_flow(
        {"start": ("api_start", {}), "find": ("find_rows", {"table": "a", "where": where})}, {"start.next": "find"}
    )
    simulator = Simulator(FlowSet.of(flow), a_world(), lambda call: CallReturned(call=call.id))
    simulator.start(flow)
    assert [one.message.partition(":")[0] for one in simulator.problems] == ["the pattern cannot be read"]


def test_what_fits() -> None:
    """Is simulated by the node type."""
    params = {"table": "orders", "values": [{"column": "sku", "value": "A-17"}]}
    call = Call(id="7", kind="save_row", node="n", params=params, timeout=HOUR)
    assert simulated_call(call, node_types()).result["rows"][0]["sku"] == "A-17"


def test_what_cannot_be_simulated() -> None:
    """A type that makes no calls has nothing to give."""
    returned = simulated_call(Call(id="7", kind="end", node="n", params={}, timeout=HOUR), node_types())
    assert (returned.error, returned.detail) == ("failed", "the node type does not simulate")
