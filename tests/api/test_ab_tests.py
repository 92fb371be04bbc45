"""A/B tests: a contact keeps a way, and who reached the goal in time is counted from the log."""

from collections import Counter
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text

from store.crypto import Vault
from store.database import Store
from tests.api.conftest import Client, Nodes, a_chat, kind_of, published
from tests.api.turns import bot_answers
from tests.make import a_document

PEOPLE = [f"p{number}" for number in range(16)]
TEST = {"name": "Greeting", "variants": [{"id": "short"}, {"id": "long"}], "goal": "Booked", "within": "P7D"}


def greeting(**over: Any) -> dict[str, Any]:
    """The short way leads to the goal, the long one nowhere."""
    nodes: Nodes = {
        "start": ("api_start", {}),
        "try": ("ab_test", {**TEST, **over}),
        "booked": ("goal", {"name": "Booked"}),
        "other": ("goal", {"name": "Something else"}),
    }
    return a_document(nodes, {"start.next": "try", "try.short": "booked", "try.long": "other"})


class Trial:
    def __init__(self, client: Client, store: Store, vault: Vault, workspace: UUID, channel: str) -> None:
        self.client, self.store, self.vault, self.workspace, self.channel = client, store, vault, workspace, channel

    async def run(self, flow: str, *people: str) -> None:
        for person in people:
            body = {"to": {"channel": self.channel, "address": person, "name": person}}
            taken = await self.client.post(f"/flows/{flow}/start", json=body)
            assert taken.status_code == 202, taken.text
            await bot_answers(self.store, self.vault, self.workspace, UUID(taken.json()["conversation"]))

    async def ways(self) -> dict[str, set[str]]:
        """By person, the ways that they took."""
        query = text(
            'select c.name, array_agg(distinct t."left") from steps t join sessions s on s.id = t.session_id'
            " join contacts c on c.id = s.contact_id where t.kind = 'ab_test' group by 1"
        )
        async with self.store.transaction(self.workspace) as session:
            return {row[0]: set(row[1]) for row in await session.execute(query)}

    async def execute(self, statement: str) -> None:
        async with self.store.transaction(self.workspace) as session:
            await session.execute(text(statement))

    async def counts(self, flow: str) -> dict[str, tuple[int, int, int]]:
        (found,) = (await self.client.get(f"/flows/{flow}/ab-tests")).json()["items"]
        return {way["id"]: (way["entered"], way["reached"], way["pending"]) for way in found["variants"]}


async def a_trial(client: Client, store: Store, vault: Vault, workspace: UUID) -> Trial:
    return Trial(client, store, vault, workspace, await a_chat(client))


async def test_who_took_which_way_and_got_there(client: Client, store: Store, vault: Vault, workspace: UUID) -> None:
    """Each contact counts once, by one way that stays theirs in every run and every version."""
    trial = await a_trial(client, store, vault, workspace)
    flow = (await published(client, greeting()))["id"]
    await trial.run(flow, *PEOPLE, *PEOPLE[:4])
    await client.post(f"/flows/{flow}/publish", json={"note": "again"})
    await trial.run(flow, *PEOPLE[:4])
    ways = await trial.ways()
    assert all(len(taken) == 1 for taken in ways.values())
    size = Counter(next(iter(taken)) for taken in ways.values())
    assert (size["short"] > 0, size["long"] > 0, size.total()) == (True, True, len(PEOPLE))
    counted = await trial.counts(flow)
    assert counted == {"short": (size["short"], size["short"], 0), "long": (size["long"], 0, size["long"])}


async def test_in_time_or_not(client: Client, store: Store, vault: Vault, workspace: UUID) -> None:
    """A goal that is reached late, or was reached before, does not count; nobody waits for it after the time is up."""
    trial = await a_trial(client, store, vault, workspace)
    flow = (await published(client, greeting()))["id"]
    await trial.run(flow, *PEOPLE)
    before = await trial.counts(flow)
    await trial.execute("update steps set created_at = created_at - interval '8 days' where kind = 'ab_test'")
    assert await trial.counts(flow) == {way: (entered, 0, 0) for way, (entered, _, _) in before.items()}
    await trial.execute("update steps set created_at = created_at - interval '9 days' where kind = 'goal'")
    assert await trial.counts(flow) == {way: (entered, 0, 0) for way, (entered, _, _) in before.items()}


async def test_a_goal_in_another_flow(client: Client, store: Store, vault: Vault, workspace: UUID) -> None:
    """It may be reached in another run of another flow, by its name; a goal of another name is none."""
    trial = await a_trial(client, store, vault, workspace)
    flow = (await published(client, greeting(goal="Paid")))["id"]
    nodes: Nodes = {"start": ("api_start", {}), "paid": ("goal", {"name": "Paid"})}
    shop = (await published(client, a_document(nodes, {"start.next": "paid"}), "shop"))["id"]
    await trial.run(flow, *PEOPLE)
    ways = await trial.ways()
    buyer = next(person for person in PEOPLE if ways[person] == {"long"})
    await trial.run(shop, buyer)
    reached = {way: reached for way, (_, reached, _) in (await trial.counts(flow)).items()}
    assert reached == {"short": 0, "long": 1}


async def test_what_is_told(client: Client, store: Store, vault: Vault, workspace: UUID) -> None:
    """The test as it is drawn, and of few contacts that they are too few; with a winner all take its way."""
    trial = await a_trial(client, store, vault, workspace)
    flow = (await published(client, greeting(winner="long")))["id"]
    await trial.run(flow, *PEOPLE[:3])
    (found,) = (await client.get(f"/flows/{flow}/ab-tests")).json()["items"]
    told = {name: found[name] for name in ("node", "name", "goal", "within", "winner")}
    assert told == {"node": "try", "name": "Greeting", "goal": "Booked", "within": "P7D", "winner": "long"}
    assert [(way["id"], way["entered"], way["hint"]) for way in found["variants"]] == [
        ("short", 0, None),
        ("long", 3, "too_few"),
    ]


async def test_where_there_is_nothing_to_tell(client: Client) -> None:
    """A flow without a test, and one that was never published, have none; an unknown flow is unknown."""
    nodes: Nodes = {"start": ("api_start", {}), "paid": ("goal", {"name": "Paid"})}
    plain = (await published(client, a_document(nodes, {"start.next": "paid"})))["id"]
    made = await client.post("/flows/import", json={"document": greeting(), "key": "drawn"})
    for id in (plain, made.json()["id"]):
        assert (await client.get(f"/flows/{id}/ab-tests")).json() == {"items": []}
    unknown = await client.get(f"/flows/{uuid4()}/ab-tests")
    assert (unknown.status_code, kind_of(unknown)) == (404, "not-found")
