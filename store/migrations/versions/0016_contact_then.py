"""The contact as they were when a run began: without them no run can be told again."""

from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.execute("alter table sessions add column contact_then jsonb")


def downgrade() -> None:
    op.execute("alter table sessions drop column contact_then")
