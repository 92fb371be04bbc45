"""The floor: the flow of ``examples/reference.json`` written by hand for Temporal, with Dialoom's durability.

What comes in is committed and numbered before Telegram is answered; what goes out is committed before it is sent; a turn
that is executed twice decides once; a message that was being sent when the process died is not sent again; what was not
nudged is found. It is one bot for one token: no builder, no versions, no tenants, no log of steps.
"""

import asyncio
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from temporalio import workflow
from temporalio.common import RetryPolicy

DAY = timedelta(days=1)
RETRIES = 2
GREETING, ASK_NAME, BYE = "Welcome to the tea house.", "What is your name?", "Come again."
KEYBOARD = {"inline_keyboard": [[{"text": title, "callback_data": title.lower()}] for title in ("Tea", "Coffee")]}
AGAIN = RetryPolicy(
    initial_interval=timedelta(milliseconds=200), backoff_coefficient=2, maximum_interval=timedelta(seconds=10)
)


def starts(said: str) -> bool:
    return said.strip().lower() == "start"


class State(NamedTuple):
    """Where a conversation is. ``asked`` counts how often the same question was asked again."""

    step: str = "idle"
    name: str | None = None
    asked: int = 0


def decide(state: State, said: str | None) -> tuple[State, tuple[dict[str, Any], ...]]:
    """The bot itself. ``said`` is None when the day is over."""
    match state, said:
        case State(step="idle"), str(text):
            return (State("name"), _texts(GREETING, ASK_NAME)) if starts(text) else (state, ())
        case State(step="name"), str(name):
            return State("drink", name), (_question(name),)
        case State(step="drink"), str(text) if text.strip().lower() in {"tea", "coffee"}:
            return State(), _texts(f"{text.strip().title()} for {state.name}.")
        case State(step="drink"), str() if state.asked < RETRIES:
            return state._replace(asked=state.asked + 1), (_question(state.name or ""),)
        case State(step="idle"), None:
            return state, ()
        case _:
            return State(), _texts(BYE)


def _texts(*texts: str) -> tuple[dict[str, Any], ...]:
    return tuple({"text": text} for text in texts)


def _question(name: str) -> dict[str, Any]:
    return {"text": f"Tea or coffee, {name}?", "reply_markup": KEYBOARD}


@workflow.defn(name="TeaHouse")
class TeaHouse:
    """One conversation from its start to its end. It is short, so it needs no continue-as-new."""

    def __init__(self) -> None:
        self._mark, self._seen = 0, -1
        self._deadline: datetime | None = None
        self._alarm: datetime | None = None

    @workflow.run
    async def run(self, chat: int) -> None:
        while True:
            await workflow.wait_condition(self._due)
            seen, waiting = await workflow.execute_local_activity(
                "turn",
                args=[chat, self._late()],
                result_type=tuple[int, bool],
                start_to_close_timeout=timedelta(seconds=60),
                retry_policy=AGAIN,
            )
            self._seen = seen
            if not waiting and self._mark <= seen:
                return
            self._deadline = workflow.now() + DAY if waiting else None
            self._set_alarm()

    @workflow.signal
    def nudge(self, upto: int) -> None:
        self._mark = max(self._mark, upto)

    def _due(self) -> bool:
        return self._mark > self._seen or self._late()

    def _late(self) -> bool:
        return self._deadline is not None and self._deadline <= workflow.now()

    def _set_alarm(self) -> None:
        """One timer that is armed again when it rings too early: cheaper than one for every wait."""
        if self._deadline and self._alarm is None:
            self._alarm = self._deadline
            asyncio.create_task(self._ring(self._alarm))  # noqa: RUF006 - the workflow's loop holds it

    async def _ring(self, at: datetime) -> None:
        await workflow.sleep(at - workflow.now())
        self._alarm = None
        self._set_alarm()
