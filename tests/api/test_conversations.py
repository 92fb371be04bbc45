"""Conversations as an inbox sees them: what waits, whose it is, what was handed over, and what is over."""

from uuid import uuid4

from tests.api.conftest import asker, kind_of
from tests.api.desk import Desk, a_desk
from tests.api.test_agents import a_team, an_agent

desk = a_desk


async def test_what_is_handed_over_waits_for_people(desk: Desk) -> None:
    """It is pending since then, in its team, with the note of the flow, and the workspace is told once."""
    team = await a_team(desk.client, "sales")
    conversation = await desk.handed_over()
    found = await desk.read(conversation)
    assert (found["status"], found["team_id"], found["assignee_id"]) == ("pending", team, None)
    [over] = found["hand_overs"]
    assert (over["note"], over["team_id"], over["outcome"]) == ("About a refund", team, None)
    assert (over["created_at"], over["session_id"]) == (found["waiting_since"], found["run"])
    [(kind, data)] = await desk.told()
    assert (kind, data["team"], data["note"], data["by"]["kind"]) == ("handed_over", "sales", "About a refund", "flow")


async def test_a_team_that_is_not_there(desk: Desk) -> None:
    """The conversation waits for anybody: nobody is lost because a team was renamed."""
    found = await desk.read(await desk.handed_over())
    assert (found["status"], found["team_id"]) == ("pending", None)


async def test_the_list_and_its_filters(desk: Desk) -> None:
    """What waits, by team, by whose it is and by nobody's; in pages."""
    team, ann = await a_team(desk.client, "sales"), await an_agent(desk.client, "ann")
    first = await desk.handed_over()
    second = await desk.start(asker(), "v2")
    await desk.change(second, assignee=ann)
    for query, expected in [
        ("", [second, first]),
        ("status=pending", [first]),
        ("status=closed", []),
        (f"team={team}", [first]),
        (f"assignee={ann}", [second]),
        ("assigned=false", [first]),
        ("assigned=true&status=open", [second]),
        (f"channel={desk.chat}", [second]),
    ]:
        listed = (await desk.client.get(f"/conversations?{query}")).json()["items"]
        assert [one["id"] for one in listed] == expected, query
    page = (await desk.client.get("/conversations?limit=1")).json()
    after = (await desk.client.get(f"/conversations?limit=1&after={page['next']}")).json()
    assert [one["id"] for one in (*page["items"], *after["items"])] == [second, first]


async def test_assigning(desk: Desk) -> None:
    """What is left out stays, null is nobody, and only a change is told, with who did it."""
    team, ann = await a_team(desk.client, "sales"), await an_agent(desk.client, "ann")
    conversation = await desk.start(asker())
    found = await desk.change(conversation, assignee=ann, team=team, priority="urgent")
    assert (found["assignee_id"], found["team_id"], found["priority"]) == (ann, team, "urgent")
    found = await desk.change(conversation, assignee=ann)
    found = await desk.change(conversation, assignee=None)
    assert (found["assignee_id"], found["team_id"], found["status"]) == (None, team, "open")
    told = await desk.told()
    assert [(kind, data["agent"], data["team"]) for kind, data in told] == [
        ("assigned", "ann@example.com", "sales"),
        ("assigned", None, "sales"),
    ]
    assert told[0][1]["by"]["name"] == "test"


async def test_assigning_is_no_taking_over(desk: Desk) -> None:
    """Whose it is, is one thing, and who talks another: the bot goes on, until somebody takes over its run."""
    conversation, ann = await desk.start(asker()), await an_agent(desk.client, "ann")
    run = (await desk.change(conversation, assignee=ann))["run"]
    await desk.says("Bea")
    [newest, *_] = (await desk.client.get(f"/conversations/{conversation}/messages")).json()["items"]
    assert newest["content"]["text"] == "Hi Bea"
    assert (await desk.client.get(f"/runs/{run}")).json()["run"]["status"] == "completed"


