"""Reading documents of unknown origin: limits, what is still a draft, and that nothing whatever makes it fail."""

import copy
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from engine.check import Known, check
from engine.compiled import compile_flow
from engine.document import MOST_PROBLEMS, wrongs
from engine.flow import FlowDocument, Node, Variable
from engine.limits import Limits
from engine.validate import read_document
from nodes import node_types

GOOD: dict[str, Any] = json.loads((Path(__file__).parent / "broken_flows.json").read_text())["good"]
PAGE = (Path(__file__).parents[2] / "docs" / "flow-document.md").read_text()
TYPES, LIMITS = node_types(), Limits()


def codes(raw: Any, limits: Limits = LIMITS) -> list[str]:
    return [problem.code for problem in read_document(raw, TYPES, limits).problems]


def flow(*nodes: Any, **more: Any) -> dict[str, Any]:
    return {"dialoom": 3, "name": "x", "nodes": list(nodes), **more}


def nested(depth: int) -> Any:
    value: Any = 0
    for _ in range(depth):
        value = [value]
    return value


def test_a_good_document_is_read_and_compiles() -> None:
    """What is read without problems is what compiles, and says the same when it is written again."""
    document, problems = read_document(GOOD, TYPES, LIMITS)
    assert problems == ()
    assert document == FlowDocument.model_validate(GOOD)
    assert compile_flow("v1", document, TYPES).entry == "start"
    assert read_document(document.model_dump(mode="json"), TYPES, LIMITS).document == document


@pytest.mark.parametrize(
    "node",
    [
        {"id": "a", "type": "ask_text"},
        {"id": "a", "type": "no_such_type", "data": {"x": [1, {}]}},
        {"id": "a", "type": "ask_text", "data": {"question": 5, "zzz": None}},
    ],
)
def test_problems_inside_nodes_leave_a_draft(node: dict[str, Any]) -> None:
    """Work in progress can be saved: a node that is not complete yet does not make the document unreadable."""
    document, problems = read_document(flow(node), TYPES, LIMITS)
    assert document is not None
    assert document.nodes[0].data == node.get("data", {})
    assert problems
    assert all(problem.node == "a" for problem in problems)


@pytest.mark.parametrize(
    "raw",
    [
        None,
        1,
        "x",
        [],
        {"dialoom": 2},
        {"dialoom": 3},
        flow(nodes=1),
        flow({"id": "a"}),
        flow(edges=[{}]),
        flow(extra=1),
    ],
)
def test_what_is_no_flow_document_is_refused(raw: Any) -> None:
    """Without an envelope that can be understood there is no document, and at least one problem says why."""
    document, problems = read_document(raw, TYPES, LIMITS)
    assert document is None
    assert problems
    assert all(problem.severity == "error" for problem in problems)


