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
