"""Constants of the workspace: what every flow reads as ``globals.shop``."""

import json
import re
from typing import Annotated, Any

from litestar import Controller, get, put
from litestar.di import NamedDependency
from litestar.params import JSONBody, QueryParameter
from pydantic import field_validator

from api.bodies import Body
from api.dependents import Depending
from api.permissions import requires
from api.problems import may_answer
from engine.flow import NAME
from store.workspaces import Workspaces

MOST, BYTES = 200, 65_536


class Constants(Body):
    """Names and values, which may be any JSON: {"shop": "Tea & Co", "opening": [9, 18]}."""

    values: dict[str, Any]

    @field_validator("values")
    @classmethod
    def _readable(cls, values: dict[str, Any]) -> dict[str, Any]:
        if strange := next((name for name in values if not re.fullmatch(NAME, name)), None):
            raise ValueError(
                f"{strange!r:.60} is no name: it has small letters, digits and _, and begins with a letter"
            )
        if len(values) > MOST or len(json.dumps(values)) > BYTES:
            raise ValueError(f"at most {MOST} constants, of {BYTES // 1024} KiB together")
        return values


class ConstantsController(Controller):
    path = "/globals"
    tags = ("tables",)

    @get(operation_id="getGlobals", guards=[requires("data:read")])
    async def show(self, workspaces: NamedDependency[Workspaces]) -> dict[str, Any]:
        """The constants of the workspace, which every flow reads as `globals.shop`."""
        return {"values": await workspaces.globals()}

    @put(operation_id="setGlobals", guards=[requires("data:write")], responses=may_answer("conflict"))
    async def set(
        self,
        data: JSONBody[Constants],
        workspaces: NamedDependency[Workspaces],
        depending: NamedDependency[Depending],
        force: Annotated[bool, QueryParameter(description="also if flows use what is left out")] = False,
    ) -> dict[str, Any]:
        """Replace all constants; one that is left out must not be named by a flow. Conversations read the new ones from their
        next turn on. By force, flows that name a constant which is gone read nothing there."""
        if not force:
            await depending.refuse_used_constants(sorted((await workspaces.globals()).keys() - data.values.keys()))
        await workspaces.set_globals(data.values)
        return {"values": data.values}
