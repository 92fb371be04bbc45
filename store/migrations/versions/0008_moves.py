"""Moves of running sessions to another version of their flow."""

from alembic import op

from store.migrations.isolation import isolate

revision = "0008"
down_revision = "0007"

TABLES = ("moves", "moved_sessions")
CREATE = (
    """
    create table moves (
        id uuid default uuidv7() not null,
        workspace_id uuid default nullif(current_setting('app.workspace', true), '')::uuid not null,
        flow_id uuid not null,
        version_id uuid not null,
        nodes jsonb default '{}'::jsonb not null,
        status text default 'open' not null,
        cursor uuid,
        created_at timestamptz default now() not null,
        updated_at timestamptz default now() not null,
        constraint pk_moves primary key (id),
        constraint ck_moves_status check (status in ('open', 'done', 'undone')),
        constraint fk_moves_flow_id foreign key (flow_id) references flows (id) on delete cascade,
        constraint fk_moves_version_id foreign key (version_id) references versions (id) on delete cascade
    )
    """,
    "create index ix_moves_workspace_id_flow_id_id on moves (workspace_id, flow_id, id)",
    """
    create table moved_sessions (
        move_id uuid not null,
        session_id uuid not null,
        workspace_id uuid default nullif(current_setting('app.workspace', true), '')::uuid not null,
        outcome text not null,
        why text,
        node text not null,
        detail text,
        at_turn integer not null,
        before jsonb,
        updated_at timestamptz default now() not null,
        constraint pk_moved_sessions primary key (move_id, session_id),
        constraint ck_moved_sessions_outcome check (outcome in ('moved', 'stays', 'undone', 'went_on')),
        constraint fk_moved_sessions_move_id foreign key (move_id) references moves (id) on delete cascade,
        constraint fk_moved_sessions_session_id foreign key (session_id) references sessions (id) on delete cascade
    )
    """,
    "create index ix_moved_sessions_session_id on moved_sessions (session_id)",
    "create index ix_moved_sessions_move_id_outcome_session_id on moved_sessions (move_id, outcome, session_id)",
)


def upgrade() -> None:
    for statement in CREATE:
        op.execute(statement)
    isolate(*TABLES)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.execute(f"drop table {table}")