async def test_closing_what_the_flow_handed_over(desk: Desk) -> None:
    """The run that waits for people goes on, the hand-over ends as resolved, and closing again changes nothing."""
    conversation = await desk.handed_over()
    await desk.told()
    found = await desk.change(conversation, status="closed", reason="solved")
    assert (found["status"], found["waiting_since"], found["run"]) == ("closed", None, None)
    assert (found["hand_overs"][0]["outcome"], found["closed_at"] is None) == ("resolved", False)
    again = await desk.change(conversation, status="closed", reason="again")
    assert again["closed_at"] == found["closed_at"]
    told = await desk.told()
    assert [kind for kind, _ in told] == ["closed", "handed_back"]
    assert (told[0][1]["reason"], told[1][1]["outcome"], told[1][1]["by"]["name"]) == ("solved", "resolved", "test")


async def test_closing_ends_what_the_bot_was_at(desk: Desk) -> None:
    """A question that the bot had asked, and an agent answered, is not asked again: its run ends, with the reason."""
    conversation = await desk.start(asker())
    await desk.client.post(f"/runs/{(await desk.read(conversation))['run']}/take-over", json={"idle": "PT20M"})
    await desk.bot(conversation)
    found = await desk.change(conversation, status="closed")
    assert (found["run"], found["hand_overs"][0]["outcome"]) == (None, "resolved")
    [run] = (await desk.client.get("/runs")).json()["items"]
    assert (run["status"], run["reason"]) == ("cancelled", "the conversation was closed")


async def test_who_writes_again_opens_it_again(desk: Desk) -> None:
    """A message of the contact on a closed conversation reopens it, once, and tells so."""
    conversation = await desk.start(asker())
    await desk.change(conversation, status="closed")
    await desk.told()
    await desk.says("one more thing")
    await desk.says("hello?")
    found = await desk.read(conversation)
    assert (found["status"], found["closed_at"]) == ("open", None)
    assert [(kind, data["by"]) for kind, data in await desk.told()] == [("reopened", {"kind": "contact"})]


async def test_who_writes_in_the_moment_of_closing(desk: Desk) -> None:
    """A message that comes while the bot's run is about to end is taken by nobody, so people have to see it."""
    conversation = await desk.start(asker())
    await desk.client.patch(f"/conversations/{conversation}", json={"status": "closed"})
    await desk.says("wait, one more thing")
    found = await desk.read(conversation)
    assert (found["run"], found["status"]) == (None, "open")
    assert [kind for kind, _ in await desk.told()] == ["closed", "reopened"]


async def test_people_can_put_it_back_into_the_line(desk: Desk) -> None:
    """Pending again, since then; opened, nobody is waited for."""
    conversation = await desk.start(asker())
    await desk.change(conversation, status="closed")
    found = await desk.change(conversation, status="pending")
    assert (found["status"], found["waiting_since"] is None, found["closed_at"]) == ("pending", False, None)
    found = await desk.change(conversation, status="open")
    assert (found["status"], found["waiting_since"]) == ("open", None)


async def test_taking_over_and_giving_back(desk: Desk) -> None:
    """Somebody is there, so nobody is waited for; given back it is the bot's again, and both are told."""
    conversation = await desk.start(asker())
    run = (await desk.read(conversation))["run"]
    await an_agent(desk.client, "ann")
    taken = await desk.client.post(f"/runs/{run}/take-over", json={"agent": "ann@example.com"})
    assert taken.status_code == 202, taken.text
    await desk.bot(conversation)
    found = await desk.read(conversation)
    assert (found["status"], found["waiting_since"], found["hand_overs"][0]["ended_at"]) == ("open", None, None)
    assert found["assignee_id"] == found["hand_overs"][0]["agent_id"] is not None
    await desk.client.post(f"/runs/{run}/hand-back", json={})
    await desk.bot(conversation)
    assert (await desk.read(conversation))["hand_overs"][0]["outcome"] == "resumed"
    told = await desk.told()
    assert [(kind, data["by"]["name"]) for kind, data in told] == [("handed_over", "test"), ("handed_back", "test")]
    assert told[0][1]["agent"] == "ann@example.com"


