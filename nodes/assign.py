"""Assign the conversation to a team or an agent, while the bot goes on. To pause the bot, hand it over instead."""

from typing import Self

from pydantic import model_validator

from engine import Assign, Context, Step
from nodes.people import Given, agent_of
from nodes.spec import NodeType, only_next
from ui_schema import NodeUi


class Params(Given):
    @model_validator(mode="after")
    def _somebody(self) -> Self:
        if not (self.team or self.agent):
            raise ValueError("say to whom: a team, an agent or both")
        return self


def enter(params: Params, context: Context) -> Step:
    agent = agent_of(params, context)
    if not (params.team or agent):
        context.problem("nobody_named", "it is assigned to nobody: the agent's address is empty", "agent")
        return Step(leave="next")
    return Step(effects=(Assign(team=params.team, agent=agent, share=params.share),), leave="next")


node = NodeType(
    kind="assign",
    params=Params,
    outputs=only_next,
    enter=enter,
    ui=NodeUi(title="Assign", help=__doc__ or "", group="human", icon="user-check"),
)
