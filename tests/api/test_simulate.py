"""Trying a flow out over HTTP: the caller holds the session, nothing is kept."""

from typing import Any

import pytest

from api.simulated import Simulated
from api.simulated_lines import lines_of
from tests.api.conftest import Client, Nodes, asker, kind_of, published
from tests.make import a_document


async def simulate(client: Client, flow: str, body: dict[str, Any]) -> Any:
    answer = await client.post(f"/flows/{flow}/simulate", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def going_on(turn: dict[str, Any]) -> dict[str, Any]:
    return {key: turn[key] for key in ("session", "contact", "now")}


async def test_a_dialogue_goes_on_from_answer_to_answer(client: Client) -> None:
    """Start by what is said, then answer; the draft is enough."""
    flow = (await client.post("/flows/import", json={"document": asker()})).json()["id"]
    asked = await simulate(client, flow, {"start": {"text": "hello"}})
    assert [one["text"] for one in asked["said"]] == ["Your name?"]
    done = await simulate(client, flow, {**going_on(asked), "event": {"type": "message", "text": "Ann"}})
    assert [one["text"] for one in done["said"]] == ["Hi Ann"]
    assert (done["session"]["status"], [step["node"] for step in done["steps"]]) == ("completed", ["ask", "done"])


async def test_time_passes_as_told(client: Client) -> None:
    """Before the deadline nothing happens, after it the wait has timed out."""
    flow = await published(client, asker())
    turn = await simulate(client, flow["id"], {"version": flow["version"], "start": {}})
    turn = await simulate(client, flow["id"], {"version": flow["version"], **going_on(turn), "elapse": "PT59M"})
    assert turn["session"]["waiting"]["kind"] == "reply"
    turn = await simulate(client, flow["id"], {"version": flow["version"], **going_on(turn), "elapse": "PT2M"})
    assert turn["session"]["status"] != "active"


async def test_calls_are_answered_and_never_made(client: Client) -> None:
    """By the node type's simulation, or as the request says."""
    nodes = {
        "start": ("api_start", {}),
        "call": ("http_request", {"method": "GET", "url": "https://shop.example/{{ contact.name }}"}),
        "ok": ("send_message", {"text": "found"}),
        "bad": ("send_message", {"text": "failed"}),
    }
    edges = {"start.next": "call", "call.success": "ok", "call.timeout": "bad"}
    document = a_document(nodes, edges)
    flow = (await client.post("/flows/import", json={"document": document})).json()
    for calls, said in (({}, "found"), ({"call": {"error": "timeout"}}, "failed")):
        turn = await simulate(client, flow["id"], {"start": {}, "calls": calls})
        assert [one["text"] for one in turn["said"]] == [said], flow["problems"]
        assert turn["effects"][0]["type"] == "call"


async def test_what_is_tried_out_is_a_flow_test(client: Client) -> None:
    """The lines of all steps are a dialogue that holds on the flow: saved with it, it is what publishing may want."""
    flow = (await client.post("/flows/import", json={"document": asker()})).json()["id"]
    steps: list[dict[str, Any]] = [
        {"start": {"text": "hello"}},
        {"elapse": "PT10M"},
        {"event": {"type": "taken_over", "idle": "PT1H"}},
        {"event": {"type": "handed_back"}},
        {"event": {"type": "message", "text": "Ann"}},
    ]
    turn, lines = dict[str, Any](), list[dict[str, Any]]()
    for step in steps:
        turn = await simulate(client, flow, {**(going_on(turn) if turn else {}), **step})
        lines += turn["lines"]
    assert [next(iter(line)) for line in lines if "expects" not in line] == [
        "says", "waits", "takes_over", "hands_back", "says",
    ]  # fmt: skip
    await holds(client, flow, {"name": "tried out", "dialogue": lines})


async def holds(client: Client, flow: str, test: dict[str, Any]) -> None:
    """The test, saved with the flow's draft."""
    draft = await client.get(f"/flows/{flow}/draft")
    saved = {"document": {**draft.json()["document"], "tests": [test]}}
    await client.put(f"/flows/{flow}/draft", json=saved, headers={"if-match": draft.headers["etag"]})
    run = (await client.post(f"/flows/{flow}/test")).json()
    assert (run["passed"], len(run["tests"])) == (True, 1), run


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Hi !"),
        ({"contact": {"name": "Ann"}}, "Hi Ann!"),
        ({"contact": {"name": "Ann"}, "channel": "telegram"}, "Hi Ann on Telegram!"),
    ],
)
async def test_with_whom_and_where_is_what_the_request_says(client: Client, given: dict[str, Any], said: str) -> None:
    """And nothing else: what was tried out holds as a flow test that says the same, also of a flow that says their name."""
    text = {"text": "Hi {{ contact.name }}!"}
    variant = {"id": "telegram", "text": "Hi {{ contact.name }} on Telegram!"}
    nodes: dict[str, Any] = {"start": ("api_start", {}), "hi": ("send_message", {**text, "variants": [variant]})}
    document = a_document(nodes, {"start.next": "hi"})
    flow = (await client.post("/flows/import", json={"document": document})).json()["id"]
    turn = await simulate(client, flow, {"start": {}, **given})
    assert turn["lines"] == [{"starts": True}, {"expects": said}]
    await holds(client, flow, {"name": "tried out", **given, "dialogue": turn["lines"]})


