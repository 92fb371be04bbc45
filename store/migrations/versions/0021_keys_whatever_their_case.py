"""The key of a table's row is kept as it is compared: “a-1” and “A-1” name the same row, as they do where rows are looked for.

Where a table has both already, each stays as it is, and the one in small letters is found.
"""

import unicodedata

import sqlalchemy as sa
from alembic import op

from store.migrations.isolation import across_workspaces

revision = "0021"
down_revision = "0020"

RENAME = sa.text("""
    update data_rows set key = :folded where id = :id and not exists (
        select 1 from data_rows other where other.table_id = data_rows.table_id and other.key = :folded)
""")


def upgrade() -> None:
    connection = op.get_bind()
    with across_workspaces("data_rows"):
        for id, key in connection.execute(sa.text("select id, key from data_rows where key is not null order by id")):
            if (folded := _folded(key)) != key:
                connection.execute(RENAME, {"id": id, "folded": folded})


def downgrade() -> None:
    with across_workspaces("data_rows", "data_tables"):
        op.execute("""
            update data_rows set key = data_rows.data ->> t.key from data_tables t
            where t.id = data_rows.table_id and data_rows.data ->> t.key is not null
        """)


def _folded(key: str) -> str:
    """As the engine compared texts when this was written."""
    text = unicodedata.normalize("NFKC", key).casefold()
    return unicodedata.normalize("NFKC", text).strip()
