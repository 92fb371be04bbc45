"""Tests that are saved with a flow: run over HTTP, and asked for when it is published."""

from typing import Any

import pytest

from tests.api.conftest import Client, asker, greeter, kind_of, published
from tests.make import a_document

HOLDS = {"name": "greets", "contact": {"name": "Ann"}, "dialogue": [{"says": "hello"}, {"expects": "Hi Ann"}]}
FAILS = {"name": "in French", "dialogue": [{"says": "hello"}, {"expects": "Bonjour"}]}


async def made(client: Client, **over: Any) -> str:
    answer = await client.post("/flows/import", json={"document": greeter(**over)})
    assert answer.status_code == 201, answer.text
    found: str = answer.json()["id"]
    return found


async def test_the_drafts_tests_are_run_and_explained(client: Client) -> None:
    """Each test comes with what failed and what was said before; together they come with what they cover."""
    flow = await made(client, tests=[HOLDS, FAILS])
    report = (await client.post(f"/flows/{flow}/test")).json()
    good, bad = report["tests"]
    assert (report["passed"], good["failure"]) == (False, None)
    assert (bad["failure"]["line"], bad["failure"]["expected"]) == (2, "'Bonjour'")
    assert [one["speaker"] for one in bad["transcript"]] == ["contact", "bot"]
    assert report["nodes"] == {"covered": 2, "total": 2, "missing": []}


@pytest.mark.parametrize(
    ("tests", "needs", "codes"),
    [
        ([], {}, []),
        ([FAILS], {}, []),
        ([HOLDS], {"tests": True, "coverage": 100}, []),
        ([HOLDS, FAILS], {"tests": True}, ["failed_test"]),
        ([HOLDS | {"channel": "telegramm"}], {"tests": True}, ["failed_test"]),
        ([], {"tests": True}, ["no_test"]),
        ([{"name": "t", "dialogue": [{"returns": {}}]}], {"coverage": 50}, ["low_coverage", "low_coverage"]),
    ],
)
async def test_publishing_asks_for_what_the_flow_needs(
    client: Client, tests: list[Any], needs: dict[str, Any], codes: list[str]
) -> None:
    """A flow that needs tests is published only when they hold; the answer says which do not, and so did the preflight."""
    flow = await made(client, tests=tests, publishing_needs=needs)
    asked = (await client.get(f"/flows/{flow}/preflight")).json()
    assert (asked["publishable"], [one["code"] for one in asked["problems"]]) == (not codes, codes)
    answer = await client.post(f"/flows/{flow}/publish", json={})
    assert answer.status_code == (422 if codes else 201), answer.text
    assert [one["code"] for one in answer.json().get("errors", [])] == codes
    assert bool((await client.get(f"/flows/{flow}")).json()["published_id"]) is not bool(codes)


async def test_a_draft_with_errors_has_a_preflight_of_these_alone(client: Client) -> None:
    """Its tests cannot be run before they are mended, and publishing names no more."""
    document = a_document({"start": ("keyword", {})}, tests=[HOLDS, FAILS], publishing_needs={"tests": True})
    flow = (await client.post("/flows/import", json={"document": document})).json()["id"]
    asked = (await client.get(f"/flows/{flow}/preflight")).json()
    refused = (await client.post(f"/flows/{flow}/publish", json={})).json()
    assert asked["publishable"] is False
    assert [one for one in asked["problems"] if one["severity"] == "error"] == refused["errors"]


async def test_tests_are_saved_exported_and_kept_by_versions(client: Client) -> None:
    """They travel with the flow, as they were written."""
    flow = await published(client, greeter(tests=[HOLDS]))
    assert (await client.get(f"/flows/{flow['id']}/export")).json()["tests"] == [HOLDS]
    version = await client.get(f"/flows/{flow['id']}/versions/{flow['version']}")
    assert version.json()["document"]["tests"] == [HOLDS]


async def test_a_line_that_is_none_is_told_with_its_place(client: Client) -> None:
    """A draft with a test that nobody can read is kept with the problem, like any other mistake."""
    document = greeter(tests=[{"name": "t", "dialogue": [{"says": "a", "expects": "b"}]}])
    problems = (await client.post("/flows/import", json={"document": document})).json()["problems"]
    assert [problem["path"] for problem in problems] == ["tests.0.dialogue.0"]
    assert "a line says one thing" in problems[0]["message"]


async def test_tests_run_the_flows_that_are_published(client: Client) -> None:
    """A flow that runs another is tested together with it."""
    await published(client, asker(), "asker")
    nodes: dict[str, Any] = {"start": ("keyword", {"words": ["go"]}), "sub": ("run_flow", {"flow": "asker"})}
    lines = [
        {"says": "go"},
        {"expects": "Your name?"},
        {"says": "Ann"},
        {"expects": "Hi Ann"},
        {"leaves": {"sub": "completed"}},
    ]
    document = a_document(nodes, {"start.next": "sub"}, tests=[{"name": "asks", "dialogue": lines}])
    flow = (await client.post("/flows/import", json={"document": document})).json()["id"]
    report = (await client.post(f"/flows/{flow}/test")).json()
    assert report["passed"], report["tests"]
    assert report["outputs"]["missing"] == ["sub.failed"]


async def test_a_flow_with_errors_is_not_tested(client: Client) -> None:
    """Its errors are told instead."""
    document = a_document({"start": ("keyword", {})}, tests=[HOLDS])
    flow = (await client.post("/flows/import", json={"document": document})).json()["id"]
    answer = await client.post(f"/flows/{flow}/test")
    assert (answer.status_code, kind_of(answer)) == (422, "flow-invalid")
