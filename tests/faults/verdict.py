"""What must be true when the conversations are over, and what to show when they do not end."""

import asyncio
import time
from collections.abc import Sequence
from datetime import timedelta

from temporalio.api.enums.v1 import EventType
from temporalio.client import Client

from tests.faults.contact import Contact
from tests.faults.records import Records, Said
from tests.faults.system import System
from workflows.client import connect
from workflows.config import Temporal

SHOWN = 8


class Verdict:
    """Looks at three witnesses: what Telegram accepted, what the database says, what Temporal says."""

    def __init__(self, system: System, records: Records, contacts: Sequence[Contact]) -> None:
        self._system, self._records, self._contacts = system, records, contacts
        self._addresses = [contact.address for contact in contacts]

    async def settled(self, seconds: float) -> None:
        """Wait until every session is completed, every event handled, no message left to be sent, no workflow running."""
        end = time.monotonic() + seconds
        client = await self._client()
        while await self._records.unfinished(self._addresses) or await running(client):
            assert time.monotonic() < end, await self.stuck()
            await asyncio.sleep(0.3)

    async def in_doubt(self) -> int:
        """Compare what arrived with what was due, message by message; the number of those that are in doubt."""
        said = await self._records.said(self._addresses)
        wrong = []
        for contact in self._contacts:
            heard, lines = await contact.heard(), said[contact.address]
            if not as_promised(contact.expects, heard, lines):
                wrong.append(f"{contact.chat} heard {heard}, the database says {lines}")
        assert not wrong, "\n".join([f"{len(wrong)} conversations went wrong:", *wrong[:SHOWN]])
        return sum(line.status == "in_doubt" for lines in said.values() for line in lines)

    async def counts(self) -> dict[str, int]:
        return await self._records.counts(self._addresses)

    async def stuck(self) -> str:
        """The conversations that have not ended, with their workflows, and the last words of the processes."""
        left = await self._records.unfinished(self._addresses)
        silent = [contact.chat for contact in self._contacts if not contact.done]
        client = await self._client()
        alive = await running(client)
        return "\n".join(
            [
                f"{len(left)} conversations are unfinished, {len(silent)} contacts wait: {silent[:SHOWN]}",
                *(str(one) for one in left[:SHOWN]),
                f"{len(alive)} workflows run:",
                *[await _described(client, id) for id in alive[:SHOWN]],
                self._system.last_words(),
            ]
        )

    async def _client(self) -> Client:
        return await connect(Temporal(address=self._system.temporal.address), lazy=False)


async def running(client: Client) -> list[str]:
    found = client.list_workflows("ExecutionStatus = 'Running'", rpc_timeout=timedelta(seconds=10))
    return [one.id async for one in found]


def as_promised(expected: Sequence[str], heard: Sequence[str], lines: Sequence[Said]) -> bool:
    """Everything was said once and in order; what was sent has arrived, what is in doubt has arrived or not."""
    sure = [line.text for line in lines if line.status != "in_doubt"]
    arrived = [text for text in expected if text in heard]
    return (
        [line.text for line in lines] == list(expected)
        and {line.status for line in lines} <= {"sent", "in_doubt"}
        and list(heard) == arrived
        and set(sure) <= set(arrived)
    )


async def _described(client: Client, id: str) -> str:
    handle = client.get_workflow_handle(id)
    waiting = (await handle.describe()).raw_description.pending_activities
    past = [EventType.Name(event.event_type) for event in (await handle.fetch_history()).events]
    return f"{id} waits for {[(one.activity_type.name, one.attempt) for one in waiting]} after {past[-12:]}"
