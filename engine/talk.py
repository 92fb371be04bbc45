"""What was said last to be answered: it tells what the contact's next word means."""

from typing import Literal, TypeAlias

from engine.behaviour import Wait
from engine.effects import SendMessage
from engine.events import MessageReceived
from engine.leaving import Leaving
from engine.offers import offered_by, offers_a_press, pressed, unnumbered
from engine.session import Session

Manner: TypeAlias = Literal["told", "asked", "repeated"]


def manner_of(wait: Wait | None, *, entered: bool) -> Manner:
    """How a node says something: who is entered and waits asks; who waits on asks once more, or reminds."""
    if wait is None:
        return "told"
    return "asked" if entered else "repeated"


class Talk:
    """Mutable, for one turn. Whatever changes what a number, a title or a yes stands for is here, and only here."""

    def __init__(self, session: Session) -> None:
        self.offered, self.replied, self.leaving = session.offered, session.replied, session.leaving
        self.pressed = ""  # what stands on the button that the contact means

    def hear(self, message: MessageReceived) -> MessageReceived:
        """What was typed may be a press of what was offered last; it is no answer any more to what is asked besides."""
        self.replied, self.leaving = bool(self.offered), None
        heard = pressed(message, self.offered)
        self.pressed = next((one.title for one in self.offered if one.id == heard.choice), "")
        return heard

    def say(self, message: SendMessage, manner: Manner, leaving: Leaving | None = None) -> None:
        """Whatever is said ends the question whether to leave, unless it is that question.

        A question's own buttons are the question's. Where one without them is asked, or where the contact has replied and
        something is said, in this turn or after a call, a number is the answer to that; a reminder asks nothing new.
        """
        self.leaving = leaving
        if leaving is None and offers_a_press(message):
            self.offered, self.replied = offered_by(message) if manner == "told" else (), False
        elif self.replied or manner == "asked":
            self.offered, self.replied = unnumbered(self.offered), False

    def go_on(self) -> None:
        """The flow does: there is nothing left that was asked about."""
        self.leaving = None

    def end(self) -> None:
        """People talk with the contact from here on, or nobody does: nothing that was said before counts."""
        self.offered, self.replied, self.leaving = (), False, None
