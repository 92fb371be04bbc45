"""The two roles that the product connects as, and what each of them may do.

The owner migrates and is used for nothing else. The app lives under row-level security. The system role looks across
workspaces, so it may do almost nothing. To make that one the owner must be a superuser; where it may not be, on a
managed server, both roles can be there beforehand and are left as they are.
"""

from collections.abc import Sequence

from pydantic import SecretStr
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

_LOCK = text("select pg_advisory_xact_lock(hashtext('dialoom roles'))")
_ROLE = text("select rolcanlogin and not rolsuper and rolbypassrls = :bypass from pg_roles where rolname = :name")
_ALL = "select, insert, update, delete"
_APP = {
    "alembic_version": "",
    "users": "select",
    "versions": "select, insert",
}
_SYSTEM = {
    "workspaces": "select",
    "memberships": "select",
    "users": "select, insert, update",
    "api_keys": "select",
    "channels": "select",
    # what people said, and what is told of them, is none of its business: it sees where there is work to do
    "events": "select (workspace_id, conversation_id, number, created_at, handled_at)",
    "integrations": "select (workspace_id, id)",
    "canaries": "select (workspace_id, id, status)",
    "workspace_events": "select (workspace_id, handled_at)",
    "bulk_starts": "select (workspace_id, status)",
    "bulk_recipients": "select (workspace_id, status)",
    "triggers": "select (workspace_id, kind)",
    "schedules": "select (workspace_id)",
    "flow_hooks": "select (workspace_id, id, digest)",
    "segments": "select (workspace_id, moving, swept_at)",
    "deliveries": "select (workspace_id, webhook_id, status, next_at)",
}


async def ensure_roles(owner_url: SecretStr, app_url: SecretStr, system_url: SecretStr) -> None:
    """Create the roles that the urls name, with the urls' passwords, as far as they are not there."""
    engine = create_async_engine(owner_url.get_secret_value())
    async with engine.begin() as connection:
        await connection.execute(_LOCK)
        await _ensure(connection, app_url, bypass=False)
        await _ensure(connection, system_url, bypass=True)
    await engine.dispose()


async def grant(owner_url: SecretStr, app_url: SecretStr, system_url: SecretStr) -> None:
    """Give both roles exactly their rights on the tables that there are."""
    engine = create_async_engine(owner_url.get_secret_value())
    async with engine.begin() as connection:
        tables = list(await connection.scalars(text("select tablename from pg_tables where schemaname = 'public'")))
        await _grant(connection, app_url, {table: _APP.get(table, _ALL) for table in tables})
        await _grant(connection, system_url, {table: _SYSTEM.get(table, "") for table in tables})
    await engine.dispose()


async def _ensure(connection: AsyncConnection, url: SecretStr, *, bypass: bool) -> None:
    role = make_url(url.get_secret_value())
    fits = await connection.scalar(_ROLE, {"name": role.username, "bypass": bypass})
    if fits:
        return
    attributes = f"login nosuperuser {'bypassrls' if bypass else 'nobypassrls'}"
    if fits is not None:
        statement = await _formatted(connection, f"alter role %I {attributes}", [role.username])
    else:
        password = None if role.password is None else str(role.password)
        statement = await _formatted(connection, f"create role %I {attributes} password %L", [role.username, password])
    await connection.exec_driver_sql(statement)


async def _grant(connection: AsyncConnection, url: SecretStr, rights: dict[str, str]) -> None:
    role = make_url(url.get_secret_value()).username
    quoted = await _formatted(connection, "%I", [role])
    await connection.exec_driver_sql(f"grant usage on schema public to {quoted}")
    for table, right in rights.items():
        await connection.exec_driver_sql(f'revoke all on "{table}" from {quoted}')
        if right:
            await connection.exec_driver_sql(f'grant {right} on "{table}" to {quoted}')


async def _formatted(connection: AsyncConnection, template: str, values: Sequence[str | None]) -> str:
    """Statements about roles take no parameters: let PostgreSQL do the quoting."""
    query = text("select format(:template, variadic cast(:values as text[]))")
    return str(await connection.scalar(query, {"template": template, "values": list(values)}))
