"""What a workspace knows of its contacts, and beside them: fields that it has defined, who has opted out in which turn, and
tables of its own."""

from alembic import op

from store.migrations.isolation import isolate

revision = "0012"
down_revision = "0011"

CREATE = (
    """
    create table contact_fields (
        id uuid default uuidv7() not null,
        workspace_id uuid default nullif(current_setting('app.workspace', true), '')::uuid not null,
        key text not null,
        title text default '' not null,
        type text default 'text' not null,
        choices text[] default '{}' not null,
        description text default '' not null,
        created_at timestamptz default now() not null,
        updated_at timestamptz default now() not null,
        constraint pk_contact_fields primary key (id),
        constraint uq_contact_fields_workspace_id_key unique (workspace_id, key),
        constraint fk_contact_fields_workspace_id foreign key (workspace_id) references workspaces (id) on delete cascade,
        constraint ck_contact_fields_type check (type in ('text', 'number', 'boolean', 'date', 'datetime', 'list'))
    )
    """,
    "alter table addresses add column opted_out_turn uuid",
    """
    create table data_tables (
        id uuid default uuidv7() not null,
        workspace_id uuid default nullif(current_setting('app.workspace', true), '')::uuid not null,
        name text not null,
        title text default '' not null,
        description text default '' not null,
        columns jsonb default '[]'::jsonb not null,
        key text,
        created_at timestamptz default now() not null,
        updated_at timestamptz default now() not null,
        constraint pk_data_tables primary key (id),
        constraint uq_data_tables_workspace_id_name unique (workspace_id, name),
        constraint fk_data_tables_workspace_id foreign key (workspace_id) references workspaces (id) on delete cascade
    )
    """,
    """
    create table data_rows (
        id uuid default uuidv7() not null,
        workspace_id uuid default nullif(current_setting('app.workspace', true), '')::uuid not null,
        table_id uuid not null,
        key text,
        data jsonb default '{}'::jsonb not null,
        created_at timestamptz default now() not null,
        updated_at timestamptz default now() not null,
        constraint pk_data_rows primary key (id),
        constraint uq_data_rows_table_id_key unique (table_id, key),
        constraint fk_data_rows_table_id foreign key (table_id) references data_tables (id) on delete cascade
    )
    """,
    "create index ix_data_rows_table_id_id on data_rows (table_id, id)",
)


def upgrade() -> None:
    for statement in CREATE:
        op.execute(statement)
    isolate("contact_fields", "data_tables", "data_rows")


def downgrade() -> None:
    op.execute("drop table data_rows")
    op.execute("drop table data_tables")
    op.execute("alter table addresses drop column opted_out_turn")
    op.execute("drop table contact_fields")
