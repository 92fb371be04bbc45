"""What turns keep about contacts, and beside them, as PostgreSQL has it afterwards."""

import asyncio
from uuid import uuid4

import pytest

from engine.name_search import NameQuery, Wider
from engine.tables import Column, RowQuery, RowToSave, Table
from store.contact_fields import ContactFields
from store.tables import Tables
from tests.workflows.flows import asks, keyword, says
from tests.workflows.runtime import Runtime
from workflows.call_tables import CallTables


async def test_a_contact_field_that_is_defined(runtime: Runtime) -> None:
    """What fits is kept as the field's type; what does not is a problem of the run, and the flow goes on."""
    async with runtime.store.transaction(runtime.workspace) as session:
        await ContactFields(session).add("age", type="number")
    nodes = {
        "start": keyword("go"),
        "ask": asks("How old?"),
        "set": ("set_contact_field", {"name": "age", "value": "{{ vars.text }}"}),
        "say": says("{{ contact.fields.age | default: 'nobody knows' }}"),
    }
    edges = {"start.next": "ask", "ask.answered": "set", "set.next": "say", "say.next": "ask"}
    await runtime.flow(nodes, edges, variables={"text": {"type": "text"}})
    for text in ("go", "old", "30", "older"):
        await runtime.say("ann", text)
    again = "How old?"
    await runtime.hears("ann", again, "nobody knows", again, "30", again, "30", again)
    assert (await runtime.rows("select fields from contacts"))[0].fields == {"age": 30}
    problems = await runtime.rows("select problems from steps where node = 'set' order by id")
    assert [[one["code"] for one in row.problems] for row in problems] == [["unfit_field"], [], ["unfit_field"]]


async def statuses(runtime: Runtime) -> list[tuple[str, str, str | None]]:
    rows = await runtime.rows(
        "select content ->> 'text' as text, status, error_code from messages where direction = 'out' order by number"
    )
    return [(row.text, row.status, row.error_code) for row in rows]


async def test_who_opts_out_hears_the_farewell_and_nothing_more(runtime: Runtime) -> None:
    """What the turn said before goes out; what comes later, in this turn or another, is kept as failed and told in the run."""
    nodes = {
        "start": keyword("STOP", "बंद"),
        "bye": says("Adiós {{ contact.opted_out }}"),
        "out": ("opt_out", {}),
        "late": says("One more thing {{ contact.opted_out }}"),
        "ask": asks("Really?"),
        "again": says("Still there?"),
    }
    edges = {"start.next": "bye", "bye.next": "out", "out.next": "late", "late.next": "ask", "ask.answered": "again"}
    await runtime.flow(nodes, edges)
    await runtime.say("ann", "बंद")
    await runtime.stands("ann", "ask")
    await runtime.say("ann", "yes")
    await runtime.is_("ann", "completed")
    stopped = "failed", "contact_stopped"
    expected = [
        ("Adiós false", "sent", None),
        ("One more thing true", *stopped),
        ("Really?", *stopped),
        ("Still there?", *stopped),
    ]
    await runtime.until(lambda: statuses(runtime), lambda found: found == expected)
    rows = await runtime.rows("select node, problems from steps order by id")
    assert [(row.node, one["code"]) for row in rows for one in row.problems] == [
        (node, "opted_out") for node in ("late", "ask", "again")
    ]
    (address,) = await runtime.rows("select opted_out_at, opted_out_turn from addresses")
    assert None not in (address.opted_out_at, address.opted_out_turn)


async def test_who_opts_in_again_is_written_to(runtime: Runtime) -> None:
    """From the node on, in the same turn already; also after a change of mind within one turn."""
    edges = {"start.next": "before", "before.next": "out", "out.next": "in", "in.next": "hello"}
    nodes = {
        "start": keyword("change"),
        "before": ("opt_out", {}),
        "out": says("not this"),
        "in": ("opt_in", {}),
        "hello": says("welcome back"),
    }
    await runtime.flow(nodes, edges)
    await runtime.say("ann", "change")
    await runtime.until(lambda: statuses(runtime), lambda found: [one[1] for one in found] == ["failed", "sent"])
    await runtime.execute("update addresses set opted_out_at = now()")
    await runtime.say("ann", "change")
    expected = ["failed", "sent"] * 2
    await runtime.until(lambda: statuses(runtime), lambda found: [one[1] for one in found] == expected)
    assert (await runtime.rows("select opted_out_at from addresses"))[0].opted_out_at is None


