"""The circumstances in which a message comes that nobody waits for, or something happens: what the conditions of a trigger
are about."""

from datetime import datetime, timedelta

from engine.conditions import surely
from engine.events import MessageReceived
from engine.model import Value
from engine.news import News
from engine.scope import channel_scope, contact_scope, input_scope
from engine.world import Channel, Contact


class Occasion(Value):
    """``message`` or ``news`` is what the trigger takes. ``first`` says that the contact never wrote in this conversation
    before; ``started`` is when the trigger's flow was last started for them. ``now`` is aware, in UTC."""

    now: datetime
    contact: Contact
    channel: Channel
    message: MessageReceived | None = None
    news: News | None = None
    first: bool = False
    started: datetime | None = None

    def holds(self, condition: str) -> bool:
        """Whether a Liquid condition on contact, channel, input and event holds. One that cannot be decided does not."""
        scope = {
            "contact": contact_scope(self.contact),
            "channel": channel_scope(self.channel),
            "input": input_scope(self.message),
            "event": self.news.data if self.news else {},
        }
        return surely(condition, scope, self.now)

    def rested(self, pause: timedelta) -> bool:
        """Whether the flow was not started for them within this time."""
        return self.started is None or self.started + pause <= self.now
