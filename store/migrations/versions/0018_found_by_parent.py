"""Erasing a contact finds what happened in their conversations, whoever calls a webhook what waits for it, and whoever
throws away what is old the dates that have come."""

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
    op.execute("create index ix_occurrences_created_at on occurrences (created_at)")


def downgrade() -> None:
    op.execute("drop index ix_occurrences_created_at")
    op.execute("drop index ix_deliveries_waiting")
    op.execute(WAITING.format("workspace_id"))
    op.execute("drop index ix_workspace_events_conversation_id")
