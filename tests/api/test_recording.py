"""Real runs as flow tests: what they become, and that they hold."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from api.recording import recorded
from engine import CallReturned, FlowSet
from engine.dialogue import MOST_LINES, FlowTest
from engine.flowtest import run_test
from engine.problems import Problem
from store.crypto import Vault
from store.database import Store
from store.errors import Conflict
from store.records import Contact, Message, Run, RunCall, RunDetail, RunEvent, RunStep, RunTurn
from tests.api.conftest import Client, a_chat, asker, kind_of, published
from tests.api.turns import bot_answers
from tests.make import NOW, a_flow

ID = UUID(int=5)
FLOW = a_flow(
    {
        "start": ("keyword", {"words": ["order"]}),
        "lookup": ("http_request", {"url": "https://shop.example", "save": [{"path": "n", "save_as": "n"}]}),
        "ask": ("ask_yes_no", {"question": "{{ vars.n }} orders. Cancel?", "timeout": "PT1H"}),
        "late": ("send_message", {"text": "Bye {{ contact.name }}"}),
    },
    {"start.next": "lookup", "lookup.success": "ask", "ask.timeout": "late"},
)


def a_run(**over: Any) -> Run:
    times = {"started_at": NOW, "updated_at": NOW, "ended_at": NOW, "deadline": None}
    ids = {"conversation_id": ID, "contact_id": ID, "channel_id": ID, "flow_id": ID, "version_id": ID}
    shown = {"contact_name": "Ann", "flow_name": "Orders", "version_number": 1, "turn": 4, "steps": 4, "sent": 3}
    state = {"status": "completed", "reason": None, "waiting": None, "node": None}
    return Run.model_validate({"id": ID, **ids, **times, **shown, **state, **over})


def a_turn(number: int, kind: str, seconds: float, event: UUID | None = None) -> RunTurn:
    at, steps = NOW + timedelta(seconds=seconds), (a_step("ask", None),)
    return RunTurn(
        id=UUID(int=number), number=number, event_kind=kind, event_id=event, problems=(), created_at=at, steps=steps
    )


def a_step(node: str, left: str | None) -> RunStep:
    known = {"position": 0, "flow_version": ID, "kind": "wait_for_delivery" if left else "ask_text", "entered": "edge"}
    return RunStep.model_validate({**known, "node": node, "left": left, "problems": (), "created_at": NOW})


def a_message(direction: str, turn: int | None, **content: Any) -> Message:
    known = {"id": uuid4(), "conversation_id": ID, "channel_id": ID, "number": 1, "status": "sent", "attempts": 1}
    empty = dict.fromkeys(("provider_id", "session_id", "error_code", "error", "sent_at"))
    own = {"direction": direction, "content": content, "turn_id": UUID(int=turn) if turn else None}
    return Message.model_validate({**known, **empty, **own, "created_at": NOW, "updated_at": NOW})


def a_call(**over: Any) -> RunCall:
    times = {"created_at": NOW, "started_at": NOW, "finished_at": NOW}
    known = {"id": uuid4(), "turn_id": UUID(int=1), "call_key": "1", "node": "lookup", "kind": "http_request"}
    given = {
        "request": {},
        "result": {"status": 200, "headers": {}, "body": {"n": 3}},
        "error": None,
        "detail": "",
        "ai": (),
    }
    return RunCall.model_validate({**known, **given, "status": "done", "attempts": 1, **times, **over})


def an_event(message: Message, seconds: float = 0, **data: Any) -> RunEvent:
    known = {"id": uuid4(), "number": 1, "kind": "message", "message_id": message.id, "data": data}
    at = NOW + timedelta(seconds=seconds)
    return RunEvent.model_validate({**known, "created_at": at, "handled_at": at, "turn_id": None})


ORDER, WHAT = a_message("in", None, text="order"), a_message("in", None, text="what?")
TRIGGERED, ASKED = an_event(ORDER, trigger={"node": "start", "when_busy": "ignore"}), an_event(WHAT, 40)
QUESTION = {"text": "3 orders. Cancel?", "buttons": [{"id": "yes", "title": "Yes"}, {"id": "no", "title": "No"}]}
ANN = Contact(id=ID, name="Ann", language=None, fields={}, tags=(), created_at=NOW, updated_at=NOW)
DETAIL = RunDetail(
    run=a_run(),
    state={},
    turns=(
        a_turn(1, "message", 0, TRIGGERED.id),
        a_turn(2, "call_returned", 0.4),
        a_turn(3, "message", 40, ASKED.id),
        a_turn(0, "cancel", 41),
        a_turn(4, "timed_out", 3640.2),
    ),
    messages=(
        ORDER,
        a_message("out", 2, **QUESTION),
        WHAT,
        a_message("out", 3, **QUESTION),
        a_message("out", None, text="an agent says this"),
        a_message("out", 4, text="Bye Ann"),
    ),
    calls=(a_call(), a_call(node="other", status="abandoned")),
    events=(TRIGGERED, ASKED),
)


def written(test: FlowTest) -> list[dict[str, Any]]:
    return [line.model_dump(mode="json", exclude_defaults=True) for line in test.dialogue]


def test_a_run_becomes_a_dialogue() -> None:
    """What calls gave stands before what led to them, time passes as it did, and people's words are left out."""
    question: dict[str, Any] = {"text": "3 orders. Cancel?", "buttons": ["Yes", "No"]}
    result = {"status": 200, "headers": {}, "body": {"n": 3}}
    lines: list[dict[str, Any]] = [
        {"returns": {"lookup": {"result": result}}},
        {"says": "order"},
        {"expects": question},
        {"waits": "PT40S"},
        {"says": "what?"},
        {"expects": question},
        {"waits": "PT1H0.2S"},
        {"expects": "Bye Ann"},
        {"ends": "completed"},
    ]
    assert written(recorded(DETAIL, ANN, "telegram")) == lines


