"""What happened in a workspace, for those who want to be told."""

from alembic import op

from store.migrations.isolation import isolate

revision = "0010"
down_revision = "0009"

CREATE = (
    """
    create table workspace_events (
        id uuid default uuidv7() not null,
        workspace_id uuid default nullif(current_setting('app.workspace', true), '')::uuid not null,
        kind text not null,
        contact_id uuid,
        conversation_id uuid,
        data jsonb default '{}'::jsonb not null,
        created_at timestamptz default now() not null,
        handled_at timestamptz,
        constraint pk_workspace_events primary key (id),
        constraint fk_workspace_events_contact_id foreign key (contact_id) references contacts (id) on delete cascade,
        constraint fk_workspace_events_conversation_id foreign key (conversation_id) references conversations (id)
            on delete cascade
    )
    """,
    "create index ix_workspace_events_unhandled on workspace_events (workspace_id, id) where handled_at is null",
    "create index ix_workspace_events_contact_id on workspace_events (contact_id)",
)


def upgrade() -> None:
    for statement in CREATE:
        op.execute(statement)
    isolate("workspace_events")


def downgrade() -> None:
    op.execute("drop table workspace_events")
