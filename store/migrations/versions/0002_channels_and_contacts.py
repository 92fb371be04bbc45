"""Channels, what they send in, and contacts."""

from alembic import op

from store.migrations.isolation import isolate

revision = "0002"
down_revision = "0001"

TABLES = ("channels", "hook_events", "visitors", "contacts", "addresses")
CREATE = (
    """
    create table channels (
        id uuid default uuidv7() not null,
        workspace_id uuid default nullif(current_setting('app.workspace', true), '')::uuid not null,
        kind text not null,
        name text not null,
        settings jsonb default '{}'::jsonb not null,
        credentials text not null,
        status text default 'disconnected' not null,
        account jsonb,
        error text,
        created_at timestamptz default now() not null,
        updated_at timestamptz default now() not null,
        constraint pk_channels primary key (id),
        constraint ck_channels_status check (status in ('connected', 'disconnected', 'failing')),
        constraint fk_channels_workspace_id foreign key (workspace_id) references workspaces (id) on delete cascade
    )
    """,
    "create index ix_channels_workspace_id_id on channels (workspace_id, id)",
    """
    create table hook_events (
        id uuid default uuidv7() not null,
        workspace_id uuid default nullif(current_setting('app.workspace', true), '')::uuid not null,
        channel_id uuid not null,
        received_at timestamptz default now() not null,
        headers jsonb default '{}'::jsonb not null,
        body bytea not null,
        status text not null,
        error text,
        attempts integer default 1 not null,
        handled_at timestamptz,
        constraint pk_hook_events primary key (id),
        constraint ck_hook_events_status check (status in ('handled', 'ignored', 'refused', 'failed'))
    )
    """,
    "create index ix_hook_events_workspace_id_channel_id_id on hook_events (workspace_id, channel_id, id)",
    """
    create table visitors (
        id uuid default uuidv7() not null,
        workspace_id uuid default nullif(current_setting('app.workspace', true), '')::uuid not null,
        channel_id uuid not null,
        token_digest bytea not null,
        address text not null,
        created_at timestamptz default now() not null,
        seen_at timestamptz default now() not null,
        constraint pk_visitors primary key (id),
        constraint fk_visitors_channel_id foreign key (channel_id) references channels (id) on delete cascade,
        constraint uq_visitors_token_digest unique (token_digest)
    )
    """,
    "create index ix_visitors_channel_id on visitors (channel_id)",
    """
    create table contacts (
        id uuid default uuidv7() not null,
        workspace_id uuid default nullif(current_setting('app.workspace', true), '')::uuid not null,
        name text default '' not null,
        language text,
        fields jsonb default '{}'::jsonb not null,
        tags text[] default '{}' not null,
        created_at timestamptz default now() not null,
        updated_at timestamptz default now() not null,
        constraint pk_contacts primary key (id),
        constraint fk_contacts_workspace_id foreign key (workspace_id) references workspaces (id) on delete cascade
    )
    """,
    "create index ix_contacts_workspace_id_id on contacts (workspace_id, id)",
    """
    create table addresses (
        id uuid default uuidv7() not null,
        workspace_id uuid default nullif(current_setting('app.workspace', true), '')::uuid not null,
        contact_id uuid not null,
        channel_kind text not null,
        address text not null,
        opted_out_at timestamptz,
        created_at timestamptz default now() not null,
        constraint pk_addresses primary key (id),
        constraint uq_addresses_workspace_id_channel_kind_address unique (workspace_id, channel_kind, address),
        constraint fk_addresses_contact_id foreign key (contact_id) references contacts (id) on delete cascade
    )
    """,
    "create index ix_addresses_contact_id on addresses (contact_id)",
)


def upgrade() -> None:
    for statement in CREATE:
        op.execute(statement)
    isolate(*TABLES)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.execute(f"drop table {table}")
