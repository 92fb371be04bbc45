"""What is secret of a connected account: encrypted at rest, and put under a new key when keys change."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from store.crypto import Rotation, Vault
from store.models import Base


def sealed(vault: Vault, credentials: Mapping[str, Any]) -> str:
    return vault.encrypt(json.dumps(dict(credentials)))


def opened(vault: Vault, row: Any) -> dict[str, Any]:
    """The whole config of a row: its settings, which are no secret, and its credentials."""
    return {**row.settings, **json.loads(vault.decrypt(row.credentials))}


async def rotated(session: AsyncSession, vault: Vault, table: type[Base], column: str) -> Rotation:
    """Put what this column holds, in every row of the workspace, under the newest key."""
    rows = [*(await session.scalars(select(table).with_for_update()))]
    tokens, rotation = vault.rotate([getattr(row, column) for row in rows])
    for row, token in zip(rows, tokens, strict=True):
        setattr(row, column, token)
    await session.flush()
    return rotation
