"""Sessions and the log of their turns."""

from alembic import op

from store.migrations.isolation import isolate

revision = "0005"
down_revision = "0004"

TABLES = ("sessions", "turns", "steps", "calls")
CREATE = (
    """
    create table sessions (
        id uuid default uuidv7() not null,
        workspace_id uuid default nullif(current_setting('app.workspace', true), '')::uuid not null,
        conversation_id uuid not null,
        contact_id uuid not null,
        channel_id uuid not null,
        flow_id uuid not null,
        version_id uuid not null,
        status text not null,
        reason text,
        waiting text,
        node text,
        deadline timestamptz,
        state jsonb default '{}'::jsonb not null,
        turn integer default 0 not null,
        steps integer default 0 not null,
        sent integer default 0 not null,
        started_at timestamptz default now() not null,
        updated_at timestamptz default now() not null,
        ended_at timestamptz,
        constraint pk_sessions primary key (id),
        constraint ck_sessions_status
            check (status in ('active', 'paused', 'completed', 'failed', 'cancelled', 'blocked')),
        constraint fk_sessions_conversation_id foreign key (conversation_id)
            references conversations (id) on delete cascade,
        constraint fk_sessions_version_id foreign key (version_id) references versions (id) on delete restrict
    ) with (fillfactor = 80)
    """,
    "create index ix_sessions_contact_id_id on sessions (contact_id, id)",
    "create index ix_sessions_conversation_id on sessions (conversation_id)",
    "create index ix_sessions_version_id on sessions (version_id)",
    "create index ix_sessions_workspace_id_flow_id_id on sessions (workspace_id, flow_id, id)",
    "create index ix_sessions_workspace_id_id on sessions (workspace_id, id)",
    "create index ix_sessions_workspace_id_status_id on sessions (workspace_id, status, id)",
    """
    create table turns (
        id uuid default uuidv7() not null,
        workspace_id uuid default nullif(current_setting('app.workspace', true), '')::uuid not null,
        conversation_id uuid not null,
        session_id uuid,
        number integer default 0 not null,
        key text not null,
        event_kind text not null,
        event_id uuid,
        result jsonb default '{}'::jsonb not null,
        problems jsonb default '[]'::jsonb not null,
        created_at timestamptz default now() not null,
        constraint pk_turns primary key (id),
        constraint uq_turns_conversation_id_key unique (conversation_id, key),
        constraint fk_turns_conversation_id foreign key (conversation_id)
            references conversations (id) on delete cascade
    )
    """,
    "create index ix_turns_session_id_number on turns (session_id, number)",
    """
    create table steps (
        id uuid default uuidv7() not null,
        workspace_id uuid default nullif(current_setting('app.workspace', true), '')::uuid not null,
        session_id uuid not null,
        turn_id uuid not null,
        position integer not null,
        flow_version uuid not null,
        node text not null,
        kind text not null,
        entered text,
        "left" text,
        problems jsonb default '[]'::jsonb not null,
        created_at timestamptz default now() not null,
        constraint pk_steps primary key (id),
        constraint fk_steps_session_id foreign key (session_id) references sessions (id) on delete cascade
    )
    """,
    "create index ix_steps_session_id on steps (session_id)",
    """
    create table calls (
        id uuid default uuidv7() not null,
        workspace_id uuid default nullif(current_setting('app.workspace', true), '')::uuid not null,
        session_id uuid not null,
        conversation_id uuid not null,
        turn_id uuid not null,
        call_key text not null,
        node text not null,
        kind text not null,
        request jsonb default '{}'::jsonb not null,
        result jsonb,
        error text,
        detail text default '' not null,
        status text default 'waiting' not null,
        attempts integer default 0 not null,
        timeout_seconds double precision not null,
        max_attempts integer not null,
        created_at timestamptz default now() not null,
        started_at timestamptz,
        finished_at timestamptz,
        constraint pk_calls primary key (id),
        constraint uq_calls_session_id_call_key unique (session_id, call_key),
        constraint ck_calls_status check (status in ('waiting', 'done', 'failed', 'abandoned')),
        constraint fk_calls_session_id foreign key (session_id) references sessions (id) on delete cascade
    )
    """,
)


def upgrade() -> None:
    for statement in CREATE:
        op.execute(statement)
    isolate(*TABLES)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.execute(f"drop table {table}")