def in_words(test: FlowTest) -> list[dict[str, Any]]:
    """Without the time that this machine needed between two things."""
    return [line for line in written(test) if "waits" not in line]


@pytest.mark.parametrize(
    ("then", "kind", "heard"),
    [
        ({"opted_out": True}, "ask_text", []),
        ({"opted_out": False}, "opt_out", []),
        ({"opted_out": False}, "ask_text", [{"expects": "Bye Ann"}]),
        (None, "ask_text", [{"expects": "Bye Ann"}]),
    ],
)
def test_what_was_kept_from_who_had_opted_out_is_not_heard(
    then: dict[str, Any] | None, kind: str, heard: list[dict[str, Any]]
) -> None:
    """A test hears nothing of it where it knows that they had; that a platform told it meanwhile it cannot know."""
    step = a_step("ask", None).model_copy(update={"kind": kind})
    turns = (a_turn(1, "message", 0, TRIGGERED.id).model_copy(update={"steps": (step,)}),)
    late = a_message("out", 1, text="Bye Ann").model_copy(update={"status": "failed", "error_code": "contact_stopped"})
    known = {"turns": turns, "messages": (ORDER, late), "calls": (), "contact_then": then}
    test = recorded(DETAIL.model_copy(update=known), ANN, "telegram")
    assert written(test) == [{"says": "order"}, *heard, {"ends": "completed"}]


def test_the_record_holds() -> None:
    """The recorded run, played on the version that it ran on, does what it did."""
    test = recorded(DETAIL, ANN, "telegram")
    assert (test.start, test.channel, test.at) == ("start", "telegram", NOW)
    outcome = run_test(test, FLOW, FlowSet.of(FLOW), lambda call: CallReturned(call=call.id, error="failed"))
    assert outcome.failure is None


def test_the_contact_is_who_they_were() -> None:
    """Name, language, fields and tags are those of the beginning; of a run from before they were kept, today's name. By
    the id splits go the same way."""
    then = {"name": "Anna", "language": "pt", "fields": {"city": "Porto"}, "tags": ["new"]}
    test = recorded(DETAIL.model_copy(update={"contact_then": then}), ANN, "telegram")
    assert test.contact.model_dump(mode="json", exclude_defaults=True) == {"id": str(ANN.id), **then}
    assert recorded(DETAIL, ANN, "telegram").contact.name == "Ann"


def test_inputs_that_the_flow_did_not_take() -> None:
    """They are left out: the test would be about a flow that has them."""
    problem = Problem(code="unfit_input", message="the flow has no input 'b'", node="start", field="b")
    step = a_step("start", "next").model_copy(update={"problems": (problem,)})
    turn = a_turn(1, "start", 0, TRIGGERED.id).model_copy(update={"steps": (step,)})
    order = TRIGGERED.model_copy(update={"kind": "start", "data": {"node": "start", "inputs": {"a": 1, "b": 2}}})
    detail = DETAIL.model_copy(update={"turns": (turn,), "events": (order,), "calls": ()})
    assert recorded(detail, ANN, "telegram").inputs == {"a": 1}


def test_a_run_that_has_not_ended_expects_no_end() -> None:
    """What comes after the record is not the record's business."""
    detail = DETAIL.model_copy(update={"run": a_run(status="active")})
    assert written(recorded(detail, ANN, "webchat"))[-1] == {"expects": "Bye Ann"}


