"""The examples as visitors meet them: published over the API of a running Dialoom, and talked to through its web chat."""

import json
import threading
import uuid
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest

from tests.e2e.conftest import ROOT, Up

EXAMPLES = ROOT / "examples"
KEYS = sorted(path.stem for path in EXAMPLES.glob("*.json") if not path.stem.endswith(".tests"))
THERE = {"welcome"}  # with the flows that it runs, in every new workspace
PATIENCE = 20


class Shop(BaseHTTPRequestHandler):
    """The company whose API an example calls."""

    def do_POST(self) -> None:
        body = b'{"expires_in_minutes": 15}'
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Silent: pytest shows what failed."""


@pytest.fixture(scope="module")
def shop(shop_port: int) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", shop_port), Shop)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{shop_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def alone(up: Up) -> Iterator[None]:
    """Only the flows of the test listen: the demo's come back afterwards, the test's go."""
    others = [flow["id"] for flow in up.ask("GET", "/flows")["items"]]
    for id in others:
        up.ask("PATCH", f"/flows/{id}", json={"archived": True}, params={"force": "true"})
    yield
    for flow in up.ask("GET", "/flows")["items"]:
        up.ask("PATCH", f"/flows/{flow['id']}", json={"archived": True}, params={"force": "true"})
    for id in others:
        up.ask("PATCH", f"/flows/{id}", json={"archived": False})


class Visitor:
    """Somebody in the web chat, whose name the business knows already."""

    def __init__(self, up: Up, name: str) -> None:
        self.url, self.after = up.chat, 0
        begun = httpx.post(f"{self.url}/session", json={}, trust_env=False, timeout=30).json()
        self.headers = {"Authorization": f"Bearer {begun['token']}"}
        up.ask("POST", "/contacts", json={"channel": "webchat", "address": begun["visitor"], "name": name})

    def say(self, line: dict[str, Any]) -> None:
        body = {"id": uuid.uuid4().hex, "text": line.get("says", ""), "choice": line.get("chooses")}
        answer = httpx.post(f"{self.url}/messages", json=body, headers=self.headers, trust_env=False, timeout=30)
        assert answer.is_success, answer.text

    def hear(self) -> list[str]:
        """What the bot has said since the last time; a moment passes until there is something."""
        params = {"after": self.after, "wait": PATIENCE}
        answer = httpx.get(
            f"{self.url}/messages", params=params, headers=self.headers, trust_env=False, timeout=60
        ).json()
        self.after = answer["cursor"]
        return [one.get("text", "") for one in answer["messages"] if one["from"] == "bot"]


def publish(up: Up, key: str, shop: str) -> str:
    document = json.loads((EXAMPLES / f"{key}.json").read_text("utf-8"))
    for node in document["nodes"]:
        if node["type"] == "http_request":
            node["data"] |= {"url": shop, "headers": []}
    made = up.ask("POST", "/flows/import", json={"document": document, "key": None})
    up.ask("POST", f"/flows/{made['id']}/publish", json={"note": ""})
    return str(made["key"])


def spoken(dialogue: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], list[str]]]:
    """What the contact says, each with what is expected until they speak again; people are not in this room."""
    said: dict[str, Any] = {}
    expected: list[str] = []
    for line in [*dialogue, {"says": ""}]:
        if {"says", "chooses", "hands_back"} & set(line):
            if said:
                yield said, expected
            said, expected = line, []
        elif "expects" in line:
            expected.append(line["expects"])
        if "hands_back" in line:
            return


def first_test(key: str) -> dict[str, Any]:
    tests: list[dict[str, Any]] = json.loads((EXAMPLES / f"{key}.tests.json").read_text("utf-8"))["tests"]
    return tests[0]


def talk(up: Up, test: dict[str, Any]) -> None:
    visitor = Visitor(up, test.get("contact", {}).get("name", ""))
    for said, expected in spoken(test["dialogue"]):
        visitor.say(said)
        heard: list[str] = []
        for _ in range(len(expected) * 2):
            if len(heard) < len(expected):
                heard += visitor.hear()
        assert heard == expected, said


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("key", [key for key in KEYS if key not in THERE])
def test_an_example_talks_in_the_web_chat(up: Up, shop: str, key: str) -> None:
    """What its first flow test promises is word for word what a visitor of the web chat reads."""
    publish(up, key, shop)
    talk(up, first_test(key))


def test_the_demo_is_an_example(up: Up) -> None:
    """A flow that runs other flows does so in the demo workspace, as it is after `make up`."""
    talk(up, first_test("welcome"))