async def test_an_idle_limit_is_a_duration(desk: Desk) -> None:
    """Anything else is refused, with the field."""
    run = (await desk.read(await desk.start(asker())))["run"]
    for idle in ("soon", "", "P9999999W"):
        answer = await desk.client.post(f"/runs/{run}/take-over", json={"idle": idle})
        assert (answer.status_code, answer.json()["errors"][0]["path"]) == (400, "idle")


async def test_an_agent_takes_what_waits(desk: Desk) -> None:
    """What the flow handed over is taken by an agent: nobody is waited for, it is the same hand-over, the flow waits on."""
    conversation, ann = await desk.handed_over(), await an_agent(desk.client, "ann")
    run = (await desk.read(conversation))["run"]
    await desk.client.post(f"/runs/{run}/take-over", json={"agent": "ANN@example.com"})
    await desk.bot(conversation)
    found = await desk.read(conversation)
    [over] = found["hand_overs"]
    assert (found["status"], found["assignee_id"], found["run"]) == ("open", ann, run)
    assert (over["note"], over["session_id"], over["ended_at"]) == ("About a refund", run, None)


async def test_a_run_that_is_cancelled_is_with_nobody(desk: Desk) -> None:
    """Nobody is waited for any more, though the flow never went on."""
    conversation = await desk.handed_over()
    run = (await desk.read(conversation))["run"]
    await desk.client.post(f"/runs/{run}/cancel", json={})
    await desk.bot(conversation)
    found = await desk.read(conversation)
    assert (found["status"], found["hand_overs"][0]["outcome"]) == ("open", "cancelled")


async def test_what_was_said(desk: Desk) -> None:
    """Both sides, newest first, in pages: what an agent reads before they answer."""
    conversation = await desk.start(asker())
    await desk.says("Ann")
    path = f"/conversations/{conversation}/messages"
    listed = (await desk.client.get(path)).json()["items"]
    said = [("out", "Hi Ann"), ("in", "Ann"), ("out", "Your name?")]
    assert [(one["direction"], one["content"]["text"]) for one in listed] == said
    page = (await desk.client.get(f"{path}?limit=2")).json()
    [last] = (await desk.client.get(f"{path}?limit=2&after={page['next']}")).json()["items"]
    assert last["id"] == listed[2]["id"]


async def test_notes(desk: Desk) -> None:
    """Newest first, by an agent or a program; the contact's messages are left alone."""
    conversation, ann = await desk.start(asker()), await an_agent(desk.client, "ann")
    path = f"/conversations/{conversation}/notes"
    for body in ({"text": "first"}, {"text": "यह ज़रूरी है", "agent": ann}):
        assert (await desk.client.post(path, json=body)).status_code == 201
    listed = (await desk.client.get(path)).json()["items"]
    assert [(one["text"], one["agent_id"]) for one in listed] == [("यह ज़रूरी है", ann), ("first", None)]


async def test_what_is_not_there(desk: Desk) -> None:
    """Unknown conversations, teams and agents are refused, and change nothing."""
    conversation, nobody = await desk.start(asker()), str(uuid4())
    for answer in (
        await desk.client.get(f"/conversations/{nobody}"),
        await desk.client.patch(f"/conversations/{nobody}", json={"status": "closed"}),
        await desk.client.get(f"/conversations/{nobody}/notes"),
        await desk.client.get(f"/conversations/{nobody}/messages"),
        await desk.client.post(f"/conversations/{nobody}/notes", json={"text": "x"}),
        await desk.client.post(f"/conversations/{conversation}/notes", json={"text": "x", "agent": nobody}),
        await desk.client.patch(f"/conversations/{conversation}", json={"team": nobody}),
        await desk.client.post(
            f"/runs/{(await desk.read(conversation))['run']}/take-over", json={"agent": "no@example.com"}
        ),
        await desk.client.patch(f"/conversations/{conversation}", json={"assignee": nobody, "status": "closed"}),
    ):
        assert (answer.status_code, kind_of(answer)) == (404, "not-found")
    assert (await desk.read(conversation))["status"] == "open"
