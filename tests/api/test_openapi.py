"""The OpenAPI document is complete, and what it promises holds against made-up requests."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import schemathesis
from jsonschema import Draft202012Validator
from litestar import Litestar
from schemathesis.core.result import Ok

from api.app import create_app
from api.openapi import document
from api.permissions import PERMISSIONS
from api.problems import KINDS
from api.services import Parts
from tests.api.conftest import ENCRYPTION, Client, a_chat, greeter, published

DOCS = Path(__file__).parents[2] / "docs" / "api.md"


def nothing() -> Any:
    """These tests look at the application and never start it."""
    raise AssertionError


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return document(create_app(Parts(open=nothing, encryption=ENCRYPTION)))


def operations(schema: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in schema["paths"].items():
        for method, operation in item.items():
            yield method, path, operation


def test_every_operation_is_described(schema: dict[str, Any]) -> None:
    """A name of its own, a sentence, a group; what it needs; and every refusal as a problem with an example."""
    names = [operation["operationId"] for _, _, operation in operations(schema)]
    assert len(names) == len(set(names)) > 40
    for method, path, operation in operations(schema):
        assert operation["summary"], (method, path)
        assert operation["tags"], (method, path)
        assert operation["description"].startswith(operation["summary"])
        if path.startswith("/api/v1") and path != "/api/v1/me":
            assert any(f"`{permission}`" in operation["description"] for permission in PERMISSIONS), path
        for status, response in operation["responses"].items():
            if status >= "400":
                assert response["content"]["application/problem+json"]["examples"], (method, path, status)


def test_whatever_creates_takes_an_idempotency_key(schema: dict[str, Any]) -> None:
    """As docs/api.md promises. Visitors of a web chat begin without a key of any kind."""
    for method, path, operation in operations(schema):
        if method == "post" and "201" in operation["responses"] and path.startswith("/api/v1"):
            assert "Idempotency-Key" in str(operation.get("parameters")), path


def test_every_body_has_an_example_that_fits(schema: dict[str, Any]) -> None:
    """Checked against the schema that it is an example of."""
    bodies = [(path, one["requestBody"]) for _, path, one in operations(schema) if "requestBody" in one]
    assert len(bodies) > 15
    for path, body in bodies:
        content = body["content"]["application/json"]
        whole = {**content["schema"], "components": schema["components"]}
        errors = [error.message for error in Draft202012Validator(whole).iter_errors(content["example"])]
        assert not errors, (path, content["example"], errors)


def test_every_refusal_is_documented(schema: dict[str, Any]) -> None:
    """The page for people lists each type, and each permission."""
    page = DOCS.read_text()
    assert not [kind for kind in KINDS if f"`{kind}`" not in page]
    assert not [name for name, lets in PERMISSIONS.items() if f"| `{name}` | {lets} |" not in page]


async def test_the_document_is_served(client: Client) -> None:
    """As JSON for programs, and as a page for people, without a key."""
    client.headers.pop("authorization")
    found = await client.get("https://dialoom.test/schema/openapi.json")
    assert found.json()["openapi"].startswith("3.1")
    page = await client.get("https://dialoom.test/schema")
    assert "POST /api/v1/flows" in page.text


async def test_made_up_requests_break_nothing(app: Litestar, client: Client) -> None:
    """Whatever is sent to any operation, the answer is one that it promises, and no error of ours."""
    flow = await published(client, greeter())
    known = {"id": flow["id"], "version": flow["version"], "channel": await a_chat(client)}
    api = schemathesis.openapi.from_dict(document(app))
    for result in api.get_all_operations():
        assert isinstance(result, Ok), result
        await _try(client, result.ok(), known)


async def _try(client: Client, operation: Any, known: dict[str, str]) -> None:
    cases: list[Any] = []

    @hypothesis.given(case=operation.as_strategy())
    @hypothesis.settings(
        max_examples=6,
        database=None,
        deadline=None,
        suppress_health_check=list(hypothesis.HealthCheck),
        derandomize=True,
    )
    def collect(case: Any) -> None:
        cases.append(case)

    collect()
    for case in cases:
        case.path_parameters = {**(case.path_parameters or {}), **_known(operation.path, known)}
        sent = case.as_transport_kwargs(base_url="https://dialoom.test")
        sent.pop("cookies", None)
        headers = {**dict(sent.pop("headers", {})), "authorization": client.headers["authorization"]}
        answer = await client.request(sent.pop("method"), sent.pop("url"), headers=headers, **sent)
        assert answer.status_code < 500, (case.as_curl_command(), answer.text)
        promised = set(operation.definition.raw["responses"])
        assert str(answer.status_code) in promised | {"404", "405"}, (case.as_curl_command(), answer.text)


def _known(path: str, known: dict[str, str]) -> dict[str, str]:
    return {name: id for name, id in known.items() if f"{{{name}}}" in path}
