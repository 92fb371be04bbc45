"""The contact as they were when a run began, without whom no run can be told again; and when a move looked at a run."""

from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.execute("alter table sessions add column contact_then jsonb")
    op.execute("alter table moved_sessions add column noted_at timestamptz default now() not null")


def downgrade() -> None:
    op.execute("alter table moved_sessions drop column noted_at")
    op.execute("alter table sessions drop column contact_then")