@pytest.mark.parametrize(
    ("raw", "limits", "code"),
    [
        (flow(*[{"id": f"n{i}", "type": "end"} for i in range(3)]), Limits(nodes_per_flow=2), "too_many"),
        (
            flow(edges=[{"id": f"e{i}", "source": "a", "target": "b"} for i in range(3)]),
            Limits(edges_per_flow=2),
            "too_many",
        ),
        (flow(description="é" * 600), Limits(document_bytes=1_000), "too_large"),
        (flow({"id": "a", "type": "end", "data": {"x": nested(61)}}), LIMITS, "too_deep"),
        (nested(100_000), LIMITS, "too_deep"),
        (flow(description="a\0"), LIMITS, "not_json"),
        (flow(description="\ud800"), LIMITS, "not_json"),
        (flow({"id": "a", "type": "end", "data": {"a\0": 1}}), LIMITS, "not_json"),
        (flow({"id": "a", "type": "end", "position": {"x": float("nan"), "y": 0}}), LIMITS, "not_json"),
        (flow({"id": "a", "type": "end", "position": {"x": float("inf"), "y": 0}}), LIMITS, "not_json"),
        (flow({"id": "a", "type": "end", "position": {"x": 10**400, "y": 0}}), LIMITS, "not_json"),
        (flow({"id": "a", "type": "end", "data": {1: 2}}), LIMITS, "not_json"),
        (flow({"id": "a", "type": "end", "data": {"x": {1, 2}}}), LIMITS, "not_json"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_limits_come_first(raw: Any, limits: Limits, code: str) -> None:
    """What is too much, or what could not be stored, is refused before anything walks through it."""
    document, problems = read_document(raw, TYPES, limits)
    assert document is None
    assert [problem.code for problem in problems] == [code]


def test_limits_are_allowed_themselves() -> None:
    """A document of exactly the most nodes is read."""
    nodes = [{"id": f"n{i}", "type": "end"} for i in range(3)]
    assert codes(flow(*nodes), Limits(nodes_per_flow=3)) == []


def test_the_largest_flow_is_checked() -> None:
    """2,000 connected nodes with templates and variables of their own are read and checked, and give no false alarm."""
    size = LIMITS.nodes_per_flow
    middle: list[dict[str, Any]] = [
        {"id": f"n{i}", "type": "send_message", "data": {"text": f"Hi {{{{ contact.name }}}} {i}"}}
        for i in range(size - 2)
    ]
    nodes: list[dict[str, Any]] = [{"id": "start", "type": "any_message"}, *middle, {"id": "end", "type": "end"}]
    ids = [node["id"] for node in nodes]
    edges = [{"id": f"e{i}", "source": a, "target": b} for i, (a, b) in enumerate(pairwise(ids))]
    document, problems = read_document(flow(*nodes, edges=edges), TYPES, LIMITS)
    assert document is not None
    assert problems == check(document, TYPES, Known(), LIMITS) == ()


def test_a_flood_of_problems_is_cut() -> None:
    """A document that is wrong everywhere is answered soon, with as many problems as anyone could read."""
    keys = {f"key{i}": 1 for i in range(20_000)}
    assert codes(flow(**keys)) == ["unknown_key"] * MOST_PROBLEMS
    text = " ".join(f"{{{{ vars.v{i} }}}}" for i in range(200))
    nodes = [{"id": f"n{i}", "type": "send_message", "data": {"text": text}} for i in range(10)]
    document, _ = read_document(flow({"id": "start", "type": "any_message"}, *nodes), TYPES, LIMITS)
    assert document is not None
    found = [problem.code for problem in check(document, TYPES, Known(), LIMITS)]
    assert found.count("unknown_variable") == MOST_PROBLEMS


@pytest.mark.parametrize(
    ("schema", "value", "message"),
    [
        ({"minLength": 3}, "ab", "needs at least 3 characters"),
        ({"minLength": 1}, "", "must not be empty"),
        ({"minProperties": 1}, {}, "needs at least 1 of them, there are 0"),
        ({"maxProperties": 0}, {"a": 1}, "there are 1 of them; at most 0 are allowed"),
        ({"maxItems": 1}, [1, 2], "there are 2 of them; at most 1 are allowed"),
        ({"minimum": 1}, 0, "must be at least 1, not 0"),
        ({"exclusiveMinimum": 0}, 0, "must be more than 0, not 0"),
        ({"exclusiveMaximum": 0}, 0, "must be less than 0, not 0"),
        ({"uniqueItems": True}, [1, 1], "the same thing is there twice"),
        ({"const": "x"}, 1, 'must be "x"'),
        ({"type": ["string", "null"]}, True, "must be a text or null, not true or false"),
        ({"anyOf": [{"type": "null"}, {"type": "integer", "minimum": 5}]}, 3, "must be at least 5, not 3"),
        ({"oneOf": [{"required": ["a"]}, {"type": "string"}]}, {}, "it is missing"),
        ({"multipleOf": 5}, 7, "7 is not a multiple of 5"),
    ],
)
def test_schema_errors_in_words(schema: dict[str, Any], value: Any, message: str) -> None:
    """An author reads what to change; a keyword without words of its own still gives the library's."""
    validator = Draft202012Validator(schema)
    assert [wrong.message for wrong in wrongs(validator, value)] == [message]


@pytest.mark.parametrize(
    ("test", "path", "message"),
    [
        ({"dialogue": [{"expects": {"matches": "("}}]}, "dialogue.0.expects.matches", "the pattern cannot be read"),
        ({"dialogue": [{"expects": {}}]}, "dialogue.0.expects", "an expected message says at least one thing"),
        ({"dialogue": [{"takes_over": "P9999D"}]}, "dialogue.0.takes_over", "a duration is at most"),
        (
            {"dialogue": [{"says": "x"}], "at": "yesterday"},
            "at",
            "must be a date and a time with an offset, such as 2026",
        ),
        ({"dialogue": [{"says": "x"}], "at": "2026-03-01T18:00:00"}, "at", "must be a date and a time with an offset"),
    ],
)
def test_problems_of_tests_are_where_they_stand(test: dict[str, Any], path: str, message: str) -> None:
    """One problem for one mistake, at a path that the document has, in words that say what would be right."""
    (problem,) = read_document({**GOOD, "tests": [{"name": "it", **test}]}, TYPES, LIMITS).problems
    assert problem.path == f"tests.0.{path}"
    assert problem.message.startswith(message)


def test_items_without_ids_are_translated_by_their_places() -> None:
    """What names one of them by a word is told how they are named."""
    node = {"id": "set", "type": "set_variable", "data": {"assignments": [{"name": "a", "value": "b"}]}}
    texts = {"de": {"set": {"assignments": {"a": {"value": "c"}}}}}
    found = read_document(flow(node, translations=texts), TYPES, LIMITS).problems
    why = "there is nothing at the place 'a' to translate: what has no id is named by its place, from 0"
    assert [(one.path, one.message) for one in found] == [("translations.de.set.assignments.a", why)]


def test_messages_are_short() -> None:
    """A problem names what is wrong and never repeats a long value of the document."""
    long = flow({"id": "a", "type": "end", "position": "x" * 10_000})
    (problem,) = read_document(long, TYPES, LIMITS).problems
    assert len(problem.message) < 200


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["a", "start", "ask_text", "next"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["id", "type", "data", "nodes", "text", "choices", "when"]) | st.text(), inner, max_size=4
        )
    ),
    max_leaves=12,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from places(item, (*path, key))


PLACES = [place for place in places(GOOD) if place]


@given(JSON)
def test_any_json_is_answered(raw: Any) -> None:
    """Whatever is sent, there is a document or a problem, never an exception."""
    document, problems = read_document(raw, TYPES, LIMITS)
    assert document is not None or problems


@given(st.lists(st.tuples(st.sampled_from(PLACES), JSON), min_size=1, max_size=3), st.booleans())
def test_any_damage_to_a_flow_is_answered(damage: list[tuple[tuple[Any, ...], Any]], remove: bool) -> None:
    """A good flow with parts replaced or removed is read or refused, checked, and compiles if nothing is wrong."""
    raw = copy.deepcopy(GOOD)
    for place, value in damage:
        _damage(raw, place, value, remove=remove)
    document, problems = read_document(raw, TYPES, LIMITS)
    if document is None:
        assert problems
        return
    found = (*problems, *check(document, TYPES, Known(flows={}, secrets=frozenset()), LIMITS))
    if not any(problem.severity == "error" for problem in problems):
        compile_flow("v1", document, TYPES)
    assert all(problem.path or problem.code == "no_trigger" for problem in found)


def _damage(raw: Any, place: tuple[Any, ...], value: Any, *, remove: bool) -> None:
    """Earlier damage may have taken the place away: then there is nothing to do."""
    with suppress(KeyError, IndexError, TypeError):
        for key in place[:-1]:
            raw = raw[key]
        if remove:
            del raw[place[-1]]
        else:
            raw[place[-1]] = value


def test_the_documented_example_is_right() -> None:
    """What the documentation shows can be pasted, and neither reading nor checking it finds anything."""
    raw = json.loads(PAGE.split("```json\n")[1].split("```")[0])
    document, problems = read_document(raw, TYPES, LIMITS)
    assert document is not None
    assert problems == check(document, TYPES, Known(), LIMITS) == ()


def test_every_limit_is_documented() -> None:
    """The documentation names every limit with its present value, and once."""
    rows = re.findall(r"^\| `(\w+)` \| ([\d,]+) \|", PAGE, re.MULTILINE)
    assert sorted(rows) == sorted((name, f"{value:,}") for name, value in LIMITS.model_dump().items())


def test_every_key_is_documented() -> None:
    """The documentation names every key of the document, of its nodes, its edges and its variables."""
    for part in (FlowDocument, Node, Variable):
        assert [name for name in part.model_fields if f"`{name}`" not in PAGE and f'"{name}"' not in PAGE] == []
