"""Random flows of all node types."""

from typing import Any

from hypothesis import strategies as st

from engine import CompiledFlow
from nodes import node_types
from nodes.questions import Asking
from tests.make import a_flow

CHOICES = [{"id": "tea", "title": "Tea"}, {"id": "coffee", "title": "Coffee {{ vars.n }}"}]
ARMS: list[dict[str, Any]] = [
    {"reminders": [{"after": "PT2M", "text": "Still there?"}, {"after": "PT9M", "text": "{{ bad | nofilter }}"}]},
    {"cancel_words": ["no", "cancel"], "skip_words": ["go"], "contact_field": "kept"},
    {"valid_if": "answer == 'tea'", "invalid_text": "{{ vars.n }}?", "retries": 1},
    {"valid_if": "answer > > 3", "collect": "PT5S"},
]


def a_field(id: str, sort: str = "text", **over: Any) -> dict[str, Any]:
    """One question of a form."""
    return {"id": id, "sort": sort, "question": "?", **over}


SAMPLES: dict[str, list[dict[str, Any]]] = {
    "keyword": [{"words": ["go"]}],
    "any_message": [{}],
    "new_conversation": [{}],
    "referral": [{}, {"save_as": "n"}],
    "tag_changed": [{}],
    "field_changed": [{"field": "city", "save_as": "text"}],
    "segment_changed": [{}],
    "date_reached": [{"field": "born", "save_as": "text"}],
    "delivery_failed": [{"save_as": "n"}],
    "conversation_closed": [{}],
    "api_start": [{}],
    "send_template": [
        {"template": "shipped", "values": [{"name": "1", "value": "{{ vars.text }}"}], "fallback": "{{ vars.n }}"},
        {"template": "shipped"},
    ],
    "send_cards": [
        {"text": "See", "cards": [{"title": "Tea", "buttons": [{"id": "tea", "title": "Tea"}]}]},
        {"items": "{{ 'tea,go' | split: ',' }}", "cards": [{"title": "{{ item }}", "picture": "{{ vars.n }}"}]},
        {"cards": [{"title": "Tea"}], "instead": [{"id": "webchat", "text": "Tea {{ vars.n }}"}, {"id": "telegram"}]},
    ],
    "react": [
        {"emoji": "👍"},
        {"emoji": "{{ vars.text }}", "otherwise": "say"},
        {"emoji": "🎉", "otherwise": "output"},
    ],
    "typing": [{}, {"duration": "PT9S"}, {"speed": 1, "longest": "PT1M"}],
    "webhook": [{"channel": "0199d2a4-7c3e-7b1a-9f52-6d1b0a8c4e21", "address_path": "phone"}],
    "schedule": [{"cron": "0 9 * * *", "audience": "true"}],
    "send_message": [
        {"text": "Hi {{ contact.name }} {{ vars.text }}"},
        {"text": "{{ vars.n | divided_by: 0 }}"},
        {"text": "pick", "buttons": CHOICES, "variants": [{"id": "webchat", "text": "tap {{ vars.n }}"}]},
        {
            "text": "pick",
            "buttons": CHOICES,
            "variants": [
                {"id": "webchat", "buttons": [{"id": "a", "title": "{{ vars.text }}"}], "layout": "list"},
                {"id": "telegram", "without": ["text", "buttons"]},
            ],
        },
        {
            "location": {"latitude": "{{ vars.n }}", "longitude": "2"},
            "card": {"name": "Ann", "phone": "{{ vars.text }}"},
        },
    ],
    "ask_text": [
        {"question": "?", "save_as": "text", "timeout": "PT1H"},
        {"question": "{{ bad | nofilter }}?"},
        {"question": "?", "event": "tea", "collect": "PT4S"},
    ],
    "ask_number": [{"question": "?", "save_as": "n", "minimum": 1, "maximum": 9, "retries": 1}],
    "ask_choice": [{"question": "?", "choices": CHOICES, "timeout": "P2D", "save_as": "text"}],
    "ask_choices": [{"question": "?", "choices": CHOICES, "most": 2, "save_as": "text", "more_text": "{{ picked }}"}],
    "ask_from_list": [
        {"question": "?", "items": "{{ 'tea,go' | split: ',' }}", "save_as": "text", "least": 0},
        {"question": "?", "items": "{{ vars.text }}", "most": 3, "title": "{{ item | nofilter }}"},
    ],
    "ask_yes_no": [{"question": "?", "save_as": "text", "yes_title": "Go {{ vars.n }}"}],
    "ask_email": [{"question": "?", "save_as": "text", "retries": 0}],
    "ask_phone": [{"question": "?", "save_as": "text", "country": "IN"}, {"question": "?"}],
    "ask_date": [{"question": "?", "save_as": "text", "earliest": "{{ vars.text }}", "latest": "P9D"}],
    "ask_time": [{"question": "?", "save_as": "text", "earliest": "{{ vars.text }}", "latest": "12:00"}],
    "ask_location": [{"question": "?", "save_as": "text", "timeout": "PT1H"}],
    "ask_rating": [{"question": "?", "save_as": "n", "highest": 10, "style": "numbers"}, {"question": "?"}],
    "ask_media": [{"question": "?", "save_as": "text", "accept": ["image"], "timeout": "PT1H"}],
    "ask_form": [
        {"fields": [a_field("text", optional=True), a_field("n", "number")]},
        {"fields": [a_field("text", "choice", question="{{ vars.n }}?", choices=CHOICES)], **ARMS[0]},
        {
            "fields": [
                a_field("n", "rating", style="numbers", optional=True),
                a_field("text", "choices", choices=CHOICES, more_text="{{ picked }}"),
                a_field("some", "list", items="{{ vars.text }}", most=2, optional=True),
            ],
            **ARMS[0],
        },
        {
            "fields": [
                a_field("text", "location", invalid_text="{{ vars.n }}", valid_if="vars.n > 1"),
                a_field("n", "media", accept=["image"]),
                a_field("some", "date", earliest="{{ vars.text }}"),
            ],
            "retries": 0,
        },
    ],
    "wait_reply": [{}, {"timeout": "PT5M", "save_as": "text"}, ARMS[0], {"event": "paid/{{ vars.text }}"}],
    "condition": [
        {"expression": "vars.n > 3"},
        {"when": {"all": [{"left": "vars.text", "op": "contains", "right": "a"}]}},
    ],
    "switch": [
        {"value": "{{ vars.text }}", "cases": [{"id": "one", "op": "equals", "value": "tea"}]},
        {
            "cases": [
                {"id": "one", "op": "has_number_gte", "value": "{{ vars.n }}"},
                {"id": "two", "op": "has_any_word", "value": "tea coffee"},
            ],
            "save_as": "text",
        },
    ],
    "set_variable": [{"assignments": [{"name": "n", "value": "{{ vars.n | plus: 1 }}"}]}],
    "set_contact_field": [{"name": "city", "value": "{{ vars.text }}"}],
    "add_tag": [{"tag": "vip"}],
    "remove_tag": [{"tag": "vip"}],
    "opt_out": [{}],
    "opt_in": [{}],
    "format": [
        {"value": "{{ vars.n }}", "save_as": "text"},
        {"value": "{{ vars.text }}", "save_as": "text", "style": "currency", "currency": "{{ vars.text }}"},
        {"value": "{{ vars.text }}", "save_as": "n", "style": "datetime", "language": "{{ vars.text }}"},
    ],
    "send_email": [
        {"to": "ann@example.com", "subject": "Hi {{ vars.n }}", "text": "{{ vars.text }}!"},
        {"to": "{{ vars.text }}", "subject": "{{ vars.text }}", "html": "<p>{{ vars.n }}</p>"},
    ],
    "save_row": [{"table": "orders", "values": [{"column": "sku", "value": "{{ vars.text }}"}], "save_as": "text"}],
    "find_rows": [
        {"table": "orders", "where": [{"column": "n", "op": "gt", "value": "{{ vars.n }}"}], "first_as": "text"},
        {"table": "orders", "sample": "[]", "sort": "n"},
    ],
    "find_by_name": [
        {"table": "places", "column": "name", "save_as": "text"},
        {
            "table": "places",
            "column": "name",
            "text": "{{ vars.text }}",
            "sample": '[{"name": "a"}, {"name": "a", "id": 2}]',
        },
    ],
    "delay": [{"duration": "PT10M"}, {"until": "2026-01-06T10:00:00Z"}, {"at": "08:00", "days": ["monday"]}],
    "random_split": [{"arms": [{"id": "a", "weight": 1}, {"id": "b", "weight": 3}]}],
    "ab_test": [{"name": "x", "variants": [{"id": "a"}, {"id": "b"}], "goal": "Sold"}],
    "loop": [{"items": "{{ 'a,b,c' | split: ',' }}", "save_as": "text"}, {"items": "{{ vars.n }}", "save_as": "n"}],
    "counter": [{"counter": "n"}, {"counter": "text", "limit": 1, "reset": True}],
    "once": [{"field": "greeted"}],
    "jump": [{"node": "n0"}, {"node": "n1"}, {"node": "nowhere"}],
    "on_error": [{}],
    "parse_json": [{"text": "{{ vars.text }}"}, {"text": "[1]", "save": [{"path": "[0]", "save_as": "n"}]}],
    "set_language": [{"language": "de"}, {"language": "{{ vars.text }}"}],
    "goal": [{"name": "Sold"}, {"name": "Sold", "field": "sold"}],
    "business_hours": [{"hours": [{"day": "monday", "opens": "09:00", "closes": "09:10"}]}],
    "wait_for_delivery": [{"until": "read", "timeout": "PT1H"}, {}],
    "wait_for_event": [{"key": "paid/{{ vars.text }}", "timeout": "PT1H"}, {"key": "tea"}],
    "run_flow": [{"flow": "sub"}, {"flow": "missing"}],
    "start_flow": [
        {"flow": "sub", "channel": "0199d2a4-7c3e-7b1a-9f52-6d1b0a8c4e21"},
        {"flow": "sub", "channel": "0199d2a4-7c3e-7b1a-9f52-6d1b0a8c4e21", "address": "{{ vars.text }}"},
    ],
    "http_request": [{"url": "https://shop.example/{{ vars.n }}", "save": []}],
    "ai_reply": [{"instructions": "Be kind to {{ contact.name }}"}, {"text": "{{ vars.n }}", "instructions": "x"}],
    "ai_classify": [{"labels": CHOICES, "text": "{{ vars.text }}"}],
    "ai_extract": [{"facts": [{"name": "n", "kind": "integer"}, {"name": "text", "required": False}]}],
    "ai_answer": [{"reference": "{{ vars.text }}", "threshold": 0.5}],
    "ai_translate": [{"language": "es", "send": True}, {"save_as": "text"}],
    "ai_moderate": [{"text": "{{ vars.text }}", "save_as": "text"}],
    "ai_transcribe": [{"audio": "{{ vars.text }}", "save_as": "text"}, {}],
    "hand_over": [{"message": "wait", "timeout": "PT1H"}, {}],
    "assign": [{"team": "sales", "share": "free"}, {"agent": "{{ vars.text }}"}],
    "note": [{"text": "{{ vars.text }}"}],
    "notify": [{"text": "{{ vars.n }}", "team": "sales"}, {"text": "{{ vars.text }}"}],
    "close_conversation": [{"reason": "{{ vars.text }}"}],
    "emit_event": [{"name": "a.{{ vars.n }}", "data": [{"name": "n", "value": "{{ vars.n }}"}]}],
    "end": [{"result": "done"}],
}
TRIGGERS = {kind for kind in SAMPLES if node_types()[kind].is_trigger}


