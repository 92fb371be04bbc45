"""What language models have used up."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from api.bodies import shown
from api.permissions import requires
from store.ai_spend import AiSpend

MONTH = r"^[0-9]{4}-(0[1-9]|1[0-2])$"


class FlowUsage(msgspec.Struct, frozen=True, kw_only=True):
    flow: UUID
    name: str
    tokens: int
    cost: float


class AiUsage(msgspec.Struct, frozen=True, kw_only=True):
    """Of the workspace, and of its flows, the dearest first. Questions that are being asked count with what they may use."""

    month: str
    tokens: int
    cost: float
    flows: tuple[FlowUsage, ...]


class AiController(Controller):
    path = "/ai"
    tags = ("ai",)

    @get("/usage", operation_id="readAiUsage", guards=[requires("runs:read")])
    async def usage(
        self,
        ai_spend: NamedDependency[AiSpend],
        month: Annotated[
            str | None,
            QueryParameter(pattern=MONTH, description="a calendar month in UTC, `2026-11`; this one if left out"),
        ] = None,
    ) -> AiUsage:
        """Tokens and cost of a month, as the budgets count them."""
        return shown(AiUsage, await ai_spend.of(month))
