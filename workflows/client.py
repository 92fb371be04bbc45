"""The way to the workflows for everything outside them: connect, and nudge a conversation."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import structlog
from temporalio.client import Client
from temporalio.common import Priority, WorkflowIDReusePolicy
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.service import GrpcCompression, RPCError

from workflows.config import Temporal
from workflows.conversation import Conversation
from workflows.model import State

log = structlog.get_logger(__name__)
QUEUE = "conversations"
PATIENCE = timedelta(seconds=5)
LIVE, BULK = 3, 4  # Temporal takes lower numbers first; 3 is what it takes for granted


def urgency_of(*, patient: bool) -> int:
    """Of what may come behind people who have just written, or may not."""
    return BULK if patient else LIVE


def workflow_id(workspace: UUID, conversation: UUID) -> str:
    return f"conversation/{workspace}/{conversation}"


async def connect(config: Temporal, *, lazy: bool = True) -> Client:
    """A lazy client connects at its first call, so that the API starts, and answers hooks, while Temporal is away.
    Workers need one that is connected."""
    local = config.address.startswith(("127.0.0.1", "localhost"))
    return await Client.connect(
        config.address,
        namespace=config.namespace,
        data_converter=pydantic_data_converter,
        tls=config.tls,
        api_key=config.api_key or None,
        lazy=lazy,
        grpc_compression=GrpcCompression.NONE if local else GrpcCompression.GZIP,
    )


async def connect_when_there(config: Temporal) -> Client:
    """A connected client; waits as long as Temporal is away."""
    while True:
        try:
            return await connect(config, lazy=False)
        except RuntimeError as error:
            log.warning("waiting for Temporal", address=config.address, error=str(error)[:200])
            await asyncio.sleep(1)


@dataclass(frozen=True, slots=True)
class Conversations:
    """Nudges carry no content, so a lost or repeated one does no harm: the sweeper finds what was not nudged."""

    client: Client

    async def nudge(self, workspace: UUID, conversation: UUID, upto: int, *, urgency: int = LIVE) -> bool:
        """Wake the conversation, or start it. False, and a line in the log, when Temporal is away.

        ``urgency`` holds for a workflow that is started by this, and for its deliveries; what runs keeps its own.
        """
        return await self._signal(workspace, conversation, "nudge", upto, urgency=urgency)

    async def look(self, workspace: UUID, conversation: UUID) -> bool:
        """Let the conversation look at its state again, for example after it was unblocked."""
        return await self._signal(workspace, conversation, "look")

    async def _signal(self, workspace: UUID, conversation: UUID, signal: str, *args: int, urgency: int = LIVE) -> bool:
        try:
            await self.client.start_workflow(
                Conversation.run,
                State(workspace=workspace, conversation=conversation),
                id=workflow_id(workspace, conversation),
                task_queue=QUEUE,
                id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
                start_signal=signal,
                start_signal_args=args,
                priority=Priority(priority_key=urgency, fairness_key=str(workspace)),
                rpc_timeout=PATIENCE,
            )
        except (RPCError, RuntimeError) as error:  # the latter from a lazy client that cannot connect
            log.warning(
                "Temporal cannot be reached", signal=signal, conversation=str(conversation), error=str(error)[:200]
            )
            return False
        return True