@st.composite
def flows(draw: st.DrawFn, id: str = "main") -> CompiledFlow:
    """Up to eight nodes of any type, with edges from any output to any node, or to nowhere."""
    kinds = draw(st.lists(st.sampled_from(sorted(set(SAMPLES) - TRIGGERS)), min_size=1, max_size=8))
    trigger = draw(st.sampled_from(sorted(TRIGGERS)))
    nodes: dict[str, tuple[str, dict[str, Any]]] = {"start": (trigger, SAMPLES[trigger][0])}
    for i, kind in enumerate(kinds):
        arms = draw(st.sampled_from([{}, *ARMS])) if issubclass(node_types()[kind].params, Asking) else {}
        nodes[f"n{i}"] = (kind, {**draw(st.sampled_from(SAMPLES[kind])), **arms})
    targets = [name for name in nodes if name != "start"]
    edges = {"start.next": "n0"}
    for name, (kind, data) in nodes.items():
        node = node_types()[kind]
        for output in node.outputs(node.params.model_validate(data)):
            target = draw(st.sampled_from([None, *targets]))
            if target and name != "start":
                edges[f"{name}.{output}"] = target
    variables = {"n": {"type": "number", "default": 1}, "text": {"type": "text"}}
    return a_flow(nodes, edges, id=id, variables=variables)
