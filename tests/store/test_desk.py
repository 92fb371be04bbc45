"""Who gets a conversation that is handed over, and what the workspace is told."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from store import desk
from store.agents import Agents, Teams
from store.channels import Channels
from store.contacts import Contacts
from store.conversations import ConversationFilter, Conversations
from store.crypto import Vault
from store.database import Store
from store.enacted import Place, enact
from store.inbox import Person, ensure_conversation
from store.notifications import notify
from store.pages import Window
from store.workspace_events import WorkspaceEvents

FLOW = {"kind": "flow", "run": None}
PEOPLE = {"kind": "key", "name": "test"}
OVER: dict[str, Any] = {
    "type": "hand_over",
    "team": "sales",
    "agent": "",
    "share": "queue",
    "priority": "high",
    "note": "",
    "summary": {"said": "help", "answers": [], "variables": {"n": 1}},
}


class Office:
    """A workspace with agents Ann, Bo and Cy in the team ``sales``; every conversation is another contact's."""

    def __init__(self, session: AsyncSession, channel: UUID) -> None:
        self.session, self.channel, self.count = session, channel, 0

    @classmethod
    async def opened(cls, session: AsyncSession, vault: Vault) -> "Office":
        channel = await Channels(session, vault).add("webchat", "Chat", {"title": "Chat"}, {})
        ids = [(await Agents(session).add(name.title(), f"{name}@example.com")).id for name in ("ann", "bo", "cy")]
        await Teams(session).add("sales", "Sales", ids)
        return cls(session, channel.id)

    async def conversation(self) -> UUID:
        self.count += 1
        return await ensure_conversation(self.session, Person(self.channel, "webchat", f"v{self.count}"))

    async def handed(self, **wish: str) -> tuple[UUID, str | None]:
        """A conversation that was handed over so, and who got it."""
        conversation = await self.conversation()
        await desk.hand_over(self.session, conversation, None, desk.Wish(**wish), FLOW)
        return conversation, await self.holder(conversation)

    async def holder(self, conversation: UUID) -> str | None:
        query = "select name from agents a join conversations c on c.assignee_id = a.id where c.id = :id"
        name: str | None = await self.session.scalar(text(query), {"id": conversation})
        return name

    async def away(self, name: str) -> None:
        await self.session.execute(text("update agents set available = false where name = :name"), {"name": name})


@pytest.fixture
async def office(session: AsyncSession, vault: Vault) -> Office:
    return await Office.opened(session, vault)


async def test_the_queue_is_nobodys(office: Office) -> None:
    """It is the team's, and whoever wants takes it."""
    conversation, who = await office.handed(team="sales")
    assert who is None
    page = await Conversations(office.session).page(Window(), ConversationFilter(status="pending", assigned=False))
    assert [one.id for one in page.items] == [conversation]


async def test_one_after_the_other(office: Office) -> None:
    """Everybody who is there gets one before anybody gets another."""
    await office.away("Bo")
    got = [(await office.handed(team="sales", share="round_robin"))[1] for _ in range(4)]
    assert got == ["Ann", "Cy", "Ann", "Cy"]


async def test_who_has_least(office: Office) -> None:
    """What was given back does not count, what somebody was given by name does."""
    for name in ("ann", "ann", "bo"):
        await office.handed(agent=f"{name}@example.com")
    first, who = await office.handed(team="sales", share="least_loaded")
    assert who == "Cy"
    await office.handed(agent="cy@example.com")
    await desk.hand_back(office.session, first, "resumed", FLOW)
    assert [(await office.handed(team="sales", share="least_loaded"))[1] for _ in range(2)] == ["Bo", "Cy"]


async def test_whoever_is_free(office: Office) -> None:
    """Who has nothing gets it; when everybody has something it waits in the queue."""
    got = [(await office.handed(team="sales", share="free"))[1] for _ in range(4)]
    assert got == ["Ann", "Bo", "Cy", None]


async def test_by_name(office: Office) -> None:
    """A named agent gets it, also while away; unless a team is named, too, which then has somebody who is there."""
    await office.away("Bo")
    assert (await office.handed(agent="BO@example.com"))[1] == "Bo"
    assert (await office.handed(agent="bo@example.com", team="sales", share="round_robin"))[1] == "Ann"
    assert (await office.handed(agent="bo@example.com", team="sales"))[1] is None
    assert (await office.handed(agent="nobody@example.com"))[1] is None


