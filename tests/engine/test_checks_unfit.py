"""Texts that are written out and can never do: told at the field, before anybody is asked nothing at all."""

from typing import Any

import pytest

from tests.engine.checked import START, Nodes, found, problems_of

ASK: dict[str, Any] = {"question": "?"}
POST: dict[str, Any] = {"url": "https://a.example", "method": "POST"}
JSON: dict[str, Any] = {**POST, "body_kind": "json"}
WHOLE: dict[str, Any] = {**ASK, "whole": True}
LATER = [{"after": "PT1H", "text": " \n "}]
CASES: list[tuple[str, dict[str, Any], list[str]]] = [
    ("ask_text", {"question": " \n\t"}, ["question"]),
    ("ask_text", {**ASK, "reminders": LATER}, ["reminders.0.text"]),
    ("ask_text", {**ASK, "retry_text": " ", "invalid_text": " "}, ["invalid_text", "retry_text"]),
    ("ask_text", {**ASK, "event": " "}, ["event"]),
    ("ask_text", {**ASK, "event": "", "retry_text": "", "invalid_text": "{{ vars.own }}"}, []),
    ("ask_choice", {**ASK, "choices": [{"id": "a", "title": " "}, {"id": "b", "title": "B"}]}, ["choices.0.title"]),
    ("ask_choices", {**ASK, "more_text": " ", "choices": [{"id": "a", "title": "A"}]}, ["more_text"]),
    ("ask_from_list", {**ASK, "items": "{{ contact.tags }}", "title": " "}, ["title"]),
    ("ask_form", {"fields": [{"id": "a", "question": " ", "retry_text": " "}]}, ["question", "retry_text"]),
    ("note", {"text": " "}, ["text"]),
    ("notify", {"text": " "}, ["text"]),
    ("add_tag", {"tag": " "}, ["tag"]),
    ("tag_changed", {"tags": ["vip", " "]}, ["tags.1"]),
    ("wait_for_event", {"key": " "}, ["key"]),
    ("referral", {"codes": [" "]}, ["codes.0"]),
    ("ai_reply", {"instructions": " "}, ["instructions"]),
    ("ai_answer", {"reference": " "}, ["reference"]),
    ("send_email", {"to": "a@b.co", "subject": " ", "text": "Hi"}, ["subject"]),
    ("set_variable", {"assignments": [{"name": "own", "value": " "}]}, []),
    ("http_request", {**JSON, "body": '{"a": 1'}, ["body"]),
    ("http_request", {**JSON, "body": ""}, ["body"]),
    ("http_request", {**JSON, "body": '{"a": [1, null]}'}, []),
    ("http_request", {**JSON, "body": '{"a": {{ contact.name | json }}}'}, []),
    ("http_request", {**POST, "body_kind": "text", "body": '{"a": 1'}, []),
    ("http_request", {**POST, "body": '{"a": 1'}, []),
    ("parse_json", {"text": "vars.answer"}, ["text"]),
    ("parse_json", {"text": '{"a": 1}'}, []),
    ("ask_number", {**WHOLE, "minimum": 0.2, "maximum": 0.8}, ["minimum"]),
    ("ask_number", {**WHOLE, "minimum": -0.8, "maximum": -0.2}, ["minimum"]),
    ("ask_number", {**WHOLE, "minimum": 0.2, "maximum": 1}, []),
    ("ask_number", {**WHOLE, "minimum": 0.2}, []),
    ("ask_number", {**WHOLE, "maximum": 0.8}, []),
    ("ask_number", {**ASK, "minimum": 0.2, "maximum": 0.8}, []),
    ("ask_form", {"fields": [{**WHOLE, "id": "n", "sort": "number", "minimum": 0.2, "maximum": 0.8}]}, ["minimum"]),
]


@pytest.mark.parametrize(("kind", "data", "fields"), CASES)
def test_what_can_never_do_is_told(kind: str, data: dict[str, Any], fields: list[str]) -> None:
    """What has to be said is no spaces, what is sent as JSON is JSON, and some number fits; else every run finds out."""
    at = "x.fields.0." if kind == "ask_form" else "x."
    told = found("unfit_text", {"start": START, "x": (kind, data)}, {"start.next": "x"})
    assert sorted(told) == [f"{at}{field}" for field in fields]


def test_what_it_says() -> None:
    """What is wrong, and what to write in its place."""
    nodes: Nodes = {
        "start": START,
        "a": ("ask_text", {"question": " ", "retry_text": " "}),
        "b": ("http_request", {**JSON, "body": "{a: 1}"}),
        "c": ("ask_number", {**WHOLE, "minimum": 0.2, "maximum": 0.8}),
    }
    assert [f"{one.message}: {one.fix}" for one in problems_of("unfit_text", nodes, {"start.next": "a"})] == [
        "' ' is nothing but spaces: write what is meant",
        "' ' is nothing but spaces: write what is meant, or leave it empty",
        "'{a: 1}' is no JSON: write one such as {\"order\": 7}, or send it as text",
        "0.2 and the largest have no whole number between them: allow fractions, or move a limit",
    ]


def test_translations_are_read_too() -> None:
    """Whoever is spoken to in that language would be asked nothing, or sent nothing; what is the same in both is told once."""
    file = {"media": {"kind": "image", "url": "https://a.example/b.png"}}
    nodes: Nodes = {"start": START, "ask": ("ask_text", {"question": "?", "event": " "}), "say": ("send_message", file)}
    spanish = {"ask": {"question": " "}, "say": {"media": {"url": "b.png"}}}
    told = [
        one.path
        for code in ("unfit_text", "bad_address")
        for one in problems_of(code, nodes, {"start.next": "ask"}, translations={"es": spanish})
    ]
    assert told == ["nodes.1.data.event", "translations.es.ask.question", "translations.es.say.media.url"]
