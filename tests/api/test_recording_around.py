"""What is around a recorded run: agents who are idle, other flows that ask, and how the workspace has defined fields."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from api.recording import recorded
from engine import CallReturned, CompiledFlow, FlowDocument, FlowSet, compile_flow
from engine.dialogue import FlowTest
from engine.flowtest import run_test
from nodes import node_types
from store.database import Store
from store.records import Message, RunEvent, RunTurn
from tests.api.conftest import Client, Nodes, asker, published
from tests.api.test_recording import ANN, DETAIL, ORDER, TRIGGERED, a_message, a_turn, in_words, written
from tests.api.visitor import Chat, an_answered_chat
from tests.make import NOW, a_document, a_flow

chat = an_answered_chat
QUESTION = {"says": "order"}, {"expects": "What?"}
PAYING = a_flow(
    {
        "start": ("keyword", {"words": ["order"]}),
        "ask": ("ask_text", {"question": "What?", "event": "paid"}),
        "thanks": ("send_message", {"text": "Thank you"}),
    },
    {"start.next": "ask", "ask.event": "thanks"},
)


def an_order(kind: str, seconds: float, data: dict[str, Any]) -> RunEvent:
    known = {"id": uuid4(), "number": 2, "kind": kind, "message_id": None, "data": data}
    at = NOW + timedelta(seconds=seconds)
    return RunEvent.model_validate({**known, "created_at": at, "handled_at": at, "turn_id": None})


def a_record(events: list[RunEvent], turns: list[RunTurn], sent: list[Message]) -> FlowTest:
    first = a_turn(1, "message", 0, TRIGGERED.id)
    over = {
        "run": DETAIL.run.model_copy(update={"status": "active"}),
        "turns": (first, *turns),
        "messages": (ORDER, a_message("out", 1, text="What?"), *sent),
        "events": (TRIGGERED, *events),
        "calls": (),
    }
    return recorded(DETAIL.model_copy(update=over), ANN, "webchat")


def holds(test: FlowTest, flow: CompiledFlow) -> bool:
    """As `dialoom test` runs it, which knows no workspace."""
    return run_test(test, flow, FlowSet.of(flow), lambda call: CallReturned(call=call.id)).failure is None


def test_an_agent_who_is_idle() -> None:
    """How long they may be is recorded, so that the bot asks again in the test, too."""
    taken = an_order("take_over", 10, {"idle": "PT3S"})
    turns = [a_turn(2, "take_over", 10, taken.id), a_turn(3, "timed_out", 13.2)]
    turns[0] = turns[0].model_copy(update={"steps": ()})
    test = a_record([taken], turns, [a_message("out", 3, text="What?")])
    assert written(test) == [
        *QUESTION,
        {"waits": "PT10S"},
        {"takes_over": "PT3S"},
        {"waits": "PT3.2S"},
        {"expects": "What?"},
    ]
    assert holds(test, PAYING)


def test_what_happens_while_an_agent_has_it() -> None:
    """It gives them no more time: both waits together are as long as the limit."""
    taken, paid = an_order("take_over", 10, {"idle": "PT1H"}), an_order("happened", 2410, {"key": "paid"})
    turns = [a_turn(2, "take_over", 10, taken.id), a_turn(3, "happened", 2410, paid.id)]
    turns = [*(turn.model_copy(update={"steps": ()}) for turn in turns), a_turn(4, "timed_out", 3610)]
    test = a_record([taken, paid], turns, [a_message("out", 4, text="Thank you")])
    assert [line["waits"] for line in written(test) if "waits" in line] == ["PT10S", "PT40M", "PT20M"]
    assert holds(test, PAYING)


async def the_record(client: Client, flow: dict[str, Any]) -> FlowTest:
    (run,) = (await client.get("/runs", params={"flow": flow["id"]})).json()["items"]
    return FlowTest.model_validate((await client.get(f"/runs/{run['id']}/flow-test")).json()["test"])


def compiled(document: dict[str, Any]) -> CompiledFlow:
    return compile_flow("flow", FlowDocument.model_validate(document), node_types())


BEGUN: list[dict[str, Any]] = [{"says": "hello"}, {"expects": "Your name?"}]
ENDED: list[dict[str, Any]] = [*BEGUN, {"says": "Bo"}, {"expects": "Hi Bo"}, {"ends": "completed"}]
ASKING: dict[str, Any] = {"words": ["menu"], "when_busy": "ask", "ask_text": "Leave?"}


@pytest.mark.parametrize(
    ("words", "dialogue", "left_out"),
    [
        (["hello", "Bo"], ENDED, False),
        (["hello", "menu", "no", "Bo"], ENDED, True),
        (["hello", "menu", "Bo"], ENDED, True),
        (["hello", "menu", "menu", "no", "Bo"], ENDED, True),
        (["hello", "menu", "yes"], BEGUN, True),
    ],
)
async def test_another_flow_asked(
    client: Client, chat: Chat, words: list[str], dialogue: list[dict[str, Any]], left_out: bool
) -> None:
    """That flow is not in the test: its question and the answer to it are left out, the test's name says so, and it holds."""
    flow = await published(client, asker())
    await published(client, a_document({"start": ("keyword", ASKING)}, name="Menu"))
    await chat.says(*words)
    test = await the_record(client, flow)
    assert in_words(test) == dialogue
    assert test.name.endswith("; what another flow asked is left out") is left_out
    assert holds(test, compiled(asker()))