async def test_what_no_trigger_takes_starts_nothing(client: Client) -> None:
    """As in production, and in the flow test of the same lines; a trigger that is named starts whatever is said."""
    flow = (await client.post("/flows/import", json={"document": asker()})).json()["id"]
    turn = await simulate(client, flow, {"start": {"text": "goodbye"}})
    assert turn["lines"] == [{"says": "goodbye"}, {"expects_nothing": True}]
    assert ([one["code"] for one in turn["problems"]], turn["session"]["frames"]) == (["nothing_starts"], [])
    turn = await simulate(client, flow, {**going_on(turn), "start": {"text": "hello"}})
    assert (turn["lines"][1], turn["problems"]) == ({"expects": "Your name?"}, [])
    for again in ({"text": "hello"}, {"text": "goodbye", "node": "start"}):
        turn = await simulate(client, flow, {**going_on(turn), "start": again})
        assert turn["lines"] == [{"says": again["text"]}, {"expects": "Your name?"}]


async def test_who_is_left_out_learns_by_which_trigger(client: Client) -> None:
    """The words were right: nobody looks for a mistake in them."""
    nodes: dict[str, Any] = {
        "vip": ("keyword", {"words": ["go"], "audience": "contact.tags contains 'vip'"}),
        "say": ("send_message", {"text": "Hi"}),
    }
    document = a_document(nodes, {"vip.next": "say"})
    flow = (await client.post("/flows/import", json={"document": document})).json()["id"]
    turn = await simulate(client, flow, {"start": {"text": "go"}})
    (problem,) = turn["problems"]
    assert (problem["code"], problem["node"]) == ("nothing_starts", "vip")
    assert "its conditions leave this contact out" in problem["message"]
    assert turn["lines"] == [{"says": "go"}, {"expects_nothing": True}]
    turn = await simulate(client, flow, {"start": {"text": "go"}, "contact": {"tags": ["vip"]}})
    assert ([one["text"] for one in turn["said"]], turn["problems"]) == (["Hi"], [])


async def test_a_flow_that_no_message_can_start_begins_by_any(client: Client) -> None:
    """At its first trigger, as in a flow test of the same lines."""
    document = a_document({**LOOPING, "other": ("api_start", {})}, {**ROUND, "other.next": "say"})
    flow = (await client.post("/flows/import", json={"document": document})).json()["id"]
    turn = await simulate(client, flow, {"start": {"text": "hello"}})
    assert ([step["node"] for step in turn["steps"]], turn["problems"]) == (["start", "wait"], [])
    await holds(client, flow, {"name": "tried out", "dialogue": turn["lines"]})


@pytest.mark.parametrize(
    ("event", "line"),
    [
        ({"type": "message", "choice": "tea"}, {"chooses": "tea"}),
        ({"type": "message", "text": "Tea"}, {"says": "Tea"}),
        ({"type": "happened", "key": "paid", "data": 5}, {"happens": {"key": "paid", "data": 5}}),
        ({"type": "taken_over"}, {"takes_over": True}),
        ({"type": "handed_back", "node": "menu"}, {"hands_back": "menu"}),
        ({"type": "handed_back", "resolved": True}, {"resolves": True}),
        ({"type": "reported", "status": "read"}, {"reports": "read"}),
        ({"type": "timed_out"}, None),
        ({"type": "call_returned", "call": "1"}, None),
    ],
)
def test_events_as_lines(event: dict[str, Any], line: dict[str, Any] | None) -> None:
    """What comes of itself in a test is not said in it."""
    asked = Simulated.model_validate({"event": event})
    assert lines_of(asked, []) == ((line,) if line else ())


