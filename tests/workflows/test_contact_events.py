"""What a flow changes of a contact is told with the run that did it."""

from itertools import pairwise
from typing import Any

from tests.make import a_document
from tests.workflows.flows import keyword, says
from tests.workflows.runtime import Runtime

EVENTS = "select kind, data, contact_id from workspace_events order by data ->> 'name', kind, data ->> 'tag'"


def changer(*nodes: tuple[str, dict[str, Any]]) -> dict[str, Any]:
    """Does these one after the other, then says so."""
    steps = {"start": keyword("go"), **{f"n{index}": node for index, node in enumerate(nodes)}, "done": says("done")}
    return a_document(steps, {f"{one}.next": other for one, other in pairwise(steps)})


async def test_a_turn(runtime: Runtime) -> None:
    """Each change of the turn once, with its run; of what was already so, nothing."""
    change = (
        ("add_tag", {"tag": "vip"}),
        ("set_contact_field", {"name": "city", "value": "Porto"}),
        ("set_contact_field", {"name": "name", "value": "Anna"}),
    )
    await runtime.publish(changer(*change))
    for _ in range(2):
        await runtime.say("ann", "go")
    await runtime.hears("ann", "done", "done")
    first, _ = [str(row.id) for row in await runtime.rows("select id from sessions order by id")]
    found = await runtime.rows(EVENTS)
    assert [(row.kind, row.data) for row in found] == [
        ("contact.field_changed", {"name": "city", "before": None, "after": "Porto", "run": first}),
        ("contact.field_changed", {"name": "name", "before": "Ann", "after": "Anna", "run": first}),
        ("contact.tag_added", {"tag": "vip", "run": first}),
    ]
    assert len({row.contact_id for row in found}) == 1


async def test_a_turn_that_changes_nothing(runtime: Runtime) -> None:
    """An ordinary turn writes no event."""
    await runtime.publish(changer())
    await runtime.say("ann", "go")
    await runtime.hears("ann", "done")
    assert await runtime.rows(EVENTS) == []