async def test_who_had_it_before(office: Office) -> None:
    """A flow that names nobody leaves it with whom it is assigned to."""
    conversation = await office.conversation()
    ann = (await Agents(office.session).list())[-1]
    await desk.assign(office.session, conversation, None, ann.id, PEOPLE, sets_team=False, sets_agent=True)
    await desk.hand_over(office.session, conversation, None, desk.Wish(), FLOW)
    assert await office.holder(conversation) == "Ann"


async def test_from_a_turn(store: Store, workspace: UUID, vault: Vault) -> None:
    """Effects of a turn are carried out in their order, in its transaction, and the workspace is told of each."""
    async with store.transaction(workspace) as session:
        conversation = await (await Office.opened(session, vault)).conversation()
    async with store.hot.transaction(workspace) as connection:
        place = Place(conversation, UUID(int=5), UUID(int=6))
        back = {"type": "hand_back", "outcome": "timeout", "by": None}
        await enact(connection, place, [OVER, back, OVER])
    async with store.transaction(workspace) as session:
        newest, oldest = await Conversations(session).hand_overs(conversation, 9)
        assert (oldest.outcome, newest.outcome, newest.priority) == ("timeout", None, "high")
        assert (newest.summary, newest.session_id) == (OVER["summary"], place.session)
        told = await WorkspaceEvents(session).take(9)
        kinds = [one.kind for one in told]
        assert kinds == ["conversation.handed_over", "conversation.handed_back", "conversation.handed_over"]
        assert told[1].data["by"] == {"kind": "flow", "run": str(place.session)}
        assert {one.contact_id for one in told} == {(await Conversations(session).get(conversation)).contact_id}


async def test_what_happens_twice_is_told_once(office: Office) -> None:
    """Closing what is closed, and giving back what nobody has, change nothing."""
    conversation, _ = await office.handed(team="sales")
    assert [await desk.close(office.session, conversation, "done", PEOPLE) for _ in range(2)] == [True, False]
    for _ in range(2):
        await desk.hand_back(office.session, conversation, "resolved", PEOPLE)
        await desk.reopen(office.session, conversation, PEOPLE)
    told = [one.kind.removeprefix("conversation.") for one in await WorkspaceEvents(office.session).take(9)]
    assert told == ["handed_over", "closed", "handed_back", "reopened"]


async def test_a_rating(office: Office) -> None:
    """The newest is the conversation's, and that of the last time people had it."""
    conversation, _ = await office.handed(team="sales")
    await desk.hand_back(office.session, conversation, "resolved", PEOPLE)
    await desk.rate(office.session, conversation, 2, FLOW)
    await desk.rate(office.session, conversation, 4, FLOW)
    assert (await Conversations(office.session).get(conversation)).rating == 4
    assert [one.rating for one in await Conversations(office.session).hand_overs(conversation, 9)] == [4]
    [*_, told] = await WorkspaceEvents(office.session).take(9)
    assert (told.kind, told.data["rating"], told.data["by"]) == ("conversation.rated", 4, FLOW)


async def test_who_is_told(office: Office) -> None:
    """Who is named; else whose it is, or everybody in its team; at the worst everybody."""
    conversation = await office.conversation()
    ann = (await Agents(office.session).list())[-1].id
    team = (await Teams(office.session).list())[0].id
    for expected, wish in (
        ([None], {}),
        ([None], {"team": "nobody", "agent": "no@example.com"}),
        (["Bo"], {"agent": "BO@example.com"}),
        (["Ann", "Bo", "Cy"], {"team": "sales", "agent": "bo@example.com"}),
    ):
        assert await _told(office, conversation, **wish) == expected
    await desk.assign(office.session, conversation, team, None, FLOW, sets_team=True, sets_agent=True)
    assert await _told(office, conversation) == ["Ann", "Bo", "Cy"]
    await desk.assign(office.session, conversation, team, ann, FLOW, sets_team=True, sets_agent=True)
    assert await _told(office, conversation) == ["Ann"]


async def _told(office: Office, conversation: UUID, **wish: str) -> list[str | None]:
    await office.session.execute(text("delete from notifications"))
    await notify(office.session, conversation, "look", FLOW, **wish)
    query = "select a.name from notifications n left join agents a on a.id = n.agent_id order by a.name"
    return list(await office.session.scalars(text(query)))


async def test_erased_with_the_contact(office: Office) -> None:
    """Nothing of what people wrote of somebody outlives them."""
    conversation, _ = await office.handed(team="sales")
    contact = (await Conversations(office.session).get(conversation)).contact_id
    await Contacts(office.session).erase(contact)
    assert await office.session.scalar(text("select count(*) from hand_overs")) == 0
