"""What Temporal has kept of conversations."""

from uuid import UUID

from temporalio.client import WorkflowHistory

from tests.workflows.runtime import Runtime
from workflows.client import workflow_id


async def all_runs(runtime: Runtime, conversation: UUID, at_least: int = 1) -> list[WorkflowHistory]:
    """Every run of the conversation's workflow; the list of runs lags behind a little."""
    query = f"WorkflowId='{workflow_id(runtime.workspace, conversation)}'"

    async def found() -> list[WorkflowHistory]:
        return [one async for one in runtime.client.list_workflows(query).map_histories()]

    runs: list[WorkflowHistory] = await runtime.until(found, lambda runs: len(runs) >= at_least)
    return runs