LOOPING: Nodes = {
    "start": ("api_start", {}),
    "wait": ("delay", {"duration": "PT1S"}),
    "say": ("send_message", {"text": "x"}),
}
ROUND = {"start.next": "wait", "wait.next": "say", "say.next": "wait"}
LOOP = a_document(LOOPING, ROUND)


@pytest.mark.parametrize(
    "body",
    [
        {"event": {"type": "message", "text": "x"}},
        {"start": {"node": "nowhere"}},
        {"session": {"frames": [{"flow": "nonsense", "node": "ask"}]}, "event": {"type": "message"}},
        {"session": {"frames": [{"flow": "draft", "node": "nowhere"}]}, "event": {"type": "message"}},
        {
            "session": {"frames": [{"flow": "draft", "node": "ask"}], "status": "completed"},
            "event": {"type": "message"},
        },
        {"start": {"text": "hello"}, "now": "9999-12-31T23:59:59Z", "elapse": "P3660D"},
    ],
)
async def test_what_the_session_does_not_wait_for_is_refused(client: Client, body: dict[str, Any]) -> None:
    """Sessions that strangers made up are no error of ours."""
    flow = (await client.post("/flows/import", json={"document": asker()})).json()["id"]
    answer = await client.post(f"/flows/{flow}/simulate", json=body)
    assert (answer.status_code, kind_of(answer)) == (409, "event-refused"), answer.text


async def test_ten_years_of_seconds_end(client: Client) -> None:
    """A flow that loops over a short delay is stopped with a hint, not run for hours."""
    flow = (await client.post("/flows/import", json={"document": LOOP})).json()
    answer = await client.post(f"/flows/{flow['id']}/simulate", json={"start": {}, "elapse": "P3660D"})
    assert (answer.status_code, "loop" in answer.json()["detail"]) == (409, True), (answer.text, flow["problems"])


async def test_a_flow_with_errors_is_not_tried_out(client: Client) -> None:
    """Its errors are told instead."""
    document = a_document({"start": ("keyword", {})})
    flow = (await client.post("/flows/import", json={"document": document})).json()["id"]
    answer = await client.post(f"/flows/{flow}/simulate", json={"start": {}})
    assert (answer.status_code, kind_of(answer)) == (422, "flow-invalid")


async def test_whom_the_trigger_leaves_out_is_told(client: Client) -> None:
    """A start that would start nothing for this contact starts nothing here: say who they are, or when."""
    nodes = {
        "start": ("api_start", {"audience": "contact.tags contains 'vip'"}),
        "say": ("send_message", {"text": "Hi"}),
    }
    flow = await published(client, a_document(nodes, {"start.next": "say"}))
    answer = await client.post(f"/flows/{flow['id']}/simulate", json={"start": {}})
    assert (kind_of(answer), "'start' is not for this contact" in answer.text) == ("event-refused", True), answer.text
    turn = await simulate(client, flow["id"], {"start": {}, "contact": {"tags": ["vip"]}})
    assert [one["text"] for one in turn["said"]] == ["Hi"]


@pytest.mark.parametrize(
    ("channel", "said", "shown"),
    [
        (None, ["Tea?", None], ["Tea?", None]),
        ("webchat", ["Tea?", None], ["Tea?", "Pier 4"]),
        ("telegram", ["Write tea", None], ["Write tea", None]),
    ],
)
async def test_a_flow_is_tried_on_a_type_of_channel(
    client: Client, channel: str | None, said: list[str | None], shown: list[str | None]
) -> None:
    """What is said otherwise there is said, and what the channel cannot carry is shown as it becomes there."""
    data = {
        "text": "Tea?",
        "location": {"latitude": "52.5", "longitude": "13.4", "name": "Pier 4"},
        "variants": [{"id": "telegram", "text": "Write tea"}],
    }
    nodes = {"start": ("api_start", {}), "say": ("send_message", data)}
    flow = await published(client, a_document(nodes, {"start.next": "say"}))
    turn = await simulate(client, flow["id"], {"start": {}, **({"channel": channel} if channel else {})})
    assert [one.get("text") for one in turn["said"]] == said
    assert [(one.get("text") or "").split("\n")[0] or None for one in turn["shown"]] == shown


async def test_there_is_no_such_channel_type(client: Client) -> None:
    """A flow is not tried on what nothing is known of."""
    flow = await published(client, asker())
    answer = await client.post(f"/flows/{flow['id']}/simulate", json={"start": {}, "channel": "fax"})
    assert (answer.status_code, kind_of(answer)) == (400, "invalid-request")
    (found,) = answer.json()["errors"]
    assert (found["path"], "no channel type 'fax'" in found["message"]) == ("channel", True)
