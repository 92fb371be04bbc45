"""One contact on one channel, as a workflow: it waits for a nudge or a deadline, lets a turn be taken, and waits again.

Messages stay in PostgreSQL. Handlers only raise a mark, so a nudge may be lost, repeated or late. All that must survive a
new run is in ``State``; the first turn of a run tells the rest.
"""

import asyncio
from datetime import datetime, timedelta

from temporalio import workflow
from temporalio.common import Priority, RetryPolicy
from temporalio.exceptions import FailureError, is_cancelled_exception

with workflow.unsafe.imports_passed_through():
    from workflows.model import CallRequest, DeliverRequest, OpenCall, State, TurnRequest, TurnResult

LINGER = timedelta(seconds=0)
TURNS_PER_RUN = 400
AGAIN = RetryPolicy(
    initial_interval=timedelta(milliseconds=200), backoff_coefficient=2, maximum_interval=timedelta(seconds=10)
)
PATIENT = RetryPolicy(
    initial_interval=timedelta(seconds=1), backoff_coefficient=2, maximum_interval=timedelta(minutes=5)
)


@workflow.defn(name="Conversation")
class Conversation:
    @workflow.init
    def __init__(self, state: State) -> None:
        self._who = state
        self._mark = state.mark
        self._last = TurnResult(seen=-1)
        self._turns = 0
        self._deadline: datetime | None = None
        self._alarm: datetime | None = None
        self._returned = False
        self._call: tuple[OpenCall, asyncio.Task[None]] | None = None

    @workflow.run
    async def run(self, state: State) -> None:
        while await self._something_due():
            began = workflow.now()
            self._last = turn = await self._turn()
            if turn.unsent:
                await self._deliver()
            self._deadline = turn.until and turn.until + (workflow.now() - began if turn.from_delivery else timedelta())
            self._follow_call(turn.call)
            if self._rolls_over():
                workflow.continue_as_new(State(workspace=state.workspace, conversation=state.conversation))

    @workflow.signal(description="something new waits in the database, up to this number")
    def nudge(self, upto: int) -> None:
        self._mark = max(self._mark, upto)

    @workflow.signal(description="look again: the session was unblocked or moved")
    def look(self) -> None:
        self._returned = True

    async def _something_due(self) -> bool:
        if self._last.erased:
            return False
        self._set_alarm()
        if self._turns and not self._last.open:
            try:
                await workflow.wait_condition(self._due, timeout=LINGER)
            except TimeoutError:
                return self._due()
        else:
            await workflow.wait_condition(self._due)
        return True

    def _due(self) -> bool:
        late = self._deadline is not None and self._deadline <= workflow.now()
        return self._mark > self._last.seen or self._last.more or self._returned or late

    async def _turn(self) -> TurnResult:
        self._turns, self._returned = self._turns + 1, False
        request = TurnRequest(
            workspace=self._who.workspace,
            conversation=self._who.conversation,
            key=f"{workflow.info().run_id}/{self._turns}",
            now=workflow.now(),
        )
        result: TurnResult = await workflow.execute_local_activity(
            "turn",
            request,
            result_type=TurnResult,
            start_to_close_timeout=timedelta(seconds=60),
            retry_policy=AGAIN,
            summary=f"turn after {self._last.node or 'the start'}",
        )
        workflow.set_current_details(_details(result))
        return result

    async def _deliver(self) -> None:
        try:
            await workflow.execute_activity(
                "deliver",
                DeliverRequest(workspace=self._who.workspace, conversation=self._who.conversation),
                task_queue="deliver",
                start_to_close_timeout=timedelta(minutes=2),
                heartbeat_timeout=timedelta(seconds=20),
                retry_policy=PATIENT,
                priority=Priority(fairness_key=str(self._who.workspace)),
                summary=f"{self._last.node}: what could not be sent at once",
            )
        except FailureError as error:
            if is_cancelled_exception(error):
                raise
            workflow.logger.warning("delivery ended without success", exc_info=error)

    def _follow_call(self, call: OpenCall | None) -> None:
        if self._call and (call is None or call.id != self._call[0].id):
            self._call[1].cancel()
            self._call = None
        if call and (self._call is None or self._call[1].done()):
            self._call = (call, asyncio.create_task(self._make(call)))

    async def _make(self, call: OpenCall) -> None:
        try:
            await workflow.execute_activity(
                "call",
                CallRequest(workspace=self._who.workspace, call=call.id),
                task_queue="calls",
                start_to_close_timeout=timedelta(seconds=call.seconds + 10),
                heartbeat_timeout=timedelta(seconds=15),
                retry_policy=PATIENT,
                priority=Priority(fairness_key=str(self._who.workspace)),
                summary=f"{call.node}: {call.kind}",
            )
        except FailureError as error:
            if is_cancelled_exception(error):
                raise
            workflow.logger.warning("a call ended without an outcome", exc_info=error)
        self._returned = True

    def _rolls_over(self) -> bool:
        long = self._turns >= TURNS_PER_RUN or workflow.info().is_continue_as_new_suggested()
        return long and self._last.open and not (self._call and not self._call[1].done())

    def _set_alarm(self) -> None:
        """One timer at a time, armed again only when it rings too early: a wait that is answered leaves no trace."""
        at = self._deadline
        if at and at > workflow.now() and (self._alarm is None or at < self._alarm):
            self._alarm = at
            asyncio.create_task(self._ring(at))  # noqa: RUF006 - the workflow's loop holds it

    async def _ring(self, at: datetime) -> None:
        await workflow.sleep(at - workflow.now(), summary=f"no reply at {self._last.node}")
        if self._alarm == at:
            self._alarm = None
            self._set_alarm()


def _details(turn: TurnResult) -> str:
    until = f"until {turn.until:%Y-%m-%d %H:%M} UTC" if turn.until else ""
    why = f"\n\n{turn.reason}" if turn.reason else ""
    return f"**{turn.flow or 'no flow'}** at **{turn.node or '-'}**: {turn.status} {until}\n\nturn {turn.number}{why}"