ORDERS = Table(columns=(Column(name="sku"), Column(name="pieces", type="number")), key="sku")


async def a_table(runtime: Runtime, name: str = "orders", table: Table = ORDERS) -> None:
    async with runtime.store.transaction(runtime.workspace) as session:
        await Tables(session).add(name, table)


async def test_a_flow_saves_and_finds_rows(runtime: Runtime) -> None:
    """What one conversation has saved another one finds, as the columns keep it; a row that does not fit is told."""
    await a_table(runtime)
    cells = [{"column": "sku", "value": "{{ contact.name }}"}, {"column": "pieces", "value": "{{ vars.text }}"}]
    where = [{"column": "pieces", "op": "gt", "value": "1"}]
    nodes = {
        "start": keyword("go"),
        "ask": asks("How many?"),
        "save": ("save_row", {"table": "orders", "values": cells}),
        "find": ("find_rows", {"table": "orders", "where": where, "sort": "pieces", "save_as": "rows"}),
        "found": says("{% for row in vars.rows %}{{ row.sku }}:{{ row.pieces }},{% endfor %}"),
        "none": says("none"),
        "failed": says("failed"),
    }
    edges = {"start.next": "ask", "ask.answered": "save", "save.saved": "find", "save.failed": "failed"}
    edges |= {f"find.{output}": output for output in ("found", "none", "failed")}
    await runtime.flow(nodes, edges)
    for name, pieces, heard in (
        ("ann", "1", "none"),
        ("bob", "12", "Bob:12,"),
        ("ann", "3", "Ann:3,Bob:12,"),
        ("bob", "x", "failed"),
    ):
        await runtime.say(name, "go")
        await runtime.stands(name, "ask")
        await runtime.say(name, pieces)
        await runtime.is_(name, "completed")
        assert (await runtime.heard(name, "queued", "sending", "sent"))[-1] == heard
    problems = await runtime.rows("select problems from steps where node = 'save' and \"left\" = 'failed'")
    assert [(one["code"], one["message"]) for row in problems for one in row.problems] == [
        ("table_refused", "the column 'pieces': 'x' is no number: one is written 18 or 2.5")
    ]
    assert len(await runtime.rows("select id from data_rows")) == 2


WARDS = """
Kerala      | Kochi      | Fort Kochi  | Cochin
Kerala      | Kochi      | Edappally   | Cochin
Maharashtra | Aurangabad | Cantonment  | औरंगाबाद
Bihar       | Aurangabad | Deo         | औरंगाबाद
Bihar       | Aurangabad | Obra        | औरंगाबाद
"""


async def test_a_flow_walks_down_a_tree_of_places(runtime: Runtime) -> None:
    """From what people write to a district and a ward of a real table; a doubt leads to a question, a slip does not."""
    columns = ("state", "district", "ward", "also")
    await a_table(runtime, "places", Table(columns=tuple(Column(name=name) for name in columns)))
    for line in WARDS.strip().splitlines():
        values = dict(zip(columns, map(str.strip, line.split("|")), strict=True))
        await CallTables(runtime.store, runtime.workspace, uuid4()).save(RowToSave(table="places", values=values))
    district = {"column": "district", "other_names": "also", "within": [{"column": "state"}]}
    within = [{"column": name, "value": f"{{{{ vars.place.{name} }}}}"} for name in ("state", "district")]
    nodes = {
        "start": keyword("go"),
        "where": asks("Where do you live?"),
        "district": ("find_by_name", {"table": "places", **district, "save_as": "place", "several_as": "places"}),
        "which": (
            "ask_from_list",
            {"question": "Which one?", "items": "{{ vars.places }}", "title": "{{ item.state }}", "save_as": "place"},
        ),
        "part": asks("Which part?"),
        "ward": ("find_by_name", {"table": "places", "column": "ward", "within": within, "save_as": "ward"}),
        "found": says("{{ vars.ward.ward }}, {{ vars.place.district }}, {{ vars.place.state }}"),
        "none": says("I do not know that place."),
    }
    edges = {"start.next": "where", "where.answered": "district", "district.several": "which", "which.chosen": "part"}
    edges |= {"district.found": "part", "district.none": "none", "part.answered": "ward"}
    edges |= {"ward.found": "found", "ward.none": "part"}
    await runtime.flow(nodes, edges)
    for name, words, heard in (
        ("ann", ("from cochin", "Obra", "edapally"), "Edappally, Kochi, Kerala"),
        ("bob", ("Aurangabad in Bihar", "Obra"), "Obra, Aurangabad, Bihar"),
        ("cem", ("औरंगाबाद", "1", "deo"), "Deo, Aurangabad, Bihar"),
        ("dua", ("Atlantis",), "I do not know that place."),
    ):
        for text in ("go", *words):
            await runtime.say(name, text)
        await runtime.is_(name, "completed")
        assert (await runtime.heard(name, "queued", "sending", "sent"))[-1] == heard


