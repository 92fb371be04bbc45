"""A report on a message is an event of the conversation that waits for it; what A/B tests are counted by has an index."""

import re

from alembic import op
from sqlalchemy import text

revision = "0017"
down_revision = "0010"

KINDS = text("select pg_get_constraintdef(oid) from pg_constraint where conname = 'ck_events_kind'")

MEASURED = """
    create index ix_steps_measured on steps (flow_version, node) where kind = any (array['ab_test', 'goal'])
"""


def upgrade() -> None:
    _kinds([*_present(), "reported"])
    op.execute(MEASURED)


def downgrade() -> None:
    op.execute("drop index ix_steps_measured")
    op.execute("delete from events where kind = 'reported'")
    _kinds([kind for kind in _present() if kind != "reported"])


def _present() -> list[str]:
    """Read from the table: other migrations add kinds of their own, in whatever order."""
    return re.findall(r"'(\w+)'", op.get_bind().scalar(KINDS) or "")


def _kinds(kinds: list[str]) -> None:
    names = ", ".join(f"'{kind}'" for kind in kinds)
    op.execute("alter table events drop constraint ck_events_kind")
    op.execute(f"alter table events add constraint ck_events_kind check (kind in ({names}))")