async def test_a_run_over_http(client: Client, store: Store, vault: Vault, workspace: UUID) -> None:
    """A flow that a program started, taken over and handed back, is recorded, saved with the flow, and holds."""
    flow = await published(client, asker())
    to = {"channel": await a_chat(client), "address": "v1", "name": "Maria"}
    begun = (await client.post(f"/flows/{flow['id']}/start", json={"to": to})).json()
    conversation = UUID(begun["conversation"])
    await bot_answers(store, vault, workspace, conversation)
    (run,) = (await client.get("/runs")).json()["items"]
    for order, body in (("take-over", {"idle": "PT20M"}), ("hand-back", {"node": "done"})):
        await client.post(f"/runs/{run['id']}/{order}", json=body)
        await bot_answers(store, vault, workspace, conversation)
    record = (await client.get(f"/runs/{run['id']}/flow-test")).json()
    assert record["flow_id"] == flow["id"]
    assert record["test"]["contact"] == {"id": run["contact_id"], "name": "Maria"}
    assert in_words(FlowTest.model_validate(record["test"])) == [
        {"starts": True},
        {"expects": "Your name?"},
        {"takes_over": "PT20M"},
        {"hands_back": "done"},
        {"expects": "Hi "},
        {"ends": "completed"},
    ]
    document = {**asker(), "tests": [record["test"]]}
    saved = await client.put(f"/flows/{flow['id']}/draft", json={"document": document}, headers={"if-match": '"1"'})
    assert saved.status_code == 200, saved.text
    report = (await client.post(f"/flows/{flow['id']}/test")).json()
    assert report["passed"], report["tests"]


async def test_a_run_that_people_closed(client: Client, store: Store, vault: Vault, workspace: UUID) -> None:
    """Closing the conversation is a line of the record, too, which holds when it is played."""
    flow = await published(client, asker())
    to = {"channel": await a_chat(client), "address": "v1"}
    begun = (await client.post(f"/flows/{flow['id']}/start", json={"to": to})).json()
    await bot_answers(store, vault, workspace, UUID(begun["conversation"]))
    await client.patch(f"/conversations/{begun['conversation']}", json={"status": "closed"})
    await bot_answers(store, vault, workspace, UUID(begun["conversation"]))
    (run,) = (await client.get("/runs")).json()["items"]
    test = (await client.get(f"/runs/{run['id']}/flow-test")).json()["test"]
    assert in_words(FlowTest.model_validate(test))[2:3] == [{"resolves": True}]
    await client.put(
        f"/flows/{flow['id']}/draft",
        json={"document": {**asker(), "tests": [test]}},
        headers={"if-match": '"1"'},
    )
    assert (await client.post(f"/flows/{flow['id']}/test")).json()["passed"]


async def test_what_is_no_run_has_no_record(client: Client) -> None:
    """A run that is not there is not found."""
    answer = await client.get(f"/runs/{uuid4()}/flow-test")
    assert (answer.status_code, kind_of(answer)) == (404, "not-found")


def test_reports_are_recorded() -> None:
    """What became of the last message stands in the test at its moment; until then nothing is told."""
    flow = a_flow(
        {
            "start": ("keyword", {"words": ["order"]}),
            "news": ("send_message", {"text": "On its way"}),
            "wait": ("wait_for_delivery", {"until": "read"}),
            "late": ("send_message", {"text": "Not read yet"}),
            "again": ("wait_for_delivery", {}),
            "bye": ("send_message", {"text": "Bye"}),
        },
        {
            "start.next": "news",
            "news.next": "wait",
            "wait.timeout": "late",
            "late.next": "again",
            "again.delivered": "bye",
        },
    )

    turns = (
        a_turn(1, "message", 0, TRIGGERED.id),
        a_turn(2, "timed_out", 86_400).model_copy(update={"steps": (a_step("wait", "timeout"),)}),
        a_turn(3, "reported", 86_460).model_copy(update={"steps": (a_step("again", "delivered"),)}),
    )
    sent = (
        a_message("out", 1, text="On its way"),
        a_message("out", 2, text="Not read yet"),
        a_message("out", 3, text="Bye"),
    )
    detail = DETAIL.model_copy(update={"turns": turns, "messages": (ORDER, *sent), "events": (TRIGGERED,), "calls": ()})
    test = recorded(detail, ANN, "webchat")
    lines = [line.model_dump(exclude_unset=True) for line in test.dialogue]
    assert [line["reports"] for line in lines if "reports" in line] == ["nothing", "delivered", "nothing"]
    assert run_test(test, flow, FlowSet.of(flow), lambda call: CallReturned(call=call.id)).failure is None


@pytest.mark.parametrize(("said", "fits"), [(1_998, True), (1_999, False)])
def test_a_run_is_one_test_or_none(said: int, fits: bool) -> None:
    """What is longer than a flow test may be is told, and not cut."""
    turns = (a_turn(1, "message", 0, TRIGGERED.id),)
    heard = tuple(a_message("out", 1, text=f"line {number}") for number in range(said))
    detail = DETAIL.model_copy(update={"turns": turns, "messages": (ORDER, *heard), "calls": ()})
    if fits:
        assert len(recorded(detail, ANN, "telegram").dialogue) == MOST_LINES
    else:
        with pytest.raises(Conflict, match="2001 lines"):
            recorded(detail, ANN, "telegram")
