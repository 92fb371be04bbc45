"""What a flow names outside of itself is found, wherever it is written."""

from typing import Any

import pytest
from pydantic import TypeAdapter

from engine.conditions import Tree
from engine.flow import FlowDocument
from engine.limits import Limits
from engine.uses import uses, uses_of_segment
from nodes import node_types
from tests.make import a_document

Data = dict[str, Any]
HOURS = [{"day": "monday", "opens": "09:00", "closes": "10:00"}]
CHANNEL = "0199d2a4-7c3e-7b1a-9f52-6d1b0a8c4e21"
KEY = {"headers": [{"name": "X-Key", "secret": "shop_key"}]}


def case(op: str) -> Data:
    return {"cases": [{"id": "a", "op": op, "value": "vip"}]}


CASES: list[tuple[str, str, Data, list[str]]] = [
    ("a flow that is run", "run_flow", {"flow": "order-bot"}, ["flow order-bot at flow"]),
    ("a team", "hand_over", {"team": "sales"}, ["team sales at team"]),
    ("no team", "hand_over", {}, []),
    ("a secret of a call", "http_request", {"url": "https://a.example", **KEY}, ["secret shop_key at headers.0.secret"]),
    ("a field that is set", "set_contact_field", {"name": "city", "value": "Lima"}, ["field city at name"]),
    ("a field that is optional", "business_hours", {"hours": HOURS, "contact_zone": "zone"}, ["field zone at contact_zone"]),
    ("a field that remembers", "once", {"field": "greeted"}, ["field greeted at field"]),
    ("a tag in capitals", "tag_changed", {"tags": ["VIP"]}, ["tag VIP at tags.0"]),
    ("a field that is read", "send_message", {"text": "In {{ contact.fields.city }}"}, ["field city at text"]),
    ("a field in a filter", "send_message", {"text": "{{ vars.a | default: contact.fields['city'] }}"}, ["field city at text"]),
    ("a field in a condition", "condition", {"expression": "contact.fields.age > 17"}, ["field age at expression"]),
    (
        "a field in a test",
        "condition",
        {"when": {"all": [{"left": "contact.fields.age", "op": "equals", "right": "1"}]}},
        ["field age at when.all.0.left"],
    ),
    ("a tag", "add_tag", {"tag": "गाहक  vip"}, ["tag गाहक vip at tag"]),
    ("a tag that goes", "remove_tag", {"tag": "عميل"}, ["tag عميل at tag"]),
    ("a message template", "send_template", {"template": "order_shipped"}, ["template order_shipped at template"]),
    ("a tag that starts a flow", "tag_changed", {"tags": ["a", "b"]}, ["tag a at tags.0", "tag b at tags.1"]),
    ("a field that starts a flow", "field_changed", {"field": "plan"}, ["field plan at field"]),
    ("a date", "date_reached", {"field": "a", "contact_zone": "b"}, ["field a at field", "field b at contact_zone"]),
    ("the tag of a case", "switch", case("has_tag"), ["tag vip at cases.0.value"]),
    ("no tag of a case", "switch", case("has_phrase"), []),
    ("the segment of a case", "switch", case("in_segment"), ["segment vip at cases.0.value"]),
    ("a segment that starts a flow", "segment_changed", {"segments": ["new"]}, ["segment new at segments.0"]),
    ("a segment in a condition", "condition", {"expression": "contact.segments contains 'new'"}, ["segment new at expression"]),
    ("a channel", "webhook", {"channel": CHANNEL, "contact_path": "id"}, [f"channel {CHANNEL} at channel"]),
    ("an agent", "assign", {"agent": "Maria@Example.com"}, ["agent maria@example.com at agent"]),
    ("an agent of the contact", "notify", {"text": "x", "agent": "{{ contact.fields.owner }}"}, ["field owner at agent"]),
    ("a constant", "send_message", {"text": "{{ globals.shop.name }}"}, ["global shop at text"]),
    ("a constant in a condition", "condition", {"expression": "globals.open"}, ["global open at expression"]),
    ("a tag in a condition", "condition", {"expression": "contact.tags contains 'vip'"}, ["tag vip at expression"]),
    (
        "tags in tests",
        "condition",
        {"when": {"not": {"left": "contact.tags", "op": "contains", "right": "a  b"}}},
        ["tag a b at when.not.right"],
    ),
    (
        "no tag in tests",
        "condition",
        {
            "when": {
                "any": [
                    {"left": "contact.tags", "op": "empty"},
                    {"left": "contact.tags", "op": "contains", "right": "{{ now }}"},
                ]
            }
        },
        [],
    ),
    ("a tag that nobody knows yet", "add_tag", {"tag": "from {{ vars.city }}"}, []),
    ("nothing", "send_message", {"text": "{{ contact.name }} {{ vars.fields.city }}"}, []),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "data", "lines"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_use_is_found(kind: str, data: Data, lines: list[str]) -> None:
    """Its kind, its name, and the field of the node where it stands."""
    assert found(a_document({"n": (kind, data)})) == [f"n: {line}" for line in lines]


def test_translations_are_looked_at_and_nothing_is_told_twice() -> None:
    """A field that only the Portuguese text reads is a use like any other."""
    document = a_document(
        {"n": ("send_message", {"text": "{{ contact.fields.a }} {{ contact.fields.a }}"})},
        translations={"pt": {"n": {"text": "{{ contact.fields.b }}"}}},
    )
    assert found(document) == ["n: field a at text", "n: field b at text"]


def test_what_is_not_understood_is_left_out() -> None:
    """A node with mistakes hides nothing of the others."""
    tags: list[tuple[str, Data]] = [("add_tag", {"tag": 7}), ("acme.gone", {"tag": "x"}), ("add_tag", {"tag": "vip"})]
    nodes = dict(zip("abc", tags, strict=True))
    assert found(a_document(nodes)) == ["c: tag vip at tag"]


SEGMENTS: list[tuple[Data, list[str]]] = [
    ({"left": "contact.fields.plan", "op": "not_empty"}, ["field plan at condition"]),
    ({"left": "contact.tags", "op": "contains", "right": "गाहक"}, ["tag गाहक at condition.right"]),
    (
        {
            "all": [
                {"left": "contact.name", "op": "equals", "right": "{{ contact.fields.boss }}"},
                {"not": {"left": "contact.tags", "op": "not_contains", "right": "x"}},
            ]
        },
        ["field boss at condition.all.0", "tag x at condition.all.1.not.right"],
    ),
    ({"left": "contact.days_silent", "op": "gte", "right": "30"}, []),
]  # fmt: skip


@pytest.mark.parametrize(("condition", "lines"), SEGMENTS)
def test_a_segment_uses_what_its_condition_names(condition: Data, lines: list[str]) -> None:
    """On either side of each of its tests."""
    tree: Tree = TypeAdapter(Tree).validate_python(condition)
    assert [f"{one.kind} {one.name} at {one.at}" for one in uses_of_segment(tree)] == lines


def found(document: Data) -> list[str]:
    all_uses = uses(FlowDocument.model_validate(document), node_types(), Limits())
    return [f"{one.node}: {one.kind} {one.name} at {one.at}" for one in all_uses]