async def test_the_flow_itself_asked(client: Client, chat: Chat) -> None:
    """Its own trigger is in the test, and so are its question and the answer."""
    document = asker()
    document["nodes"].append({"id": "menu", "type": "keyword", "position": {"x": 0, "y": 400}, "data": ASKING})
    flow = await published(client, document)
    await chat.says("hello", "menu", "no", "Bo")
    test = await the_record(client, flow)
    leave = {"expects": {"text": "Leave?", "buttons": ["Yes", "No"]}}
    assert in_words(test) == [*BEGUN, {"says": "menu"}, leave, {"says": "no"}, BEGUN[1], *ENDED[2:]]
    assert holds(test, compiled(document))
    impact = (await client.post(f"/flows/{flow['id']}/impact", json={})).json()
    assert (impact["same"], impact["untold"]) == (1, []), impact


MENU: Nodes = {"start": ("keyword", ASKING), "size": ("ask_text", {"question": "Which size?"})}
WELCOME: Nodes = {"start": ("any_message", {}), "hi": ("send_message", {"text": "Welcome"})}


async def test_a_run_that_began_by_leaving_another_one(client: Client, chat: Chat) -> None:
    """The words that were asked about began it, and not the yes, whatever else that would have started."""
    await published(client, asker())
    document = a_document(MENU, {"start.next": "size"}, name="Menu")
    flow = await published(client, document)
    await published(client, a_document(WELCOME, {"start.next": "hi"}, name="Welcome"))
    await chat.says("hello", "menu", "yes", "large")
    test = await the_record(client, flow)
    assert (test.start, in_words(test)[:2]) == ("start", [{"says": "menu"}, {"expects": "Which size?"}])
    assert holds(test, compiled(document))
    impact = (await client.post(f"/flows/{flow['id']}/impact", json={})).json()
    assert (impact["same"], impact["untold"]) == (1, []), impact


async def test_an_order_of_another_flow_began_nothing(client: Client, chat: Chat, store: Store) -> None:
    """Where the question is not known any more, the record says nothing of how it began, rather than something wrong."""
    await published(client, asker())
    flow = await published(client, a_document(MENU, {"start.next": "size"}, name="Menu"))
    await published(client, a_document(WELCOME, {"start.next": "hi"}, name="Welcome"))
    await chat.says("hello", "menu", "yes")
    async with store.transaction(chat.workspace) as session:
        await session.execute(text("update sessions set state = state - 'leaving'"))
    assert (await the_record(client, flow)).start is None
    impact = (await client.post(f"/flows/{flow['id']}/impact", json={})).json()
    assert [one["why"] for one in impact["untold"]] == ["how it began was not kept"]


SPLIT: Nodes = {
    "start": ("keyword", {"words": ["hello"]}),
    "way": ("random_split", {"arms": [{"id": f"w{i}"} for i in range(20)]}),
    **{f"w{i}": ("send_message", {"text": f"{i} {{{{ contact.id }}}} {{{{ globals.shop }}}}"}) for i in range(20)},
}


async def test_what_goes_by_the_contact_and_the_constants(client: Client, chat: Chat) -> None:
    """A split takes the same way in the test as in the run, and constants that the flow reads are in it; others are not."""
    await client.put("/globals", json={"values": {"shop": "Tea & Co", "unread": "x"}})
    document = a_document(SPLIT, {"start.next": "way", **{f"way.w{i}": f"w{i}" for i in range(20)}})
    flow = await published(client, document)
    await chat.says("hello")
    test = await the_record(client, flow)
    assert "Tea & Co" in written(test)[1]["expects"]
    assert test.globals == {"shop": "Tea & Co"}
    assert f"{test.ways['way'][1:]} {test.contact.id}" in written(test)[1]["expects"]
    assert holds(test, compiled(document))


INNER: Nodes = {"start": ("api_start", {}), "age": ("set_contact_field", {"name": "age", "value": "31"})}
OUTER: Nodes = {
    "start": ("keyword", {"words": ["hello"]}),
    "size": ("set_contact_field", {"name": "size", "value": "m"}),
    "inner": ("run_flow", {"flow": "inner"}),
    "said": ("send_message", {"text": "{{ contact.fields.size }} {{ contact.fields.age | json }}"}),
    "sorry": ("send_message", {"text": "Sorry"}),
}


async def test_defined_fields(client: Client, chat: Chat) -> None:
    """The definitions that the flow, and those that it runs, write by are in the test: it holds where no workspace is known."""
    for field in ({"key": "size", "choices": ["S", "M"]}, {"key": "age", "type": "number"}, {"key": "other"}):
        await client.post("/contact-fields", json=field)
    inner, edges = a_document(INNER, {"start.next": "age"}), {"start.next": "size", "size.next": "inner"}
    outer = a_document(OUTER, {**edges, "inner.completed": "said", "inner.failed": "sorry"})
    await published(client, inner, key="inner")
    flow = await published(client, outer)
    await chat.says("hello")
    test = await the_record(client, flow)
    assert written(test)[1] == {"expects": "M 31"}
    assert test.model_dump(exclude_defaults=True)["contact_fields"] == {
        "size": {"choices": ("S", "M")},
        "age": {"type": "number"},
    }
    flows = FlowSet.of(compiled(outer), inner=compile_flow("inner", FlowDocument.model_validate(inner), node_types()))
    assert run_test(test, flows.version("flow"), flows, lambda call: CallReturned(call=call.id)).failure is None
