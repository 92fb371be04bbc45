"""Flows started for many contacts, at set times, and by calls of other systems; webhooks that tell those."""

from alembic import op

from store.migrations.isolation import isolate

revision = "0014"
down_revision = "0013"

TABLES = ("bulk_starts", "bulk_recipients", "schedules", "flow_hooks", "flow_hook_calls", "webhooks", "deliveries")
CREATE = (
    """
    create table bulk_starts (
        id uuid default uuidv7() not null,
        workspace_id uuid default nullif(current_setting('app.workspace', true), '')::uuid not null,
        flow_id uuid not null,
        node text,
        name text default '' not null,
        channels uuid[] default '{}' not null,
        inputs jsonb default '{}'::jsonb not null,
        interrupt boolean default false not null,
        audience jsonb,
        gathered boolean default false not null,
        cursor uuid,
        occasion text,
        status text default 'running' not null,
        error text,
        created_at timestamptz default now() not null,
        ended_at timestamptz,
        constraint pk_bulk_starts primary key (id),
        constraint uq_bulk_starts_workspace_id_occasion unique (workspace_id, occasion),
        constraint ck_bulk_starts_status check (status in ('running', 'paused', 'cancelled', 'done')),
        constraint fk_bulk_starts_flow_id foreign key (flow_id) references flows (id) on delete cascade
    )
    """,
    "create index ix_bulk_starts_flow_id on bulk_starts (flow_id)",
    "create index ix_bulk_starts_workspace_id_id on bulk_starts (workspace_id, id)",
    "create index ix_bulk_starts_running on bulk_starts (workspace_id, id) where status = 'running'",
    """
    create table bulk_recipients (
        id uuid default uuidv7() not null,
        workspace_id uuid default nullif(current_setting('app.workspace', true), '')::uuid not null,
        bulk_start_id uuid not null,
        channel_id uuid not null,
        address text not null,
        name text default '' not null,
        inputs jsonb default '{}'::jsonb not null,
        status text default 'waiting' not null,
        error text,
        conversation_id uuid,
        event bigint,
        session_id uuid,
        taken_at timestamptz,
        constraint pk_bulk_recipients primary key (id),
        constraint uq_bulk_recipients_bulk_start_id_channel_id_address unique (bulk_start_id, channel_id, address),
        constraint ck_bulk_recipients_status check (status in ('waiting', 'in_line', 'started', 'skipped', 'failed',
            'cancelled')),
        constraint fk_bulk_recipients_bulk_start_id foreign key (bulk_start_id) references bulk_starts (id)
            on delete cascade,
        constraint fk_bulk_recipients_conversation_id foreign key (conversation_id) references conversations (id)
            on delete cascade
    )
    """,
    "create index ix_bulk_recipients_bulk_start_id_id on bulk_recipients (bulk_start_id, id)",
    "create index ix_bulk_recipients_workspace_id_taken_at on bulk_recipients (workspace_id, taken_at)",
    "create index ix_bulk_recipients_address on bulk_recipients (address)",
    "create index ix_bulk_recipients_conversation_id on bulk_recipients (conversation_id)",
    "create index ix_bulk_recipients_waiting on bulk_recipients (bulk_start_id, id) where status = 'waiting'",
    "create index ix_bulk_recipients_in_line on bulk_recipients (workspace_id, id) where status = 'in_line'",
    """
    create table schedules (
        id uuid default uuidv7() not null,
        workspace_id uuid default nullif(current_setting('app.workspace', true), '')::uuid not null,
        flow_id uuid not null,
        node text not null,
        done_until timestamptz default now() not null,
        constraint pk_schedules primary key (id),
        constraint uq_schedules_flow_id_node unique (flow_id, node),
        constraint fk_schedules_flow_id foreign key (flow_id) references flows (id) on delete cascade
    )
    """,
    "create index ix_schedules_workspace_id on schedules (workspace_id)",
    """
    create table flow_hooks (
        id uuid default uuidv7() not null,
        workspace_id uuid default nullif(current_setting('app.workspace', true), '')::uuid not null,
        flow_id uuid not null,
        node text not null,
        digest bytea not null,
        made_at timestamptz default now() not null,
        constraint pk_flow_hooks primary key (id),
        constraint uq_flow_hooks_flow_id_node unique (flow_id, node),
        constraint uq_flow_hooks_digest unique (digest),
        constraint fk_flow_hooks_flow_id foreign key (flow_id) references flows (id) on delete cascade
    )
    """,
    """
    create table flow_hook_calls (
        id uuid default uuidv7() not null,
        workspace_id uuid default nullif(current_setting('app.workspace', true), '')::uuid not null,
        hook_id uuid not null,
        key text,
        received_at timestamptz default now() not null,
        headers jsonb default '{}'::jsonb not null,
        body bytea not null,
        status text not null,
        error text,
        attempts integer default 0 not null,
        conversation_id uuid,
        event bigint,
        handled_at timestamptz,
        constraint pk_flow_hook_calls primary key (id),
        constraint uq_flow_hook_calls_hook_id_key unique (hook_id, key),
        constraint ck_flow_hook_calls_status check (status in ('handled', 'ignored', 'refused', 'failed')),
        constraint fk_flow_hook_calls_hook_id foreign key (hook_id) references flow_hooks (id) on delete cascade,
        constraint fk_flow_hook_calls_conversation_id foreign key (conversation_id) references conversations (id)
            on delete cascade
    )
    """,
    "create index ix_flow_hook_calls_hook_id_id on flow_hook_calls (hook_id, id)",
    "create index ix_flow_hook_calls_conversation_id on flow_hook_calls (conversation_id)",
    """
    create table webhooks (
        id uuid default uuidv7() not null,
        workspace_id uuid default nullif(current_setting('app.workspace', true), '')::uuid not null,
        name text not null,
        url text not null,
        sealed text not null,
        kinds text[] default '{}' not null,
        active boolean default true not null,
        stopped text,
        created_at timestamptz default now() not null,
        updated_at timestamptz default now() not null,
        constraint pk_webhooks primary key (id)
    )
    """,
    "create index ix_webhooks_workspace_id_id on webhooks (workspace_id, id)",
    """
    create table deliveries (
        id uuid default uuidv7() not null,
        workspace_id uuid default nullif(current_setting('app.workspace', true), '')::uuid not null,
        webhook_id uuid not null,
        event_id uuid not null,
        kind text not null,
        contact_id uuid,
        body text not null,
        status text not null,
        error text,
        attempts integer default 0 not null,
        log jsonb default '[]'::jsonb not null,
        next_at timestamptz default now() not null,
        created_at timestamptz default now() not null,
        ended_at timestamptz,
        constraint pk_deliveries primary key (id),
        constraint uq_deliveries_webhook_id_event_id unique (webhook_id, event_id),
        constraint ck_deliveries_status check (status in ('waiting', 'delivered', 'failed')),
        constraint fk_deliveries_webhook_id foreign key (webhook_id) references webhooks (id) on delete cascade,
        constraint fk_deliveries_contact_id foreign key (contact_id) references contacts (id) on delete cascade
    )
    """,
    "create index ix_deliveries_webhook_id_id on deliveries (webhook_id, id)",
    "create index ix_deliveries_contact_id on deliveries (contact_id)",
    "create index ix_deliveries_waiting on deliveries (workspace_id, next_at) where status = 'waiting'",
)


def upgrade() -> None:
    for statement in CREATE:
        op.execute(statement)
    isolate(*TABLES)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.execute(f"drop table {table}")
