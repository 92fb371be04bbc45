"""Whatever is in a database of the first release goes on meaning the same in this one."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import create_async_engine

from store.claims import claimed
from store.config import Database
from store.contacts import Contacts
from store.database import Store
from store.flows import Flows
from store.migrate import downgrade, prepare, upgrade
from store.pages import Window
from store.rows import Rows
from store.tables import Tables

FIRST = "0006"
WORKSPACE, CONTACT, CONVERSATION = (UUID(int=number) for number in (1, 2, 3))
TENANT = (
    f"select set_config('app.workspace', '{WORKSPACE}', true)",
    f"insert into workspaces (id, name, slug) values ('{WORKSPACE}', 'Acme', 'acme')",
)
# As that release has written it.
DATA = (
    *TENANT,
    f"insert into contacts (id, name, tags) values ('{CONTACT}', 'Ann', '{{vip}}')",
    f"insert into addresses (contact_id, channel_kind, address, opted_out_at) values ('{CONTACT}', 'webchat', 'ann', now())",
    "insert into channels (kind, name, credentials) values ('webchat', 'Chat', 'sealed')",
    f"""
    insert into conversations (id, contact_id, channel_id, address, last_event, last_message)
    select '{CONVERSATION}', c.id, h.id, 'ann', 1, 1 from contacts c, channels h
    """,
    """
    insert into messages (conversation_id, channel_id, number, direction, status, content)
    select id, channel_id, 1, 'in', 'received', '{"text": "stop"}' from conversations
    """,
    "insert into flows (key, name) values ('stop', 'Stop')",
    """
    insert into versions (flow_id, number, hash, document)
    select id, 1, 'h', '{"dialoom": 1, "name": "Stop", "nodes": [], "edges": []}' from flows
    """,
    "update flows set published_id = (select id from versions)",
    """
    insert into triggers (flow_id, version_id, node, kind, params, interrupts)
    select flow_id, id, node, 'keyword', params::jsonb, interrupts from versions, (values
        ('stop', '{"words": ["stop"], "interrupts": true}', true),
        ('help', '{"words": ["help"], "interrupts": false}', false),
        ('menu', '{"words": ["menu"]}', false)) as old (node, params, interrupts)
    """,
    """
    insert into sessions (conversation_id, contact_id, channel_id, flow_id, version_id, status, state)
    select c.id, contact_id, channel_id, flow_id, v.id, 'active',
        jsonb_build_object('frames', jsonb_build_array(jsonb_build_object('flow', v.id, 'node', 'stop')))
    from conversations c, versions v
    """,
    "update conversations set session_id = (select id from sessions)",
    """
    insert into events (conversation_id, number, kind, message_id, data)
    select conversation_id, 1, 'message', id, '{"trigger": {"node": "stop", "interrupts": true}}' from messages
    """,
)
# As version 0020 has written them: the key as it was spelled.
ROWS = (
    """
    insert into data_tables (name, columns, key)
    values ('orders', '[{"name": "no"}, {"name": "note"}]', 'no'), ('plain', '[{"name": "no"}]', null)
    """,
    """
    insert into data_rows (id, table_id, key, data)
    select ('00000000-0000-0000-0000-00000000000' || n)::uuid, t.id, case when t.key is not null then no end,
        jsonb_build_object('no', no)
    from data_tables t join (values
        (1, 'orders', 'A-1'), (2, 'orders', 'a-1'), (3, 'orders', 'Straße'), (4, 'orders', 'x'), (5, 'plain', 'Y')
    ) as old (n, name, no) on old.name = t.name
    """,
)
# As version 0018 has written them.
PROGRAMS = (
    "insert into flows (key, name) values ('news', 'News')",
    """
    insert into versions (flow_id, number, hash, document)
    select id, 1, 'h', '{"dialoom": 2, "name": "News", "nodes": [], "edges": []}' from flows
    """,
    """
    insert into triggers (flow_id, version_id, node, kind, params, priority)
    select flow_id, id, node, kind, params::jsonb, priority from versions, (values
        ('word', 'keyword', '{"words": ["news"], "priority": 7}', 7), ('api', 'api_start', '{}', 0),
        ('cron', 'schedule', '{"cron": "0 9 * * *"}', 0)) as old (node, kind, params, priority)
    """,
)
TABLES = ("contacts", "addresses", "conversations", "messages", "sessions", "events", "versions")


async def test_triggers_do_to_others_what_they_did(empty_database: Database) -> None:
    """One that interrupts still does; one that does not says nothing about it any more."""
    await _upgraded(empty_database)
    store = Store.open(empty_database)
    async with store.transaction(WORKSPACE) as session:
        found = {one.node: (one.when_busy, one.params) for one in await Flows(session).triggers()}
    await store.close()
    assert found == {
        "stop": ("interrupt", {"words": ["stop"], "when_busy": "interrupt"}),
        "help": ("ignore", {"words": ["help"]}),
        "menu": ("ignore", {"words": ["menu"]}),
    }


async def test_a_conversation_is_found_as_it_was(empty_database: Database) -> None:
    """Its open run, what is in line, that the contact wants nothing more; and what changes from now on is told."""
    await _upgraded(empty_database)
    store = Store.open(empty_database)
    async with claimed(store, WORKSPACE, CONVERSATION, "key") as (_, found):
        assert found is not None
        assert (found.pending, found.stopped, found.open and found.open.session.status) == (1, True, "active")
        assert (found.contact.tags, found.contact.segments) == (("vip",), ())
    async with store.transaction(WORKSPACE) as session:
        await Contacts(session).update(CONTACT, tags=["vip", "new"])
    await store.close()
    told = await _run(empty_database, "select kind, contact_id from workspace_events")
    assert [tuple(row) for row in told] == [("contact.tag_added", CONTACT)]


async def test_the_way_back(empty_database: Database) -> None:
    """An operator who goes back finds everything as it was; one word less, where it said what is taken for granted."""
    await prepare(empty_database, FIRST)
    await _run(empty_database, *DATA)
    before = {table: await _all(empty_database, table) for table in TABLES}
    await upgrade(empty_database.owner_url)
    await downgrade(empty_database.owner_url, FIRST)
    assert {table: await _all(empty_database, table) for table in TABLES} == before
    triggers = await _run(
        empty_database, "select node, interrupts, params -> 'words' ->> 0 from triggers order by node"
    )
    assert [tuple(row) for row in triggers] == [
        ("help", False, "help"),
        ("menu", False, "menu"),
        ("stop", True, "stop"),
    ]


async def test_keys_of_rows_are_found_whatever_their_case(empty_database: Database) -> None:
    """As they are compared from now on; two rows that were two stay two, and the way back leads back."""
    await prepare(empty_database, "0020")
    await _run(empty_database, *TENANT, *ROWS)
    keys = "select data ->> 'no', key from data_rows order by id"
    before = await _run(empty_database, keys)
    await upgrade(empty_database.owner_url)
    after = [tuple(row) for row in await _run(empty_database, keys)]
    assert await _saved(empty_database, "A-1", "seen") == "A-1", "each of the two can still be changed"
    assert after == [("A-1", "A-1"), ("a-1", "a-1"), ("Straße", "strasse"), ("x", "x"), ("Y", None)]
    await downgrade(empty_database.owner_url, "0020")
    assert await _run(empty_database, keys) == before


async def test_triggers_of_programs_get_the_ordinary_priority(empty_database: Database) -> None:
    """What messages pull keeps its own, and who goes back finds the triggers as they were."""
    await prepare(empty_database, "0018")
    await _run(empty_database, *TENANT, *PROGRAMS)
    told = "select node, priority, params from triggers order by node"
    before = await _run(empty_database, told)
    await upgrade(empty_database.owner_url)
    after = [(row.node, row.priority) for row in await _run(empty_database, told)]
    assert after == [("api", 50), ("cron", 50), ("word", 7)]
    await downgrade(empty_database.owner_url, "0018")
    assert await _run(empty_database, told) == before


async def _saved(database: Database, no: str, what: str) -> str:
    """The number of the row that was written as this one, after something else in it has changed."""
    store = Store.open(database)
    async with store.transaction(WORKSPACE) as session:
        table = await Tables(session).get("orders")
        rows = Rows(session, table)
        (row,) = [one for one in (await rows.page(Window(limit=10))).items if one.data["no"] == no]
        changed = await rows.update(row.id, {"note": what})
    await store.close()
    return str(changed.data["no"])


async def _upgraded(database: Database) -> None:
    await prepare(database, FIRST)
    await _run(database, *DATA)
    await prepare(database)


async def _all(database: Database, table: str) -> list[Any]:
    return [row[0] for row in await _run(database, f"select to_jsonb(t) from {table} t order by 1")]


async def _run(database: Database, *statements: str) -> list[Any]:
    """What the last of them gives, in one transaction."""
    engine, rows = create_async_engine(database.owner_url.get_secret_value()), list[Any]()
    async with engine.begin() as connection:
        for statement in statements:
            found = await connection.exec_driver_sql(statement)
            rows = list(found) if found.returns_rows else []
    await engine.dispose()
    return rows
