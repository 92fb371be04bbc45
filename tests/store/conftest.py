from collections.abc import AsyncIterator
from uuid import UUID

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncSession

from store.crypto import Vault
from store.database import Store


@pytest.fixture
async def session(store: Store, workspace: UUID) -> AsyncIterator[AsyncSession]:
    """One transaction of the test's workspace, committed when the test is over."""
    async with store.transaction(workspace) as session:
        yield session


@pytest.fixture
def keys() -> tuple[SecretStr, SecretStr]:
    """The newest encryption key, and an old one."""
    new, old = SecretStr(Fernet.generate_key().decode()), SecretStr(Fernet.generate_key().decode())
    return new, old


@pytest.fixture
def vault(keys: tuple[SecretStr, SecretStr]) -> Vault:
    return Vault(keys)
