"""Row-level security, forced, so that not even the tables' owner sees across workspaces by mistake."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import op

CURRENT = "nullif(current_setting('app.workspace', true), '')::uuid"


def isolate(*tables: str, column: str = "workspace_id") -> None:
    """Rows of these tables are seen and written only in a transaction of their own workspace."""
    for table in tables:
        force(table)
        mine = f"{column} = {CURRENT}"
        op.execute(f"create policy workspace on {table} using ({mine}) with check ({mine})")


@contextmanager
def across_workspaces(*tables: str) -> Iterator[None]:
    """Inside of it their owner, who may not be a superuser, changes the rows of all workspaces."""
    for table in tables:
        op.execute(f"alter table {table} no force row level security")
    yield
    for table in tables:
        op.execute(f"alter table {table} force row level security")


def force(table: str) -> None:
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
