"""Bulk starts have a priority. Triggers that were published before theirs had one have the ordinary one."""

from alembic import op

from store.migrations.isolation import across_workspaces

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.execute("alter table bulk_starts add column priority smallint default 50 not null")
    with across_workspaces("triggers"):
        op.execute("""
            update triggers set priority = 50 where kind in ('schedule', 'api_start') and not params ? 'priority'
        """)


def downgrade() -> None:
    with across_workspaces("triggers"):
        op.execute("""
            update triggers set priority = 0, params = params - 'priority' where kind in ('schedule', 'api_start')
        """)
    op.execute("alter table bulk_starts drop column priority")
