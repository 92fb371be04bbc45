"""All stored credentials under the newest key, so that the older keys can be dropped."""

from collections.abc import Mapping

from store.channels import Channels
from store.config import Database, Encryption
from store.crypto import Rotation, Vault
from store.database import Store
from store.directory import Directory
from store.integrations import Integrations
from store.secrets import Secrets
from store.webhooks import Webhooks


async def rotate_all(database: Database, encryption: Encryption) -> tuple[str, ...]:
    """What was found under which key, and what was rewritten, in words."""
    store, vault = Store.open(database), Vault(encryption.keys)
    try:
        async with store.system() as session:
            workspaces = await Directory(session).workspaces()
        done: list[Rotation] = []
        for workspace in workspaces:
            async with store.transaction(workspace) as session:
                done += [await kept(session, vault).rotate() for kept in (Channels, Integrations, Secrets, Webhooks)]
    finally:
        await store.close()
    return tuple(_told(vault, done))


def _told(vault: Vault, done: list[Rotation]) -> list[str]:
    found: Mapping[str, int] = {key: sum(one.found.get(key, 0) for one in done) for key in vault.keys}
    rewritten = sum(one.rewritten for one in done)
    lines = [
        f"key {key}{' (newest)' if i == 0 else ''}: {count} values" for i, (key, count) in enumerate(found.items())
    ]
    return [*lines, f"{rewritten} rewritten under the newest key; the other keys can be dropped now"]
