"""For whom a flow is started, said of the contacts themselves."""

from datetime import datetime

from engine.conditions import Tree, surely
from engine.model import Value
from engine.scope import channel_scope, contact_scope
from engine.world import Channel, Contact


class Audience(Value):
    """Contacts of whom all of it holds; with neither tag nor condition it is everybody. The condition is a tree, or one of
    Liquid, and reads ``contact`` and ``channel``."""

    tag: str = ""
    condition: Tree | str = ""

    def has(self, contact: Contact, channel: Channel, now: datetime) -> bool:
        """A condition that cannot be decided does not hold."""
        if self.tag and self.tag not in contact.tags:
            return False
        scope = {"contact": contact_scope(contact), "channel": channel_scope(channel)}
        return not self.condition or surely(self.condition, scope, now)
