"""What is sent and answered about integrations; credentials go in, and come out once if we made them."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from pydantic import AfterValidator, Field

from api.bodies import Body
from api.problems import Fault, Refused
from engine.flow import NAME
from integrations import AnyIntegration, integration_types
from nodes.json_path import parts_of
from store.integration_records import IntegrationWithConfig


def _a_path(path: str) -> str:
    parts_of(path)
    return path


DataPath = Annotated[str, AfterValidator(_a_path), Field(min_length=1, max_length=200)]
InputName = Annotated[str, Field(pattern=NAME)]
EventKind = Annotated[str, Field(min_length=1, max_length=200)]


class NewIntegration(Body):
    """A program to listen to. ``config`` is what the form of the integration type asks for; left-out credentials are made."""

    kind: str = Field(min_length=1, max_length=64, examples=["webhook"])
    name: str = Field(min_length=1, max_length=100, examples=["Our shop"])
    config: dict[str, Any] = Field({}, examples=[{}])
    flow_id: UUID = Field(description="the flow that an event starts")
    channel_id: UUID = Field(description="the channel that it talks on")
    address_path: DataPath = Field(
        description="where the data holds the contact's address", examples=["customer.phone"]
    )
    inputs: dict[InputName, DataPath] = Field(
        {}, description="the flow's inputs, and where the data holds them", examples=[{"order_no": "number"}]
    )
    event_kinds: list[EventKind] = Field(
        [], max_length=50, description="which events start the flow; none named: all", examples=[["order.paid"]]
    )
    interrupt: bool = Field(False, description="leave a flow that is still open for the contact")


class IntegrationChange(Body):
    """What is left out stays; of ``config`` too, so that credentials need not be sent again."""

    name: str | None = Field(None, min_length=1, max_length=100, examples=["Our new shop"])
    config: dict[str, Any] | None = None
    flow_id: UUID | None = None
    channel_id: UUID | None = None
    address_path: DataPath | None = None
    inputs: dict[InputName, DataPath] | None = None
    event_kinds: list[EventKind] | None = Field(None, max_length=50)
    interrupt: bool | None = None


class IntegrationShown(msgspec.Struct, frozen=True, kw_only=True):
    """``secrets`` names the credentials that are set. A flow or channel that was deleted is null: choose another."""

    id: UUID
    kind: str
    name: str
    config: dict[str, Any]
    secrets: tuple[str, ...]
    flow_id: UUID | None
    channel_id: UUID | None
    address_path: str
    inputs: dict[str, str]
    event_kinds: tuple[str, ...]
    interrupt: bool
    hook_url: str
    created_at: datetime
    updated_at: datetime


class IntegrationMade(IntegrationShown, frozen=True, kw_only=True):
    """``generated`` are credentials that we made, for the sender: shown now and never again."""

    generated: dict[str, str]


class IntegrationType(msgspec.Struct, frozen=True, kw_only=True):
    """``form`` is the JSON Schema of ``config``, with hints for its fields."""

    kind: str
    title: str
    form: dict[str, Any]


def integration_of(kind: str) -> AnyIntegration:
    if found := integration_types().get(kind):
        return found
    message = f"there is no integration type {kind!r:.80}; there are {', '.join(sorted(integration_types()))}"
    raise Refused("invalid-request", "see errors", [Fault(message=message, path="kind")])


def integration_shown(found: IntegrationWithConfig, public_url: str) -> IntegrationShown:
    fields = found.model_dump(include=set(IntegrationShown.__struct_fields__) - {"config"})
    return IntegrationShown(
        **fields,
        config=found.settings,
        secrets=tuple(sorted(found.config.keys() - found.settings.keys())),
        hook_url=f"{public_url}/hooks/integrations/{found.id}",
    )
