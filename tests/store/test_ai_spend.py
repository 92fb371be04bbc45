"""What models use is counted once and for all: for the conversation, the flow and the workspace."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from store.ai_spend import AiSpend, Amount
from store.calls import Calls, Said
from store.config import Budget
from store.contacts import Contacts
from store.database import Store
from store.errors import BudgetUsedUp
from tests.store.seed import Rows, put, seeded

ONE = Amount(tokens=100, cost=0.25)


async def a_call(store: Store) -> tuple[Rows, UUID]:
    """A call of a new session of the seeded flow, in a workspace that has used nothing."""
    rows = await seeded(store)
    async with store.transaction(rows["workspaces"]["id"]) as session:
        await session.execute(text("delete from ai_spend"))
        mine = {name: row for name, row in rows.items() if name != "calls"}
        call = await put(session, mine, "calls", {"conversation_id": rows["conversations"]["id"], "call_key": "k"})
    return rows, call["id"]


async def counted(store: Store, rows: Rows) -> dict[str, tuple[int, float]]:
    async with store.transaction(rows["workspaces"]["id"]) as session:
        found = await session.execute(text("select scope, subject, tokens, cost from ai_spend"))
        return {f"{row.scope} {row.subject}": (row.tokens, row.cost) for row in found}


async def hold(store: Store, rows: Rows, call: UUID, **budgets: Budget) -> bool:
    """Whether there was something left."""
    try:
        async with store.transaction(rows["workspaces"]["id"]) as session:
            await AiSpend(session).hold(call, ONE, budgets)  # type: ignore[arg-type]
    except BudgetUsedUp:
        return False
    return True


async def test_what_is_held_is_settled(store: Store) -> None:
    """An estimate counts while the model thinks, and gives way to what it has really used."""
    rows, call = await a_call(store)
    names = [f"{scope} {rows[f'{scope}s']['id']}" for scope in ("conversation", "flow", "workspace")]
    async with store.transaction(rows["workspaces"]["id"]) as session:
        held = await AiSpend(session).hold(call, ONE, {})
    assert await counted(store, rows) == dict.fromkeys(names, (100, 0.25))
    async with store.transaction(rows["workspaces"]["id"]) as session:
        await AiSpend(session).settle(call, held, Amount(tokens=30, cost=0.5))
    assert await counted(store, rows) == dict.fromkeys(names, (30, 0.5))


@pytest.mark.parametrize(
    ("budget", "allowed"),
    [
        (Budget(), 5),
        (Budget(tokens=0), 0),
        (Budget(tokens=1), 1),
        (Budget(tokens=200), 2),
        (Budget(tokens=201), 3),
        (Budget(cost=0), 0),
        (Budget(cost=0.5), 2),
        (Budget(tokens=400, cost=0.3), 2),
    ],
)
@pytest.mark.parametrize("scope", ["conversation", "flow", "workspace"])
async def test_budgets_hold_under_concurrency(store: Store, scope: str, budget: Budget, allowed: int) -> None:
    """Of five questions at the same time as many are let through as one after the other: one may overrun the budget."""
    rows, call = await a_call(store)
    done = await asyncio.gather(*(hold(store, rows, call, **{scope: budget}) for _ in range(5)))
    assert sum(done) == allowed
    assert {amount[0] for amount in (await counted(store, rows)).values()} == ({100 * allowed} if allowed else set())


async def test_sums_are_clean(store: Store) -> None:
    """Tenths add up to what people add them up to: in a budget, of which the last one is not let through, and as shown."""
    rows, call = await a_call(store)
    tenth, budget = Amount(tokens=1, cost=0.1), Budget(cost=0.8)
    for _ in range(8):
        async with store.transaction(rows["workspaces"]["id"]) as session:
            await AiSpend(session).hold(call, tenth, {"workspace": budget})
    with pytest.raises(BudgetUsedUp):
        async with store.transaction(rows["workspaces"]["id"]) as session:
            await AiSpend(session).hold(call, tenth, {"workspace": budget})
    async with store.transaction(rows["workspaces"]["id"]) as session:
        spent = await AiSpend(session).of()
    assert (spent.cost, [one.cost for one in spent.flows]) == (0.8, [0.8])
    assert Amount(cost=0.1 + 0.2).cost == 0.3


async def test_a_budget_says_whose_it_is(store: Store) -> None:
    """The refusal names scope, month and size, for the run's problem."""
    rows, call = await a_call(store)
    with pytest.raises(BudgetUsedUp, match=r"the budget of this flow for 20\d\d-\d\d, 0 tokens, is used up"):
        async with store.transaction(rows["workspaces"]["id"]) as session:
            await AiSpend(session).hold(call, ONE, {"flow": Budget(tokens=0)})


async def test_a_conversations_count_goes_with_its_contact(store: Store) -> None:
    """Erasing a contact leaves nothing that names their conversations; what the workspace has used stays true."""
    rows, call = await a_call(store)
    assert await hold(store, rows, call)
    async with store.transaction(rows["workspaces"]["id"]) as session:
        await Contacts(session).erase(rows["contacts"]["id"])
    assert {name.split()[0] for name in await counted(store, rows)} == {"flow", "workspace"}


async def test_what_was_asked_and_what_came_of_it(store: Store) -> None:
    """Every question of a call is kept in order, each with its own answer."""
    rows, call = await a_call(store)
    async with store.transaction(rows["workspaces"]["id"]) as session:
        calls = Calls(session)
        first, second = await calls.asked(call, {"model": "a"}), await calls.asked(call, {"model": "b"})
        await calls.answered(call, second, {"answer": "क"})
        await calls.answered(call, first, {"error": "no"})
        kept = await session.scalar(text("select ai from calls where id = :id"), {"id": call})
    assert kept == [{"model": "a", "error": "no"}, {"model": "b", "answer": "क"}]


async def test_the_conversation_so_far(store: Store) -> None:
    """What the run has heard and said, the newest last; nothing of other runs, nothing that was not delivered."""
    rows, call = await a_call(store)
    run, workspace = rows["sessions"]["id"], rows["workspaces"]["id"]
    async with store.transaction(workspace) as session:
        mine = {name: rows[name] for name in ("workspaces", "conversations", "channels", "sessions")}
        turn = await put(session, dict(mine), "turns", {"session_id": run, "key": "t"})
        messages: list[tuple[str, dict[str, Any]]] = [
            ("before", {"direction": "in"}),
            ("heard", {"direction": "in"}),
            ("said", {"direction": "out", "session_id": run}),
            ("lost", {"direction": "out", "session_id": run, "status": "failed"}),
            ("", {"direction": "out", "session_id": run}),
            ("said more", {"direction": "out", "session_id": run}),
        ]
        for number, (words, columns) in enumerate(messages, start=20):
            values = {"content": {"text": words}, "number": number, "status": "sent", **columns}
            message = await put(session, dict(mine), "messages", values)
            if words == "heard":
                values = {"number": number, "turn_id": turn["id"], "message_id": message["id"]}
                await put(session, dict(mine), "events", values)
        found = await Calls(session).earlier(call, 2), await Calls(session).earlier(call, 9)
    lines = (
        Said(by_contact=True, text="heard"),
        Said(by_contact=False, text="said"),
        Said(by_contact=False, text="said more"),
    )
    assert found == (lines[1:], lines)
