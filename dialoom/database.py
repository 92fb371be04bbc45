"""The database as the product needs it: roles, tables, rights."""

from store.config import Database
from store.migrate import current, downgrade, upgrade
from store.roles import ensure_roles, grant


async def prepare(database: Database, revision: str = "head", *, down: bool = False) -> str:
    """Create the roles, migrate, and give the roles their rights; the revision the database has then."""
    await ensure_roles(database.owner_url, database.url, database.system_url)
    await (downgrade if down else upgrade)(database.owner_url, revision)
    await grant(database.owner_url, database.url, database.system_url)
    return await current(database.owner_url) or "empty"
