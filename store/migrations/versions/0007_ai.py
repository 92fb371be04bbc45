"""What language models were asked in calls, and what that has used up."""

from alembic import op

from store.migrations.isolation import isolate

revision = "0007"
down_revision = "0006"

CREATE = (
    "alter table calls add column ai jsonb default '[]'::jsonb not null",
    """
    create table ai_spend (
        id uuid default uuidv7() not null,
        workspace_id uuid default nullif(current_setting('app.workspace', true), '')::uuid not null,
        scope text not null,
        subject uuid not null,
        month text not null,
        tokens bigint default 0 not null,
        cost double precision default 0 not null,
        constraint pk_ai_spend primary key (id),
        constraint uq_ai_spend_workspace_id_scope_subject_month unique (workspace_id, scope, subject, month),
        constraint ck_ai_spend_scope check (scope in ('conversation', 'flow', 'workspace'))
    ) with (fillfactor = 80)
    """,
)


def upgrade() -> None:
    for statement in CREATE:
        op.execute(statement)
    isolate("ai_spend")


def downgrade() -> None:
    op.execute("drop table ai_spend")
    op.execute("alter table calls drop column ai")
