"""What a workspace knows of its contacts: the fields that it has defined, and in which turn somebody has opted out."""

from alembic import op

from store.migrations.isolation import isolate

revision = "0012"
down_revision = "0010"

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
)


def upgrade() -> None:
    for statement in CREATE:
        op.execute(statement)
    isolate("contact_fields")


def downgrade() -> None:
    op.execute("alter table addresses drop column opted_out_turn")
    op.execute("drop table contact_fields")
