"""The workspace's secrets: written and used by name, never shown."""

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from store.crypto import Rotation, Vault
from store.errors import NotFound
from store.models import SecretRow
from store.records import SecretName
from store.sealed import rotated


class Secrets:
    def __init__(self, session: AsyncSession, vault: Vault) -> None:
        self._session, self._vault = session, vault

    async def set(self, name: str, value: str) -> None:
        """Add the secret, or give it another value."""
        token = self._vault.encrypt(value)
        await self._session.execute(
            insert(SecretRow)
            .values(name=name, value=token)
            .on_conflict_do_update(
                index_elements=["workspace_id", "name"], set_={"value": token, "updated_at": func.now()}
            )
        )

    async def value(self, name: str) -> str:
        token = await self._session.scalar(select(SecretRow.value).where(SecretRow.name == name))
        if token is None:
            raise NotFound("secret", name)
        return self._vault.decrypt(token)

    async def names(self) -> tuple[SecretName, ...]:
        rows = await self._session.scalars(select(SecretRow).order_by(SecretRow.name))
        return tuple(SecretName.model_validate(row) for row in rows)

    async def remove(self, name: str) -> None:
        statement = delete(SecretRow).where(SecretRow.name == name).returning(SecretRow.id)
        if await self._session.scalar(statement) is None:
            raise NotFound("secret", name)

    async def rotate(self) -> Rotation:
        """Put every secret of the workspace under the newest key."""
        return await rotated(self._session, self._vault, SecretRow, "value")
