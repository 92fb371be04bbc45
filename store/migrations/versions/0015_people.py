"""People beside the bot: agents, teams, and what becomes of a conversation that they take over."""

from alembic import op

from store.migrations.isolation import isolate

revision = "0015"
down_revision = "0014"

WORKSPACE = "workspace_id uuid default nullif(current_setting('app.workspace', true), '')::uuid not null"
PRIORITY = "priority text default 'normal' not null"
TABLES = ("agents", "teams", "team_members", "hand_overs", "notes", "notifications")
CREATE = (
    f"""
    create table agents (
        id uuid default uuidv7() not null,
        {WORKSPACE},
        name text not null,
        email text not null,
        available boolean default true not null,
        assigned_at timestamptz,
        created_at timestamptz default now() not null,
        constraint pk_agents primary key (id),
        constraint uq_agents_workspace_id_email unique (workspace_id, email),
        constraint fk_agents_workspace_id foreign key (workspace_id) references workspaces (id) on delete cascade
    )
    """,
    f"""
    create table teams (
        id uuid default uuidv7() not null,
        {WORKSPACE},
        key text not null,
        name text not null,
        created_at timestamptz default now() not null,
        constraint pk_teams primary key (id),
        constraint uq_teams_workspace_id_key unique (workspace_id, key),
        constraint fk_teams_workspace_id foreign key (workspace_id) references workspaces (id) on delete cascade
    )
    """,
    f"""
    create table team_members (
        team_id uuid not null,
        agent_id uuid not null,
        {WORKSPACE},
        constraint pk_team_members primary key (team_id, agent_id),
        constraint fk_team_members_team_id foreign key (team_id) references teams (id) on delete cascade,
        constraint fk_team_members_agent_id foreign key (agent_id) references agents (id) on delete cascade
    )
    """,
    "create index ix_team_members_agent_id on team_members (agent_id)",
    f"""
    alter table conversations
        add column {PRIORITY},
        add column team_id uuid,
        add column assignee_id uuid,
        add column waiting_since timestamptz,
        add column closed_at timestamptz,
        add column rating integer,
        add constraint ck_conversations_status check (status in ('open', 'pending', 'closed')),
        add constraint ck_conversations_priority check (priority in ('low', 'normal', 'high', 'urgent')),
        add constraint fk_conversations_team_id foreign key (team_id) references teams (id) on delete set null,
        add constraint fk_conversations_assignee_id foreign key (assignee_id) references agents (id) on delete set null
    """,
    "create index ix_conversations_workspace_id_status_id on conversations (workspace_id, status, id)",
    "create index ix_conversations_team_id on conversations (team_id, id) where team_id is not null",
    "create index ix_conversations_assignee_id on conversations (assignee_id, id) where assignee_id is not null",
    f"""
    create table hand_overs (
        id uuid default uuidv7() not null,
        {WORKSPACE},
        conversation_id uuid not null,
        session_id uuid,
        team_id uuid,
        agent_id uuid,
        {PRIORITY},
        note text default '' not null,
        summary jsonb,
        created_at timestamptz default now() not null,
        ended_at timestamptz,
        outcome text,
        rating integer,
        constraint pk_hand_overs primary key (id),
        constraint ck_hand_overs_priority check (priority in ('low', 'normal', 'high', 'urgent')),
        constraint ck_hand_overs_outcome check (outcome in ('resumed', 'resolved', 'timeout', 'cancelled')),
        constraint fk_hand_overs_conversation_id foreign key (conversation_id)
            references conversations (id) on delete cascade,
        constraint fk_hand_overs_team_id foreign key (team_id) references teams (id) on delete set null,
        constraint fk_hand_overs_agent_id foreign key (agent_id) references agents (id) on delete set null
    )
    """,
    "create unique index uq_hand_overs_open on hand_overs (conversation_id) where ended_at is null",
    "create index ix_hand_overs_conversation_id_id on hand_overs (conversation_id, id)",
    "create index ix_hand_overs_agent_id on hand_overs (agent_id)",
    "create index ix_hand_overs_team_id on hand_overs (team_id)",
    f"""
    create table notes (
        id uuid default uuidv7() not null,
        {WORKSPACE},
        conversation_id uuid not null,
        agent_id uuid,
        session_id uuid,
        text text not null,
        created_at timestamptz default now() not null,
        constraint pk_notes primary key (id),
        constraint fk_notes_conversation_id foreign key (conversation_id)
            references conversations (id) on delete cascade,
        constraint fk_notes_agent_id foreign key (agent_id) references agents (id) on delete set null
    )
    """,
    "create index ix_notes_conversation_id_id on notes (conversation_id, id)",
    "create index ix_notes_agent_id on notes (agent_id)",
    f"""
    create table notifications (
        id uuid default uuidv7() not null,
        {WORKSPACE},
        agent_id uuid,
        conversation_id uuid not null,
        text text not null,
        created_at timestamptz default now() not null,
        read_at timestamptz,
        constraint pk_notifications primary key (id),
        constraint fk_notifications_agent_id foreign key (agent_id) references agents (id) on delete cascade,
        constraint fk_notifications_conversation_id foreign key (conversation_id)
            references conversations (id) on delete cascade
    )
    """,
    "create index ix_notifications_workspace_id_id on notifications (workspace_id, id)",
    "create index ix_notifications_agent_id_id on notifications (agent_id, id)",
    "create index ix_notifications_conversation_id on notifications (conversation_id)",
)


def upgrade() -> None:
    for statement in CREATE:
        op.execute(statement)
    isolate(*TABLES)


def downgrade() -> None:
    for table in ("notifications", "notes", "hand_overs", "team_members"):
        op.execute(f"drop table {table}")
    for index in ("workspace_id_status_id", "team_id", "assignee_id"):
        op.execute(f"drop index ix_conversations_{index}")
    op.execute("""
        alter table conversations
            drop constraint ck_conversations_status,
            drop column priority, drop column team_id, drop column assignee_id, drop column waiting_since,
            drop column closed_at, drop column rating
    """)
    op.execute("drop table teams")
    op.execute("drop table agents")
