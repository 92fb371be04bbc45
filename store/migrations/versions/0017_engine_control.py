"""A report on a message is an event of the conversation that waits for it; what A/B tests are counted by has an index; a
trigger says what it does to contacts who are inside a flow; messages in doubt are found."""

import re

from alembic import op
from sqlalchemy import text

from store.migrations.isolation import across_workspaces

revision = "0017"
down_revision = "0016"

KINDS = text("select pg_get_constraintdef(oid) from pg_constraint where conname = 'ck_events_kind'")

MEASURED = """
    create index ix_steps_measured on steps (flow_version, node) where kind = any (array['ab_test', 'goal'])
"""

BUSY = (
    "alter table triggers add column when_busy text default 'ignore' not null",
    """
    update triggers set when_busy = case when interrupts then 'interrupt' else 'ignore' end,
        params = (params - 'interrupts') || case when interrupts then '{"when_busy": "interrupt"}'::jsonb else '{}'::jsonb end
    """,
    "alter table triggers drop column interrupts",
)
UNBUSY = (
    "alter table triggers add column interrupts boolean default false not null",
    """
    update triggers set interrupts = when_busy = 'interrupt',
        params = (params - 'when_busy' - 'ask_text') || jsonb_build_object('interrupts', when_busy = 'interrupt')
    where kind = any (array['keyword', 'any_message', 'new_conversation', 'referral'])
    """,
    "alter table triggers drop column when_busy",
)


def upgrade() -> None:
    _kinds([*_present(), "reported"])
    op.execute(MEASURED)
    op.execute("create index ix_messages_in_doubt on messages (channel_id) where status = 'in_doubt'")
    with across_workspaces("triggers"):
        for statement in BUSY:
            op.execute(statement)


def downgrade() -> None:
    with across_workspaces("triggers", "events"):
        for statement in UNBUSY:
            op.execute(statement)
        op.execute("delete from events where kind = 'reported'")
    op.execute("drop index ix_messages_in_doubt")
    op.execute("drop index ix_steps_measured")
    _kinds([kind for kind in _present() if kind != "reported"])


def _present() -> list[str]:
    """Read from the table: other migrations add kinds of their own, in whatever order."""
    return re.findall(r"'(\w+)'", op.get_bind().scalar(KINDS) or "")


def _kinds(kinds: list[str]) -> None:
    names = ", ".join(f"'{kind}'" for kind in kinds)
    op.execute("alter table events drop constraint ck_events_kind")
    op.execute(f"alter table events add constraint ck_events_kind check (kind in ({names}))")
