"""The engine alone, on one core: ``advance``, and all that the worker computes of a turn between two statements."""

import gc
import statistics
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from bench import authoring, examples, flows
from bench.ground import REFERENCE
from bench.report import Row
from engine import (
    Channel,
    Contact,
    FlowDocument,
    FlowSet,
    Limits,
    MessageReceived,
    Session,
    Started,
    World,
    advance,
    compile_flow,
)
from nodes import node_types
from store.claims import Claim, ClaimedEvent, OpenSession
from workflows.decide import decide
from workflows.due import what_is_due

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
VERSION = UUID(int=7)
CONTACT = Contact(id=UUID(int=1), name="Ann", language="en", fields={"city": "Goa"}, tags=("new",))
CHANNEL = Channel(id=UUID(int=2), kind="telegram", name="Bench")
WORLD = World(now=NOW, contact=CONTACT, channel=CHANNEL, conversation=UUID(int=3), limits=Limits())


def measure(repeats: int) -> list[Row]:
    each = _reference_turn(repeats)
    few, many = _costs(repeats, _decides(flows.chain(8, "go")), _decides(flows.chain(1_998, "go")))
    young, old = _costs(repeats, _decides(flows.loop("go"), 1), _decides(flows.loop("go"), 1000))
    return [
        Row("advance on the reference flow", budget="≤ 150 µs a turn", measured=_us(each), ok=each <= 150e-6),
        Row("advance, on one core", budget="≥ 6,000 turns/s", measured=f"{1 / each:,.0f} turns/s", ok=each <= 1 / 6000),
        _within_tenth("deciding a turn: flow of 10 → 2,000 nodes", few, many),
        _within_tenth("deciding a turn: 1 → 1,000 past turns", young, old),
        *authoring.measure(),
        *examples.measure(repeats),
    ]


def _within_tenth(what: str, small: float, large: float) -> Row:
    ratio = large / small
    measured = f"{_us(small)} → {_us(large)}"
    return Row(what, budget="≤ 1.1", measured=measured, ratio=f"{ratio:.2f}", ok=ratio <= 1.1)


def _reference_turn(repeats: int) -> float:
    compiled = _compiled(REFERENCE)
    started = Started(flow=str(VERSION), node="start", message=MessageReceived(text="start"))
    events = (started, MessageReceived(text="Ann"), MessageReceived(choice="tea"))

    def conversation() -> None:
        session = Session()
        for event in events:
            session = advance(compiled, session, event, WORLD).session

    return _costs(repeats, conversation)[0] / len(events)


def _decides(document: Mapping[str, Any], past: int = 0) -> Callable[[], None]:
    """One more turn after those: the stored session is read, the turn decided, and written down for the commit."""
    compiled = _compiled(document)
    started = Started(flow=str(VERSION), node="start", message=MessageReceived(text="go"))
    session = advance(compiled, Session(), started, WORLD).session
    for number in range(past):
        session = advance(compiled, session, MessageReceived(text=f"answer {number}"), WORLD).session
    stored = session.model_dump(mode="json")

    def turn() -> None:
        claim = _claim(Session.model_validate(stored))
        due = what_is_due(claim, NOW)
        assert due is not None
        decide(claim, due, compiled, NOW, "run/1")

    return turn


def _compiled(document: Mapping[str, Any]) -> FlowSet:
    flow = compile_flow(str(VERSION), FlowDocument.model_validate(document), node_types())
    return FlowSet({flow.id: flow}, {})


def _claim(session: Session) -> Claim:
    return Claim.model_construct(
        conversation=UUID(int=3),
        contact=CONTACT,
        channel=CHANNEL,
        address="42",
        stopped=False,
        globals={},
        open=OpenSession(id=UUID(int=4), flow=UUID(int=6), version=VERSION, session=session),
        event=ClaimedEvent(id=UUID(int=5), number=9, kind="message", message={"text": "an answer"}),
        call=None,
        waiting_call=None,
        last_event=9,
        last_message=20,
        pending=1,
        overtaken=False,
        unsent=False,
        done=None,
        fresh_turn=uuid4(),
        fresh_session=uuid4(),
    )


def _costs(repeats: int, *works: Callable[[], None], batches: int = 9) -> list[float]:
    """CPU seconds of one call of each, measured in turns after a warm-up: the medians."""
    found: list[list[float]] = [[] for _ in works]
    for work in works:
        _timed(work, repeats)
    gc.collect()
    for _ in range(batches):
        for work, seconds in zip(works, found, strict=True):
            seconds.append(_timed(work, repeats))
    return [statistics.median(seconds) for seconds in found]


def _timed(work: Callable[[], None], repeats: int) -> float:
    began = time.process_time()
    for _ in range(repeats):
        work()
    return (time.process_time() - began) / repeats


def _us(seconds: float) -> str:
    return f"{seconds * 1e6:.0f} µs"
