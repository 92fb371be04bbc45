"""What the doctor is told, and what a look at one thing gives."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from workflows.mail_config import Smtp

Revisions: TypeAlias = Callable[[], Awaitable[tuple[str | None, str | None]]]
Finding: TypeAlias = tuple[bool, str]


@dataclass(frozen=True)
class DoctorConfig:
    """Where everything should be. ``revisions`` tells the database's revision and the newest one."""

    database_url: str
    system_url: str
    valkey_url: str
    temporal_address: str
    namespace: str
    api_url: str
    keys: Sequence[str]
    folder: Path
    revisions: Revisions | None = None
    temporal_tls: bool = False
    temporal_api_key: str = ""
    smtp: Smtp = field(default_factory=Smtp)
