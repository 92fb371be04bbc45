"""What changes of a contact, and a message that fails, is told by the database itself; which triggers heard what."""

from alembic import op

from store.migrations.isolation import isolate

revision = "0013"
down_revision = "0012"

# ``app.run`` is set by the turn that changes the contact: who listens can tell what a flow did from what people did.
CHANGED = """
    create function tell_of_contact() returns trigger language plpgsql as $$
    declare
        run uuid := nullif(current_setting('app.run', true), '')::uuid;
    begin
        insert into workspace_events (workspace_id, kind, contact_id, data)
        select new.workspace_id, kind, new.id, data || jsonb_build_object('run', run) from (
            select 'contact.tag_removed', jsonb_build_object('tag', tag)
            from (select distinct unnest(old.tags) as tag) had where tag <> all (new.tags)
            union all
            select 'contact.tag_added', jsonb_build_object('tag', tag)
            from (select distinct unnest(new.tags) as tag) has where tag <> all (old.tags)
            union all
            select 'contact.field_changed', jsonb_build_object('name', name, 'before', before, 'after', after) from (
                select 'name', to_jsonb(old.name), to_jsonb(new.name)
                union all
                select 'language', to_jsonb(old.language), to_jsonb(new.language)
                union all
                select key, was.value, becomes.value
                from jsonb_each(old.fields) was full join jsonb_each(new.fields) becomes using (key)
            ) field (name, before, after)
            where before is distinct from after
        ) change (kind, data);
        return null;
    end
    $$
"""
FAILED = """
    create function tell_of_failed_message() returns trigger language plpgsql as $$
    begin
        insert into workspace_events (workspace_id, kind, contact_id, conversation_id, data)
        select new.workspace_id, 'message.failed', contact_id, id, jsonb_build_object('message', new.id,
            'channel', channel_id, 'code', coalesce(new.error_code, 'reported'), 'error', new.error,
            'run', new.session_id)
        from conversations where id = new.conversation_id;
        return null;
    end
    $$
"""
CREATE = (
    """
    create table triggered (
        id uuid default uuidv7() not null,
        workspace_id uuid default nullif(current_setting('app.workspace', true), '')::uuid not null,
        flow_id uuid not null,
        node text not null,
        event text not null,
        contact_id uuid not null,
        conversation_id uuid,
        number bigint,
        outcome text not null,
        created_at timestamptz default now() not null,
        constraint pk_triggered primary key (id),
        constraint ck_triggered_outcome check (outcome in ('started', 'nowhere', 'busy', 'circle')),
        constraint fk_triggered_flow_id foreign key (flow_id) references flows (id) on delete cascade,
        constraint fk_triggered_contact_id foreign key (contact_id) references contacts (id) on delete cascade
    )
    """,
    "create index ix_triggered_flow_id_id on triggered (flow_id, id)",
    "create index ix_triggered_contact_id on triggered (contact_id)",
)
TRIGGERS = (
    """
    create trigger tell after update on contacts for each row
    when (old.tags is distinct from new.tags or old.fields is distinct from new.fields
        or old.name is distinct from new.name or old.language is distinct from new.language)
    execute function tell_of_contact()
    """,
    """
    create trigger tell_of_failure after update of status on messages for each row
    when (new.status = 'failed' and old.status <> 'failed') execute function tell_of_failed_message()
    """,
)


def upgrade() -> None:
    for statement in (*CREATE, CHANGED, FAILED, *TRIGGERS):
        op.execute(statement)
    isolate("triggered")


def downgrade() -> None:
    op.execute("drop trigger tell_of_failure on messages")
    op.execute("drop trigger tell on contacts")
    op.execute("drop function tell_of_failed_message")
    op.execute("drop function tell_of_contact")
    op.execute("drop table triggered")
