"""What is sent and answered about channels; credentials go in and never come out."""

from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

import msgspec
from pydantic import BaseModel, Field, SecretStr, ValidationError

from api.bodies import Body
from api.problems import Fault, Refused
from channels import Adapter, adapters, webchat
from engine.marks import dotted
from engine.problems import said_by
from store.records import Channel
from workflows.channel_cache import AT_LEAST_ONCE


class NewChannel(Body):
    """An account to connect. ``config`` is what the form of the channel type asks for."""

    kind: str = Field(min_length=1, max_length=64, examples=["webchat"])
    name: str = Field(min_length=1, max_length=100, examples=["Chat on our website"])
    config: dict[str, Any] = Field({}, examples=[{"title": "Ask us"}])
    at_least_once: bool = Field(False, description="send again when it is uncertain whether a message arrived")


class ChannelChange(Body):
    """What is left out stays; of ``config`` too, so that credentials need not be sent again."""

    name: str | None = Field(None, min_length=1, max_length=100)
    config: dict[str, Any] | None = Field(None, examples=[{"title": "Ask us anything"}])
    at_least_once: bool | None = None


class ChannelShown(msgspec.Struct, frozen=True, kw_only=True):
    """``secrets`` names the credentials that are set. ``page`` is the chat's own page, for a web chat."""

    id: UUID
    kind: str
    name: str
    status: str
    config: dict[str, Any]
    secrets: tuple[str, ...]
    at_least_once: bool
    account: dict[str, Any] | None
    error: str | None
    hook_url: str
    page: str | None
    created_at: datetime
    updated_at: datetime


class ChannelTested(msgspec.Struct, frozen=True, kw_only=True):
    """``error`` says in words why the platform does not let us in."""

    ok: bool
    account: dict[str, Any] | None = None
    error: str | None = None


class ChannelType(msgspec.Struct, frozen=True, kw_only=True):
    """``form`` is the JSON Schema of ``config``, with hints for its fields; ``capabilities`` what messages may be like."""

    kind: str
    title: str
    form: dict[str, Any]
    capabilities: dict[str, Any]


def adapter_of(kind: str, field: str = "kind") -> Adapter[Any]:
    if adapter := adapters().get(kind):
        return adapter
    message = f"there is no channel type {kind!r:.80}; there are {', '.join(sorted(adapters()))}"
    raise Refused("invalid-request", "see errors", [Fault(message=message, path=field)])


class HasConfig(Protocol):
    """An adapter of channels, or an integration."""

    @property
    def config(self) -> type[BaseModel]: ...


def configured(adapter: HasConfig, values: dict[str, Any]) -> BaseModel:
    """The adapter's config, or a refusal that names the fields. What was sent is not repeated: it may be secret."""
    try:
        config: BaseModel = adapter.config.model_validate(values)
    except ValidationError as error:
        errors = [Fault(message=why, path=dotted(("config", *path))) for path, why in said_by(error)]
        raise Refused("invalid-request", "see errors", errors) from None
    return config


def split(config: BaseModel) -> tuple[dict[str, Any], dict[str, str]]:
    """Settings that may be shown, and credentials that may not. What follows from defaults is not kept."""
    given = {name: getattr(config, name) for name in config.model_fields_set}
    secrets = {name: value.get_secret_value() for name, value in given.items() if isinstance(value, SecretStr)}
    return config.model_dump(mode="json", include=given.keys() - secrets.keys()), secrets


def channel_shown(channel: Channel, secrets: tuple[str, ...], public_url: str) -> ChannelShown:
    settings = dict(channel.settings)
    return ChannelShown(
        id=channel.id,
        kind=channel.kind,
        name=channel.name,
        status=channel.status,
        at_least_once=bool(settings.pop(AT_LEAST_ONCE, False)),
        config=settings,
        secrets=secrets,
        account=channel.account,
        error=channel.error,
        hook_url=hook_url(public_url, channel.id),
        page=f"{public_url}/c/{channel.id}" if channel.kind == webchat.adapter.kind else None,
        created_at=channel.created_at,
        updated_at=channel.updated_at,
    )


def hook_url(public_url: str, channel: UUID) -> str:
    return f"{public_url}/hooks/{channel}"
