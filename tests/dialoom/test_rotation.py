"""Encryption keys are changed for everything that is stored under them."""

from uuid import UUID

from cryptography.fernet import Fernet
from pydantic import SecretStr

from dialoom.rotation import rotate_all
from store.channels import Channels
from store.config import Database, Encryption
from store.crypto import Vault
from store.database import Store
from store.integration_records import Wiring
from store.integrations import Integrations
from store.secrets import Secrets
from store.webhooks import Webhooks

WIRING = Wiring(flow_id=None, channel_id=None, address_path="a", inputs={}, event_kinds=(), interrupt=False)


async def test_after_rotation_the_old_key_can_go(database: Database, store: Store, workspace: UUID) -> None:
    """Channels, integrations, webhooks and secrets are read by the new key alone, and the count of the old one says so."""
    new, old = (SecretStr(Fernet.generate_key().decode()) for _ in range(2))
    async with store.transaction(workspace) as session:
        await Secrets(session, Vault([old])).set("shop", "one")
        channel = await Channels(session, Vault([old])).add("webchat", "Chat", {}, {"token": "two"})
        shop = await Integrations(session, Vault([old])).add("webhook", "Shop", {}, {"secret": "three"}, WIRING)
        hook = await Webhooks(session, Vault([old])).add("Hook", "https://shop.example", ["*"], SecretStr("four"))
    encryption = Encryption(keys=(new, old), pepper=SecretStr("pepper"))
    assert (await rotate_all(database, encryption))[-1].startswith("4 rewritten")
    assert (await rotate_all(database, encryption))[-1].startswith("0 rewritten")
    async with store.transaction(workspace) as session:
        vault = Vault([new])
        assert await Secrets(session, vault).value("shop") == "one"
        assert (await Channels(session, vault).get(channel.id)).config == {"token": "two"}
        assert (await Integrations(session, vault).get(shop.id)).config == {"secret": "three"}
        assert (await Webhooks(session, vault).get(hook.id)).secret.get_secret_value() == "four"
