"""``Idempotency-Key``: what is sent again is done once."""

import asyncio
from uuid import UUID

from sqlalchemy import text

from store.database import Store
from tests.api.conftest import Client, KeyMaker, greeter, kind_of

KEY = {"idempotency-key": "k-1"}


async def test_the_first_answer_is_given_again(client: Client) -> None:
    """Same status, same body, and one flow; the answer says that it is a repetition."""
    first = await client.post("/flows", json={"name": "Once"}, headers=KEY)
    again = await client.post("/flows", json={"name": "Once"}, headers=KEY)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert ("idempotent-replayed" in first.headers, again.headers["idempotent-replayed"]) == (False, "true")
    assert len((await client.get("/flows")).json()["items"]) == 1


async def test_at_the_same_time_too(client: Client) -> None:
    """The second waits for the first, and gets its answer."""
    body = {"document": greeter(), "key": "once"}
    answers = await asyncio.gather(*(client.post("/flows/import", json=body, headers=KEY) for _ in range(4)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1


async def test_another_request_with_the_key_is_refused(client: Client) -> None:
    """Another body, or another address."""
    await client.post("/flows", json={"name": "Once"}, headers=KEY)
    for path, body in (("/flows", {"name": "Twice"}), ("/contacts", {"channel": "telegram", "address": "7"})):
        answer = await client.post(path, json=body, headers=KEY)
        assert (answer.status_code, kind_of(answer)) == (409, "idempotency-conflict")


async def test_a_refused_request_is_forgotten(client: Client) -> None:
    """What failed did nothing, so it may be tried again with its key."""
    await client.post("/flows", json={"name": "Taken", "key": "taken"})
    assert (await client.post("/flows", json={"name": "x", "key": "taken"}, headers=KEY)).status_code == 409
    assert (await client.post("/flows", json={"name": "x", "key": "free"}, headers=KEY)).status_code == 201


async def test_a_new_key_is_not_kept_in_the_clear(client: Client, store: Store, workspace: UUID) -> None:
    """Its first answer shows it, and so does the repetition; the database does not."""
    first = await client.post("/keys", json={"name": "ci", "role": "viewer"}, headers=KEY)
    again = await client.post("/keys", json={"name": "ci", "role": "viewer"}, headers=KEY)
    assert first.json()["plain"] == again.json()["plain"]
    async with store.transaction(workspace) as session:
        kept = (await session.execute(text("select body::text from idempotency"))).scalar_one()
    assert first.json()["plain"] not in kept


async def test_another_who_asks_gets_nothing_of_it(client: Client, key: KeyMaker) -> None:
    """The key of a request belongs to the API key that sent it."""
    await client.post("/keys", json={"name": "ci", "role": "viewer"}, headers=KEY)
    client.headers.update(await key("workspace:admin"))
    answer = await client.post("/keys", json={"name": "ci", "role": "viewer"}, headers=KEY)
    assert (answer.status_code, "plain" in answer.json()) == (409, False)


async def test_a_key_that_is_no_key_is_refused(client: Client) -> None:
    """Empty, or longer than anybody needs."""
    for key in ("", "k" * 201):
        answer = await client.post("/flows", json={"name": "x"}, headers={"idempotency-key": key})
        assert (answer.status_code, kind_of(answer)) == (400, "invalid-request")
