"""A contact who is erased is gone from every table that there is, and nobody else is."""

from uuid import UUID, uuid4

from sqlalchemy import func, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from store.addresses import Addresses
from store.contacts import Contacts
from store.database import Store
from store.idempotency import Idempotency
from store.models import BulkRecipientRow, BulkStartRow, ChannelRow, ConversationRow, FlowRow, IdempotencyRow
from store.notes import Notes
from tests.store.seed import TABLES, Rows, put, seeded

# What a workspace is made of. A new table is either named here, or goes with the contact.
NOBODYS = {
    *("workspaces", "users", "memberships", "api_keys", "secrets", "idempotency"),
    *("channels", "integrations", "webhooks", "templates", "flow_hooks"),
    *("flows", "drafts", "versions", "triggers", "canaries", "moves", "schedules", "bulk_starts"),
    *("contact_fields", "segments", "data_tables", "data_rows", "agents", "teams", "team_members"),
}
MINE = {"contacts.id": "contacts", "conversations.id": "conversations"}


async def test_nothing_is_left_in_any_table(store: Store) -> None:
    """Whatever a row has of them: the contact, a conversation, an address, or what a conversation has used up."""
    rows = await seeded(store)
    async with store.transaction(rows["workspaces"]["id"]) as session:
        await _make_all_hers(session, rows)
        await Contacts(session).erase(rows["contacts"]["id"])
    async with store.transaction(rows["workspaces"]["id"]) as session:
        counts = {name: await session.scalar(select(func.count()).select_from(table)) for name, table in TABLES.items()}
    assert {name for name, count in counts.items() if count} == NOBODYS


async def _make_all_hers(session: AsyncSession, rows: Rows) -> None:
    """Also by the columns that need not be set."""
    for table in TABLES.values():
        for column in table.c:
            for key in column.foreign_keys:
                if parent := MINE.get(str(key.target_fullname)):
                    await session.execute(update(table).values({column.name: rows[parent]["id"]}))
    await put(session, rows, "messages", {"hook_event_id": rows["hook_events"]["id"], "number": 2})
    talks = rows["conversations"]
    await session.execute(text("update visitors set address = :address"), {"address": talks["address"]})
    spent = {"scope": "conversation", "subject": talks["id"]}
    await session.execute(update(TABLES["ai_spend"]).values(spent))
    kind, address = rows["addresses"]["channel_kind"], rows["addresses"]["address"]
    await session.execute(update(TABLES["channels"]).values(kind=kind))
    await session.execute(update(TABLES["bulk_recipients"]).values(address=address, conversation_id=None))


async def test_who_has_the_same_address_elsewhere_stays(session: AsyncSession) -> None:
    """In bulk starts people are known by their addresses, which mean something on a channel type only."""
    ann, bulk = await Contacts(session).add("telegram", "42"), uuid4()
    await Contacts(session).add("webchat", "42")
    await Addresses(session).add(ann.id, "sms", "43")
    places = {kind: await _channel(session, kind) for kind in ("telegram", "webchat", "sms")}
    flow = await session.scalar(insert(FlowRow).values(key="f", name="f").returning(FlowRow.id))
    await session.execute(insert(BulkStartRow).values(id=bulk, flow_id=flow))
    people = [("telegram", "42"), ("webchat", "42"), ("sms", "42"), ("sms", "43"), ("telegram", "44")]
    recipients = [{"channel_id": places[kind], "address": address} for kind, address in people]
    gone = {"channel_id": uuid4(), "address": "43"}
    await session.execute(
        insert(BulkRecipientRow).values([{"bulk_start_id": bulk, **one} for one in (*recipients, gone)])
    )
    await Contacts(session).erase(ann.id)
    left = await session.execute(select(BulkRecipientRow.channel_id, BulkRecipientRow.address))
    assert {tuple(row) for row in left} == {
        (places[kind], address) for kind, address in (people[1], people[2], people[4])
    }


async def test_answers_that_are_kept(session: AsyncSession) -> None:
    """An answer about them, or a note on them, is forgotten before its day is over; the others are still given again."""
    ann, bea = await Contacts(session).add("telegram", "42"), await Contacts(session).add("telegram", "43")
    telegram, answers = await _channel(session, "telegram"), Idempotency(session)
    for contact, address in ((ann, "42"), (bea, "43")):
        talk = {"contact_id": contact.id, "channel_id": telegram, "address": address}
        made = insert(ConversationRow).values(talk).returning(ConversationRow.id)
        note = await Notes(session).add((await session.execute(made)).scalar_one(), "Wants to be called", None)
        for kind, id in (("note", note.id), ("contact", contact.id)):
            await answers.begin(f"{kind} {address}", "")
            await answers.finish(f"{kind} {address}", 201, {"id": str(id), "name": "Ann"})
    await answers.begin("ids alone", "")
    await answers.finish("ids alone", 202, {"conversation": str(ann.id), "event": 1})
    await Contacts(session).erase(ann.id)
    left = await session.scalars(select(IdempotencyRow.key).order_by(IdempotencyRow.key))
    assert list(left) == ["contact 43", "ids alone", "note 43"]


async def _channel(session: AsyncSession, kind: str) -> UUID:
    id = uuid4()
    await session.execute(insert(ChannelRow).values(id=id, kind=kind, name=kind, credentials=""))
    return id
