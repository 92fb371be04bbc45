"""Integrations, and the events that they told us."""

from alembic import op

from store.migrations.isolation import isolate

revision = "0006"
down_revision = "0005"

TABLES = ("integrations", "integration_events")
CREATE = (
    """
    create table integrations (
        id uuid default uuidv7() not null,
        workspace_id uuid default nullif(current_setting('app.workspace', true), '')::uuid not null,
        kind text not null,
        name text not null,
        settings jsonb default '{}'::jsonb not null,
        credentials text not null,
        flow_id uuid,
        channel_id uuid,
        address_path text not null,
        inputs jsonb default '{}'::jsonb not null,
        event_kinds text[] default '{}' not null,
        interrupt boolean default false not null,
        created_at timestamptz default now() not null,
        updated_at timestamptz default now() not null,
        constraint pk_integrations primary key (id),
        constraint fk_integrations_workspace_id foreign key (workspace_id) references workspaces (id) on delete cascade,
        constraint fk_integrations_flow_id foreign key (flow_id) references flows (id) on delete set null,
        constraint fk_integrations_channel_id foreign key (channel_id) references channels (id) on delete set null
    )
    """,
    "create index ix_integrations_workspace_id_id on integrations (workspace_id, id)",
    "create index ix_integrations_flow_id on integrations (flow_id)",
    "create index ix_integrations_channel_id on integrations (channel_id)",
    """
    create table integration_events (
        id uuid default uuidv7() not null,
        workspace_id uuid default nullif(current_setting('app.workspace', true), '')::uuid not null,
        integration_id uuid not null,
        event_id text,
        kind text,
        received_at timestamptz default now() not null,
        headers jsonb default '{}'::jsonb not null,
        body bytea not null,
        status text not null,
        error text,
        attempts integer default 1 not null,
        conversation_id uuid,
        handled_at timestamptz,
        constraint pk_integration_events primary key (id),
        constraint uq_integration_events_integration_id_event_id unique (integration_id, event_id),
        constraint ck_integration_events_status check (status in ('handled', 'ignored', 'refused', 'failed')),
        constraint fk_integration_events_integration_id foreign key (integration_id)
            references integrations (id) on delete cascade,
        constraint fk_integration_events_conversation_id foreign key (conversation_id)
            references conversations (id) on delete cascade
    )
    """,
    """
    create index ix_integration_events_workspace_id_integration_id_id
        on integration_events (workspace_id, integration_id, id)
    """,
    "create index ix_integration_events_conversation_id on integration_events (conversation_id)",
)


def upgrade() -> None:
    for statement in CREATE:
        op.execute(statement)
    isolate(*TABLES)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.execute(f"drop table {table}")
