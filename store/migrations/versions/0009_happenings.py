"""Events from other systems that a session waits for: a kind of event, and the way to the sessions by its key."""

from alembic import op

revision = "0009"
down_revision = "0008"

BEFORE = "('message', 'start', 'cancel', 'hand_back', 'take_over')"
AFTER = "('message', 'start', 'cancel', 'hand_back', 'take_over', 'happened')"


def upgrade() -> None:
    _kinds(AFTER)
    op.execute("alter table sessions add column waits_for text")
    op.execute("create index ix_sessions_waits_for on sessions (workspace_id, waits_for) where waits_for is not null")


def downgrade() -> None:
    op.execute("alter table sessions drop column waits_for")
    op.execute("delete from events where kind = 'happened'")
    _kinds(BEFORE)


def _kinds(kinds: str) -> None:
    op.execute("alter table events drop constraint ck_events_kind")
    op.execute(f"alter table events add constraint ck_events_kind check (kind in {kinds})")