async def test_a_repeated_attempt_saves_no_other_row(runtime: Runtime) -> None:
    """With a key and without one: what the first attempt has made is found again, by the id of the call."""
    await a_table(runtime)
    await a_table(runtime, "log", Table(columns=ORDERS.columns))
    for name, mode in (("orders", "insert"), ("log", "insert_or_update")):
        tables = CallTables(runtime.store, runtime.workspace, uuid4())
        asked = RowToSave.model_validate({"table": name, "values": {"sku": "A", "pieces": "2"}, "mode": mode})
        first, again = await tables.save(asked), await tables.save(asked)
        assert first == again
        assert first.rows[0] == {"id": str(tables.call), "sku": "A", "pieces": 2}
    other = await CallTables(runtime.store, runtime.workspace, uuid4()).save(
        RowToSave(table="orders", values={"sku": "A"}, mode="insert")
    )
    assert other.refused == "row: 'A' is in the table already"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (RowToSave(table="nothing", values={"sku": "A"}), "there is no table nothing"),
        (RowToSave(table="orders", values={"sku": "A"}, mode="update"), "there is no row with sku = 'A'"),
        (RowToSave(table="log", values={"sku": "A"}, mode="update"), "the table has no key that names one"),
        (RowQuery(table="nothing"), "there is no table nothing"),
        (RowQuery(table="orders", sort="colour"), "the table 'orders' has no column 'colour'"),
        (RowQuery(table="large", limit=100), "the rows are over 256 KiB together: ask for fewer"),
        (NameQuery(table="nothing", column="sku", said="A"), "there is no table nothing"),
        (NameQuery(table="orders", column="colour", said="A"), "the table 'orders' has no column 'colour'"),
        (NameQuery(table="orders", column="sku", said="A", other_names="also"), "has no column 'also'"),
        (NameQuery(table="orders", column="sku", said="A", within=(Wider(column="shop"),)), "has no column 'shop'"),
    ],
)
async def test_what_a_table_refuses(idle: Runtime, asked: RowToSave | RowQuery | NameQuery, told: str) -> None:
    """It is a reason in words, and no failed attempt that would be repeated."""
    for name, table in (
        ("orders", ORDERS),
        ("log", Table(columns=ORDERS.columns)),
        ("large", Table(columns=ORDERS.columns)),
    ):
        await a_table(idle, name, table)
    tables = CallTables(idle.store, idle.workspace, uuid4())
    for _ in range(20):
        row = RowToSave(table="large", values={"sku": "x" * 15_000})
        await CallTables(idle.store, idle.workspace, uuid4()).save(row)
    match asked:
        case RowToSave():
            answer = await tables.save(asked)
        case RowQuery():
            answer = await tables.find(asked)
        case NameQuery():
            answer = await tables.find_named(asked)
    assert (answer.rows, told in answer.refused) == ((), True)


async def test_many_rows_are_looked_through(idle: Runtime) -> None:
    """All of them, however many; two savers of one key at once make one row."""
    await a_table(idle)
    await idle.execute(
        "insert into data_rows (table_id, key, data) select id, n::text, jsonb_build_object('sku', n::text, 'pieces', n)"
        " from data_tables, generate_series(1, 2500) n"
    )
    tables = CallTables(idle.store, idle.workspace, uuid4())
    where = [{"column": "pieces", "op": "lte", "value": "2"}]
    found = await tables.find(RowQuery.model_validate({"table": "orders", "where": where, "sort": "pieces"}))
    assert [row["pieces"] for row in found.rows] == [1, 2]
    asked = RowToSave(table="orders", values={"sku": "new", "pieces": 1})
    both = [CallTables(idle.store, idle.workspace, uuid4()).save(asked) for _ in range(4)]
    assert len({answer.rows[0]["id"] for answer in await asyncio.gather(*both)}) == 1
