"""What the first attempt could not finish: long retries with back-off, visible in Temporal."""

from dataclasses import dataclass
from datetime import timedelta

from temporalio import activity
from temporalio.exceptions import ApplicationError

from workflows.heartbeat import heartbeating
from workflows.model import DeliverRequest
from workflows.sending import Sender

ATTEMPT = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Deliveries:
    sender: Sender

    @activity.defn(name="deliver")
    async def deliver(self, request: DeliverRequest) -> None:
        async with heartbeating():
            outcome = await self.sender.send_all(request.workspace, request.conversation, ATTEMPT)
        if not outcome.done:
            delay = None if outcome.after is None else timedelta(seconds=outcome.after)
            raise ApplicationError(outcome.code, type="NotSentYet", next_retry_delay=delay)
