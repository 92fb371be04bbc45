"""What OpenAI's API documents of a request to ``chat/completions``: what it refuses, and with which words."""

from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator

ROLES = {"developer", "system", "user", "assistant", "tool"}
FORMATS = {"text", "json_object", "json_schema"}
KNOWN = {"model", "messages", "max_tokens", "max_completion_tokens", "response_format", "temperature", "stream", "n"}
Fault = tuple[str, str]  # the parameter, and what is wrong with it


def faults(body: Any) -> list[Fault]:
    """Everything that the endpoint would refuse; it tells of the first."""
    if not isinstance(body, dict):
        return [("", "We could not parse the JSON body of your request.")]
    return [
        *((name, f"Unrecognized request argument supplied: {name}") for name in sorted(set(body) - KNOWN)),
        *(
            []
            if isinstance(body.get("model"), str) and body["model"]
            else [("model", "you must provide a model parameter")]
        ),
        *_messages(body.get("messages")),
        *_limits(body),
        *_format(body.get("response_format"), body.get("messages")),
    ]


def _messages(messages: Any) -> Iterator[Fault]:
    if not isinstance(messages, list) or not messages:
        yield "messages", "Missing required parameter: 'messages'."
        return
    for index, message in enumerate(messages):
        role = message.get("role") if isinstance(message, dict) else None
        if role not in ROLES:
            yield f"messages[{index}].role", f"Invalid value: {role!r}."
        elif not isinstance(message.get("content"), str):
            yield f"messages[{index}].content", "Invalid value for 'content': expected a string."


def _limits(body: dict[str, Any]) -> Iterator[Fault]:
    for name in ("max_tokens", "max_completion_tokens"):
        if name in body and not (isinstance(body[name], int) and body[name] >= 1):
            yield name, f"Invalid value for '{name}': expected an integer of at least 1."
    if {"max_tokens", "max_completion_tokens"} <= body.keys():
        yield "max_tokens", "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported."


def _format(wanted: Any, messages: Any) -> Iterator[Fault]:
    if wanted is None:
        return
    kind = wanted.get("type") if isinstance(wanted, dict) else None
    if kind not in FORMATS:
        yield "response_format.type", f"Invalid value: {kind!r}."
    elif kind == "json_object" and "json" not in str(messages).lower():
        yield (
            "messages",
            "'messages' must contain the word 'json' in some form, to use 'response_format' of 'json_object'.",
        )
    elif kind == "json_schema":
        yield from _json_schema(wanted.get("json_schema"))


def _json_schema(given: Any) -> Iterator[Fault]:
    if not isinstance(given, dict) or not str(given.get("name", "")).replace("-", "").replace("_", "").isalnum():
        yield "response_format.json_schema.name", "Missing required parameter: 'response_format.json_schema.name'."
        return
    schema = given.get("schema")
    if not isinstance(schema, dict) or schema.get("type") != "object":
        yield "response_format", "Invalid schema: schema must be a JSON Schema of 'type: \"object\"'."
        return
    Draft202012Validator.check_schema(schema)
    if given.get("strict"):
        yield from _strict(schema, "()")


def _strict(schema: Any, where: str) -> Iterator[Fault]:
    """Structured outputs: objects are closed, and every property is required (one that may be missing takes null)."""
    if schema.get("type") == "object":
        properties = schema.get("properties", {})
        if schema.get("additionalProperties") is not False:
            yield (
                "response_format",
                f"In context={where}, 'additionalProperties' is required to be supplied and to be false.",
            )
        if set(schema.get("required", ())) != set(properties):
            yield "response_format", f"In context={where}, 'required' is required to include every key in properties."
        for name, inner in properties.items():
            yield from _strict(inner, f"('properties', '{name}')")
    if isinstance(schema.get("items"), dict):
        yield from _strict(schema["items"], "('items',)")
