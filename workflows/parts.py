"""What a worker process stands on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import redis.asyncio as redis
from temporalio.client import Client

from nodes import NodeType
from store.crypto import Vault
from store.database import Store
from workflows import config
from workflows.ai_config import Ai
from workflows.mail_config import Smtp


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a worker process stands on; made in the event loop that runs it."""

    client: Client
    store: Store
    vault: Vault
    valkey: redis.Redis
    node_types: Mapping[str, NodeType[Any]]
    settings: config.Worker
    ai: Ai = field(default_factory=Ai)
    smtp: Smtp = field(default_factory=Smtp)
