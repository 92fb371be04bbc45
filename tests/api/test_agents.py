"""Agents and teams, made and changed by programs."""

from uuid import UUID, uuid4

from store.database import Store
from store.inbox import Person, ensure_conversation
from store.notifications import notify
from tests.api.conftest import Client, KeyMaker, a_chat, kind_of


async def an_agent(client: Client, name: str, **over: object) -> str:
    """The id of an agent at example.com."""
    made = await client.post("/agents", json={"name": name.title(), "email": f"{name}@example.com", **over})
    assert made.status_code == 201, made.text
    id: str = made.json()["id"]
    return id


async def a_team(client: Client, key: str, *members: str) -> str:
    made = await client.post("/teams", json={"key": key, "name": key.title(), "members": members})
    assert made.status_code == 201, made.text
    id: str = made.json()["id"]
    return id


async def test_a_team_and_its_members(client: Client) -> None:
    """Members are replaced as a whole; a team that is gone leaves its members, an agent that is gone leaves their teams."""
    ann, bo = await an_agent(client, "ann"), await an_agent(client, "bo")
    team = await a_team(client, "sales", ann, ann)
    assert (await client.get(f"/teams/{team}")).json()["members"] == [ann]
    changed = await client.patch(f"/teams/{team}", json={"name": "Selling", "members": [ann, bo]})
    assert (changed.json()["name"], changed.json()["members"]) == ("Selling", sorted([ann, bo]))
    assert (await client.delete(f"/agents/{ann}")).status_code == 204
    assert [one["members"] for one in (await client.get("/teams")).json()["items"]] == [[bo]]
    assert (await client.delete(f"/teams/{team}")).status_code == 204
    assert [one["id"] for one in (await client.get("/agents")).json()["items"]] == [bo]


async def test_an_agent_is_known_by_the_address(client: Client) -> None:
    """Another one with it is refused, in whatever case it is written; being away is a change like others."""
    ann = await an_agent(client, "ann")
    again = await client.post("/agents", json={"name": "Ann", "email": "ANN@example.com"})
    assert (again.status_code, kind_of(again)) == (409, "conflict")
    changed = await client.patch(f"/agents/{ann}", json={"available": False})
    assert (changed.json()["available"], changed.json()["name"]) == (False, "Ann")


async def test_what_is_not_there_is_not_found(client: Client) -> None:
    """Agents and teams that do not exist, also as members of a team, and keys that are taken or no keys."""
    nobody = uuid4()
    for answer in (
        await client.patch(f"/agents/{nobody}", json={}),
        await client.delete(f"/agents/{nobody}"),
        await client.get(f"/teams/{nobody}"),
        await client.patch(f"/teams/{nobody}", json={"name": "x"}),
        await client.delete(f"/teams/{nobody}"),
        await client.post("/teams", json={"key": "sales", "name": "Sales", "members": [str(nobody)]}),
    ):
        assert (answer.status_code, kind_of(answer)) == (404, "not-found")
    assert (await client.get("/teams")).json()["items"] == []
    await a_team(client, "sales")
    assert kind_of(await client.post("/teams", json={"key": "sales", "name": "Others"})) == "conflict"
    assert kind_of(await client.post("/teams", json={"key": " sales", "name": "Others"})) == "invalid-request"


async def test_agents_may_look_and_not_change(client: Client, key: KeyMaker) -> None:
    """Who talks to contacts sees the teams; who is in them is decided by others."""
    headers = await key("conversations:read", "conversations:write")
    assert (await client.get("/teams", headers=headers)).status_code == 200
    refused = await client.post("/teams", json={"key": "mine", "name": "Mine"}, headers=headers)
    assert (refused.status_code, kind_of(refused)) == (403, "forbidden")


async def test_notifications(client: Client, store: Store, workspace: UUID) -> None:
    """An agent sees their own and everybody's, reads each once, and none of another agent's."""
    ann, bo = await an_agent(client, "ann"), await an_agent(client, "bo")
    async with store.transaction(workspace) as session:
        conversation = await ensure_conversation(session, Person(UUID(await a_chat(client)), "webchat", "v1"))
        for agent in ("ann@example.com", "bo@example.com", ""):
            await notify(session, conversation, f"to {agent}", {"kind": "flow"}, agent=agent)
    listed = (await client.get(f"/notifications?agent={ann}")).json()["items"]
    assert [(one["text"], one["agent_id"]) for one in listed] == [("to ", None), ("to ann@example.com", ann)]
    first = (await client.post(f"/notifications/{listed[1]['id']}/read")).json()
    assert first["read_at"] == (await client.post(f"/notifications/{first['id']}/read")).json()["read_at"] is not None
    unread = (await client.get(f"/notifications?agent={ann}&unread=true")).json()["items"]
    assert [one["text"] for one in unread] == ["to "]
    assert [one["agent_id"] for one in (await client.get("/notifications")).json()["items"]] == [None, bo, ann]
    for answer in (
        await client.get(f"/notifications?agent={uuid4()}"),
        await client.post(f"/notifications/{ann}/read"),
    ):
        assert (answer.status_code, kind_of(answer)) == (404, "not-found")
