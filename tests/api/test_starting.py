"""A program starts a flow, and is told at once what cannot be."""

from typing import Any

import pytest

from tests.api.conftest import Client, Nodes, a_chat, kind_of, published
from tests.api.test_life import saved
from tests.make import a_document

NODES: Nodes = {"start": ("api_start", {}), "hi": ("send_message", {"text": "Hi {{ vars.count }}"})}
VARIABLES: dict[str, Any] = {"count": {"type": "number", "input": True}, "own": {"type": "text"}}


@pytest.mark.parametrize(
    ("inputs", "told"),
    [
        ({"count": "five"}, {"inputs.count": "'five' is no number: one is written 18 or 2.5"}),
        ({"nix": 1}, {"inputs.nix": "the flow has no input 'nix'"}),
        ({"own": "x", "count": "5"}, {"inputs.own": "the flow has no input 'own'"}),
    ],
)
async def test_inputs_that_are_not_the_flows_are_refused(
    client: Client, inputs: dict[str, Any], told: dict[str, str]
) -> None:
    """Each is named, and nothing is begun; those that fit by being read, as "5" does for a number, are taken."""
    flow, chat = await asking(client), await a_chat(client)
    to = {"channel": chat, "address": "v1"}
    refused = await client.post(f"/flows/{flow['id']}/start", json={"to": to, "inputs": inputs})
    assert (refused.status_code, kind_of(refused)) == (400, "invalid-request")
    assert {one["path"]: one["message"] for one in refused.json()["errors"]} == told
    assert (await client.get("/conversations")).json()["items"] == []
    assert (
        await client.post(f"/flows/{flow['id']}/start", json={"to": to, "inputs": {"count": "5"}})
    ).status_code == 202


async def test_a_channel_that_is_not_the_triggers_is_refused(client: Client) -> None:
    """Whoever asks is told what to do, in place of a start that would come to nothing."""
    chat, other = await a_chat(client), await a_chat(client, origins=["https://other.example"])
    nodes: Nodes = {**NODES, "start": ("api_start", {"channels": [chat]})}
    url = f"/flows/{(await published(client, a_document(nodes, {'start.next': 'hi'})))['id']}/start"
    refused = await client.post(url, json={"to": {"channel": other, "address": "v1"}})
    assert (refused.status_code, refused.json()["errors"][0]["path"]) == (400, "to.channel")
    assert "add this one to its channels, or leave them empty" in refused.json()["detail"]
    assert (await client.post(url, json={"to": {"channel": chat, "address": "v1"}})).status_code == 202


async def test_what_only_a_canary_takes_is_taken(client: Client) -> None:
    """Which version they get is drawn in the contact's turn; what neither of both takes is refused as ever."""
    flow, chat, other = (
        await asking(client),
        await a_chat(client),
        await a_chat(client, origins=["https://other.example"]),
    )
    url, to = f"/flows/{flow['id']}/start", {"channel": chat, "address": "v1"}
    changed = a_document({**NODES, "start": ("api_start", {"channels": [chat]})}, {"start.next": "hi"})
    await saved(client, flow["id"], {**changed, "variables": {"size": {"type": "number", "input": True}}})
    size, count = ({"to": to, "inputs": {name: 1}} for name in ("size", "count"))
    assert (await client.post(url, json=size)).json()["errors"][0]["path"] == "inputs.size"
    assert (await client.post(f"/flows/{flow['id']}/canary", json={"percent": 100})).status_code == 201
    elsewhere = {**count, "to": {"channel": other, "address": "v1"}}
    assert [(await client.post(url, json=one)).status_code for one in (size, count, elsewhere)] == [202] * 3
    refused = await client.post(url, json={**size, "to": {"channel": other, "address": "v2"}})
    assert (refused.status_code, refused.json()["errors"][0]["path"]) == (400, "inputs.size")


@pytest.mark.parametrize(
    ("inputs", "told"),
    [
        ({"size": "big"}, {"inputs.size": "'big' is no number: one is written 18 or 2.5"}),
        ({"count": "five"}, {"inputs.count": "'five' is no number: one is written 18 or 2.5"}),
        ({"nix": 1, "size": 1}, {"inputs.nix": "the flow has no input 'nix'"}),
        (
            {"size": 1, "count": 1},
            {"inputs.size": "no version of the flow takes 'size' and 'count' together: leave one of them out"},
        ),
    ],
)
async def test_what_neither_version_takes_is_told_by_the_one_that_has_it(
    client: Client, inputs: dict[str, Any], told: dict[str, str]
) -> None:
    """That there is no such input is not said of one whose value is wrong, or that stands beside the other version's."""
    flow, chat = await asking(client), await a_chat(client)
    changed = a_document(NODES, {"start.next": "hi"}, variables={"size": {"type": "number", "input": True}})
    await saved(client, flow["id"], changed)
    assert (await client.post(f"/flows/{flow['id']}/canary", json={"percent": 50})).status_code == 201
    body = {"to": {"channel": chat, "address": "v1"}, "inputs": inputs}
    refused = await client.post(f"/flows/{flow['id']}/start", json=body)
    assert {one["path"]: one["message"] for one in refused.json()["errors"]} == told


async def test_a_list_for_a_flow_with_a_canary(client: Client) -> None:
    """It may have what either version takes, for all or for one; what neither takes is refused with its place."""
    flow, chat = await asking(client), await a_chat(client)
    changed = a_document(NODES, {"start.next": "hi"}, variables={"size": {"type": "number", "input": True}})
    await saved(client, flow["id"], changed)
    assert (await client.post(f"/flows/{flow['id']}/canary", json={"percent": 50})).status_code == 201
    people = [{"address": "a", "inputs": {"count": 1}}, {"address": "b", "inputs": {"size": 1}}]
    bulk = {"name": "b", "channel_ids": [chat], "recipients": people, "inputs": {"size": 2}}
    url = f"/flows/{flow['id']}/starts"
    assert (await client.post(url, json=bulk)).status_code == 201
    refused = await client.post(url, json={**bulk, "recipients": [{"address": "a", "inputs": {"nix": 1}}]})
    assert refused.json()["errors"][0]["path"] == "recipients.0.inputs.nix"


async def asking(client: Client) -> dict[str, Any]:
    return await published(client, a_document(NODES, {"start.next": "hi"}, variables=VARIABLES))
