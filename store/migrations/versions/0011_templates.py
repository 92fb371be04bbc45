"""Message templates that platforms approve."""

from alembic import op

from store.migrations.isolation import isolate

revision = "0011"
down_revision = "0010"

CREATE = """
    create table templates (
        id uuid default uuidv7() not null,
        workspace_id uuid default nullif(current_setting('app.workspace', true), '')::uuid not null,
        channel_kind text not null,
        name text not null,
        language text not null,
        category text not null,
        status text not null,
        reason text default '' not null,
        body text not null,
        header jsonb,
        buttons jsonb default '[]'::jsonb not null,
        created_at timestamptz default now() not null,
        updated_at timestamptz default now() not null,
        constraint pk_templates primary key (id),
        constraint uq_templates_workspace_id_channel_kind_name_language
            unique (workspace_id, channel_kind, name, language),
        constraint fk_templates_workspace_id foreign key (workspace_id) references workspaces (id) on delete cascade,
        constraint ck_templates_category check (category in ('marketing', 'utility', 'authentication')),
        constraint ck_templates_status check (status in ('draft', 'pending', 'approved', 'rejected', 'paused'))
    )
"""


def upgrade() -> None:
    op.execute(CREATE)
    isolate("templates")


def downgrade() -> None:
    op.execute("drop table templates")
