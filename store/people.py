"""People, and the workspaces they belong to. Logging in comes with roles; until then there is the bootstrap owner."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from store.models import MembershipRow, UserRow


class People:
    """Takes a session of ``Store.system``: a person may be in several workspaces."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def ensure(self, email: str, name: str) -> UUID:
        """The id of the person with this address, made if need be."""
        statement = insert(UserRow).values(email=email.strip().lower(), name=name)
        named = statement.on_conflict_do_update(
            index_elements=[UserRow.email], set_={"email": statement.excluded.email}
        )
        return (await self._session.scalars(named.returning(UserRow.id))).one()


class Members:
    """The people of the transaction's workspace."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, user: UUID, role: str) -> None:
        """Give this person a role; one who has a role here gets the new one instead."""
        statement = insert(MembershipRow).values(user_id=user, role=role)
        pair = [MembershipRow.workspace_id, MembershipRow.user_id]
        await self._session.execute(statement.on_conflict_do_update(index_elements=pair, set_={"role": role}))

    async def count(self) -> int:
        return (await self._session.scalars(select(func.count()).select_from(MembershipRow))).one()
