"""Channels: how messages come in from a platform and go out to it, one module per channel type.

A channel type is an ``Adapter``: pure functions that read a webhook and build a request, and a few coroutines that talk
to the platform. ``ADAPTERS`` are ours; ``adapters()`` also finds those of installed packages.
"""

from collections.abc import Mapping
from functools import cache

from channels import telegram, webchat
from channels.adapter import (
    Account,
    Adapter,
    Capabilities,
    DeliveryReport,
    Download,
    HookRequest,
    Inbound,
    OptOut,
    Received,
    Sought,
)
from channels.errors import (
    BadPayload,
    BadSignature,
    ChannelError,
    ConnectFailed,
    ContactStopped,
    Refused,
    SendError,
    Throttled,
    Uncertain,
    Unreachable,
)
from channels.fitted import fitted
from channels.registry import AnyAdapter, ChannelTypeRefused, collect
from channels.rows import spread

__all__ = [
    "ADAPTERS",
    "Account",
    "Adapter",
    "AnyAdapter",
    "BadPayload",
    "BadSignature",
    "Capabilities",
    "ChannelError",
    "ChannelTypeRefused",
    "ConnectFailed",
    "ContactStopped",
    "DeliveryReport",
    "Download",
    "HookRequest",
    "Inbound",
    "OptOut",
    "Received",
    "Refused",
    "SendError",
    "Sought",
    "Throttled",
    "Uncertain",
    "Unreachable",
    "adapters",
    "fitted",
    "spread",
]

ADAPTERS: tuple[AnyAdapter, ...] = (telegram.adapter, webchat.adapter)


@cache
def adapters() -> Mapping[str, AnyAdapter]:
    """Every channel type by its kind, looked up once. Raises ChannelTypeRefused where two packages claim one kind."""
    return collect(ADAPTERS)
