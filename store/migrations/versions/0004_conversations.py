"""Conversations, their messages and events."""

from alembic import op

from store.migrations.isolation import isolate

revision = "0004"
down_revision = "0003"

TABLES = ("conversations", "messages", "events")
CREATE = (
    """
    create table conversations (
        id uuid default uuidv7() not null,
        workspace_id uuid default nullif(current_setting('app.workspace', true), '')::uuid not null,
        contact_id uuid not null,
        channel_id uuid not null,
        address text not null,
        status text default 'open' not null,
        session_id uuid,
        last_event bigint default 0 not null,
        handled_event bigint default 0 not null,
        last_message bigint default 0 not null,
        last_message_at timestamptz,
        created_at timestamptz default now() not null,
        constraint pk_conversations primary key (id),
        constraint uq_conversations_channel_id_address unique (channel_id, address),
        constraint fk_conversations_contact_id foreign key (contact_id) references contacts (id) on delete cascade,
        constraint fk_conversations_channel_id foreign key (channel_id) references channels (id) on delete cascade
    ) with (fillfactor = 80)
    """,
    "create index ix_conversations_contact_id on conversations (contact_id)",
    """
    create table messages (
        id uuid default uuidv7() not null,
        workspace_id uuid default nullif(current_setting('app.workspace', true), '')::uuid not null,
        conversation_id uuid not null,
        channel_id uuid not null,
        number bigint not null,
        direction text not null,
        status text not null,
        content jsonb default '{}'::jsonb not null,
        provider_id text,
        hook_event_id uuid,
        session_id uuid,
        turn_id uuid,
        key text,
        attempts integer default 0 not null,
        error_code text,
        error text,
        created_at timestamptz default now() not null,
        sending_at timestamptz,
        sent_at timestamptz,
        updated_at timestamptz default now() not null,
        constraint pk_messages primary key (id),
        constraint uq_messages_conversation_id_number unique (conversation_id, number),
        constraint ck_messages_direction check (direction in ('in', 'out')),
        constraint ck_messages_status
            check (status in ('received', 'queued', 'sending', 'sent', 'delivered', 'read', 'failed', 'in_doubt')),
        constraint fk_messages_conversation_id foreign key (conversation_id)
            references conversations (id) on delete cascade
    )
    """,
    "create index ix_messages_outbound on messages (channel_id, provider_id) where direction = 'out'",
    """
    create index ix_messages_unsent on messages (conversation_id, number)
    where status = any (array['queued', 'sending'])
    """,
    "create unique index uq_messages_inbound on messages (channel_id, provider_id) where direction = 'in'",
    """
    create table events (
        id uuid default uuidv7() not null,
        workspace_id uuid default nullif(current_setting('app.workspace', true), '')::uuid not null,
        conversation_id uuid not null,
        number bigint not null,
        kind text not null,
        message_id uuid,
        data jsonb default '{}'::jsonb not null,
        created_at timestamptz default now() not null,
        handled_at timestamptz,
        turn_id uuid,
        constraint pk_events primary key (id),
        constraint uq_events_conversation_id_number unique (conversation_id, number),
        constraint ck_events_kind check (kind in ('message', 'start', 'cancel', 'hand_back', 'take_over')),
        constraint fk_events_conversation_id foreign key (conversation_id)
            references conversations (id) on delete cascade
    )
    """,
    "create index ix_events_unhandled on events (conversation_id, number) where handled_at is null",
)


def upgrade() -> None:
    for statement in CREATE:
        op.execute(statement)
    isolate(*TABLES)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.execute(f"drop table {table}")
