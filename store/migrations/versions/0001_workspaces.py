"""Workspaces, people, keys and secrets."""

from alembic import op

from store.migrations.isolation import force, isolate

revision = "0001"
down_revision = None

TABLES = ("workspaces", "users", "memberships", "api_keys", "secrets", "idempotency")
CREATE = (
    """
    create table workspaces (
        id uuid default coalesce(nullif(current_setting('app.workspace', true), '')::uuid, uuidv7()) not null,
        name text not null,
        slug text not null,
        globals jsonb default '{}'::jsonb not null,
        settings jsonb default '{}'::jsonb not null,
        created_at timestamptz default now() not null,
        constraint pk_workspaces primary key (id),
        constraint uq_workspaces_slug unique (slug)
    )
    """,
    """
    create table users (
        id uuid default uuidv7() not null,
        email text not null,
        name text not null,
        created_at timestamptz default now() not null,
        constraint pk_users primary key (id),
        constraint uq_users_email unique (email)
    )
    """,
    """
    create table memberships (
        id uuid default uuidv7() not null,
        workspace_id uuid default nullif(current_setting('app.workspace', true), '')::uuid not null,
        user_id uuid not null,
        role text not null,
        constraint pk_memberships primary key (id),
        constraint uq_memberships_workspace_id_user_id unique (workspace_id, user_id),
        constraint fk_memberships_workspace_id foreign key (workspace_id)
            references workspaces (id) on delete cascade,
        constraint fk_memberships_user_id foreign key (user_id) references users (id) on delete cascade
    )
    """,
    "create index ix_memberships_user_id on memberships (user_id)",
    """
    create table api_keys (
        id uuid default uuidv7() not null,
        workspace_id uuid default nullif(current_setting('app.workspace', true), '')::uuid not null,
        name text not null,
        prefix text not null,
        digest bytea not null,
        permissions text[] default '{}' not null,
        user_id uuid,
        created_at timestamptz default now() not null,
        last_used_at timestamptz,
        revoked_at timestamptz,
        constraint pk_api_keys primary key (id),
        constraint fk_api_keys_workspace_id foreign key (workspace_id) references workspaces (id) on delete cascade,
        constraint uq_api_keys_digest unique (digest),
        constraint fk_api_keys_user_id foreign key (user_id) references users (id) on delete set null
    )
    """,
    "create index ix_api_keys_user_id on api_keys (user_id)",
    "create index ix_api_keys_workspace_id_id on api_keys (workspace_id, id)",
    """
    create table secrets (
        id uuid default uuidv7() not null,
        workspace_id uuid default nullif(current_setting('app.workspace', true), '')::uuid not null,
        name text not null,
        value text not null,
        updated_at timestamptz default now() not null,
        constraint pk_secrets primary key (id),
        constraint uq_secrets_workspace_id_name unique (workspace_id, name),
        constraint fk_secrets_workspace_id foreign key (workspace_id) references workspaces (id) on delete cascade
    )
    """,
    """
    create table idempotency (
        workspace_id uuid default nullif(current_setting('app.workspace', true), '')::uuid not null,
        key text not null,
        fingerprint text not null,
        status integer,
        body jsonb,
        created_at timestamptz default now() not null,
        constraint pk_idempotency primary key (workspace_id, key),
        constraint fk_idempotency_workspace_id foreign key (workspace_id) references workspaces (id) on delete cascade
    )
    """,
)
# People belong to no workspace: they are seen where they are members, and only the system role writes them.
MEMBERS = """
    create policy members on users for select
    using (exists (select from memberships where memberships.user_id = users.id))
"""


def upgrade() -> None:
    for statement in CREATE:
        op.execute(statement)
    isolate("workspaces", column="id")
    isolate("memberships", "api_keys", "secrets", "idempotency")
    force("users")
    op.execute(MEMBERS)


def downgrade() -> None:
    op.execute("drop policy members on users")
    for table in reversed(TABLES):
        op.execute(f"drop table {table}")
