"""Erasing a contact finds what happened in their conversations, and whoever calls a webhook what waits for it."""

from alembic import op

revision = "0018"
down_revision = "0017"

WAITING = "create index ix_deliveries_waiting on deliveries ({}, next_at) where status = 'waiting'"


def upgrade() -> None:
    op.execute("""
        create index ix_workspace_events_conversation_id on workspace_events (conversation_id)
        where conversation_id is not null
    """)
    op.execute("drop index ix_deliveries_waiting")
    op.execute(WAITING.format("webhook_id"))


def downgrade() -> None:
    op.execute("drop index ix_deliveries_waiting")
    op.execute(WAITING.format("workspace_id"))
    op.execute("drop index ix_workspace_events_conversation_id")
