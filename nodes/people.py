"""Params that say which people are meant, the same in every node that turns to them."""

from typing import Annotated

from pydantic import Field

from engine import Context, Value
from engine.effects import Share
from engine.named import Names
from engine.shapes import Plain
from nodes.fields import ADDRESS_FIX, TeamKey, Title
from ui_schema import widget


def _may_be_address(text: str) -> bool:
    """Those of one's own network count: whoever has an account is found by it."""
    return "@" in text.strip("@") and " " not in text


class Whom(Value):
    """A team, one agent, or both."""

    team: TeamKey = Field("", title="Team", description="Which team is meant. Empty: no team in particular.")
    agent: Annotated[Title, Names.AGENT, Plain(_may_be_address, "is no e-mail address of an agent", ADDRESS_FIX)] = (
        Field(
            "",
            title="Agent",
            description="The e-mail address of one agent, for example {{ contact.fields.owner }}. Empty: nobody in particular.",
        )
    )


class Given(Whom):
    """Who is to have a conversation."""

    share: Share = Field(
        "queue",
        title="In the team it goes to",
        description="queue: nobody yet, somebody picks it. round_robin: one after the other. least_loaded: who has least."
        " free: who has nothing now. Whoever is away is left out; if nobody is there it waits in the queue.",
        json_schema_extra=widget("select"),
    )


def agent_of(params: Whom, context: Context) -> str:
    return context.render(params.agent, "agent").strip()
