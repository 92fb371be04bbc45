"""The health of a canary counts where other flows have run it, and where that went wrong."""

from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.execute("create index ix_steps_started on steps (flow_version, session_id) where entered = 'started'")
    op.execute("""
        create index ix_steps_run_failed on steps (workspace_id, created_at) where entered = 'flow_ended' and "left" = 'failed'
    """)


def downgrade() -> None:
    op.execute("drop index ix_steps_run_failed")
    op.execute("drop index ix_steps_started")
