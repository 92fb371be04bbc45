"""Leaving an open flow for another one: the question, and what its answer means."""

from collections.abc import Callable
from typing import Any, Literal, TypeAlias

from engine.effects import Button, SendMessage
from engine.events import Interrupted, MessageReceived
from engine.model import Value
from engine.replies_choice import pick, titled
from engine.replies_yes_no import side

WhenBusy: TypeAlias = Literal["ignore", "interrupt", "ask"]
Answer: TypeAlias = Literal["leave", "stay"]
LEAVE, STAY = ":leave", ":stay"


class Parting(Value):
    """What is asked, in the contact's language."""

    text: str
    leave: str
    stay: str

    @property
    def message(self) -> SendMessage:
        buttons = (Button(id=LEAVE, title=self.leave), Button(id=STAY, title=self.stay))
        return SendMessage(text=self.text, buttons=buttons)


class Leaving(Value):
    """Asked in an open session; ``to`` is what begins if the contact says so."""

    to: Interrupted
    leave: str
    stay: str

    def answer(self, message: MessageReceived) -> Answer | None:
        """By a press, a title or a yes or no in any words; None for whatever is no answer to this: then the open flow
        gets it."""
        picked = message.choice or self._said(message.text)
        return {LEAVE: "leave", STAY: "stay"}.get(picked or "")  # type: ignore[return-value]

    def _said(self, text: str) -> str | None:
        """A title as it is written, then the words for yes and no, then what comes near to a title."""
        titles = [(LEAVE, self.leave), (STAY, self.stay)]
        if len(written := titled(titles, text)) == 1:
            return written[0]
        spoken = {"yes": LEAVE, "no": STAY}.get(side(text) or "")
        return spoken or pick(titles, text)


Ask: TypeAlias = Callable[[Any], Parting]  # takes the visit's context


def when_busy(params: Any) -> WhenBusy:
    """What a trigger does to contacts who are inside a flow; what says nothing of it leaves them alone."""
    busy: WhenBusy = getattr(params, "when_busy", "ignore")
    return busy
