"""What turns keep about contacts, and beside them, as PostgreSQL has it afterwards."""

from store.contact_fields import ContactFields
from tests.workflows.flows import asks, keyword, says
from tests.workflows.runtime import Runtime


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
