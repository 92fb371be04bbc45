"""Flows: drafts, immutable versions, triggers."""

from alembic import op

from store.migrations.isolation import isolate

revision = "0003"
down_revision = "0002"

TABLES = ("flows", "drafts", "versions", "triggers")
CREATE = (
    """
    create table flows (
        id uuid default uuidv7() not null,
        workspace_id uuid default nullif(current_setting('app.workspace', true), '')::uuid not null,
        key text not null,
        name text not null,
        published_id uuid,
        archived_at timestamptz,
        created_at timestamptz default now() not null,
        updated_at timestamptz default now() not null,
        constraint pk_flows primary key (id),
        constraint uq_flows_workspace_id_key unique (workspace_id, key),
        constraint fk_flows_workspace_id foreign key (workspace_id) references workspaces (id) on delete cascade
    )
    """,
    "create index ix_flows_workspace_id_id on flows (workspace_id, id)",
    """
    create table drafts (
        flow_id uuid not null,
        workspace_id uuid default nullif(current_setting('app.workspace', true), '')::uuid not null,
        revision integer default 1 not null,
        document jsonb not null,
        problems jsonb default '[]'::jsonb not null,
        updated_at timestamptz default now() not null,
        constraint pk_drafts primary key (flow_id),
        constraint fk_drafts_flow_id foreign key (flow_id) references flows (id) on delete cascade
    )
    """,
    """
    create table versions (
        id uuid default uuidv7() not null,
        workspace_id uuid default nullif(current_setting('app.workspace', true), '')::uuid not null,
        flow_id uuid not null,
        number integer not null,
        hash text not null,
        document jsonb not null,
        note text default '' not null,
        published_by uuid,
        published_at timestamptz default now() not null,
        constraint pk_versions primary key (id),
        constraint uq_versions_flow_id_number unique (flow_id, number),
        constraint fk_versions_flow_id foreign key (flow_id) references flows (id) on delete cascade
    )
    """,
    """
    create table triggers (
        id uuid default uuidv7() not null,
        workspace_id uuid default nullif(current_setting('app.workspace', true), '')::uuid not null,
        flow_id uuid not null,
        version_id uuid not null,
        node text not null,
        kind text not null,
        params jsonb default '{}'::jsonb not null,
        priority integer default 0 not null,
        interrupts boolean default false not null,
        channels uuid[] default '{}' not null,
        constraint pk_triggers primary key (id),
        constraint fk_triggers_flow_id foreign key (flow_id) references flows (id) on delete cascade,
        constraint fk_triggers_version_id foreign key (version_id) references versions (id) on delete cascade
    )
    """,
    "create index ix_triggers_flow_id on triggers (flow_id)",
    "create index ix_triggers_version_id on triggers (version_id)",
    "create index ix_triggers_workspace_id_priority on triggers (workspace_id, priority)",
)
LINK = """
    alter table flows add constraint fk_flows_published_id foreign key (published_id) references versions (id)
"""
REFUSE = """
    create function refuse_change_of_version() returns trigger language plpgsql as $$
    begin
        raise exception 'a published version never changes' using errcode = 'restrict_violation';
    end
    $$
"""
# A version goes only together with its flow: a cascade is a trigger itself, so its depth is not 0.
IMMUTABLE = (
    """
    create trigger immutable before update of id, workspace_id, flow_id, number, hash, document on versions
    for each row execute function refuse_change_of_version()
    """,
    """
    create trigger permanent before delete on versions
    for each row when (pg_trigger_depth() = 0) execute function refuse_change_of_version()
    """,
)


def upgrade() -> None:
    for statement in (*CREATE, LINK, REFUSE, *IMMUTABLE):
        op.execute(statement)
    isolate(*TABLES)


def downgrade() -> None:
    op.execute("alter table flows drop constraint fk_flows_published_id")
    for table in reversed(TABLES):
        op.execute(f"drop table {table}")
    op.execute("drop function refuse_change_of_version")
