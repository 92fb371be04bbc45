"""What changes of a contact, and a message that fails, is told by the database itself; segments, and the log of triggers."""

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
            select 'segment.left', jsonb_build_object('segment', was.key)
            from unnest(old.segments) was (key) join segments s on s.workspace_id = new.workspace_id and s.key = was.key
            where was.key <> all (new.segments)
            union all
            select 'segment.entered', jsonb_build_object('segment', is_in.key)
            from unnest(new.segments) is_in (key)
                join segments s on s.workspace_id = new.workspace_id and s.key = is_in.key
            where is_in.key <> all (old.segments)
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
# Only segments need to know of new contacts; without any, a new contact costs a look at an empty table.
CREATED = """
    create function tell_of_new_contact() returns trigger language plpgsql as $$
    begin
        insert into workspace_events (workspace_id, kind, contact_id)
        select new.workspace_id, 'contact.created', new.id
        where exists (select from segments where workspace_id = new.workspace_id);
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
        heard text not null,
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
    """
    create table segments (
        id uuid default uuidv7() not null,
        workspace_id uuid default nullif(current_setting('app.workspace', true), '')::uuid not null,
        key text not null,
        name text not null,
        condition jsonb default '{}'::jsonb not null,
        moving boolean default false not null,
        swept_at timestamptz,
        claimed_at timestamptz,
        created_at timestamptz default now() not null,
        updated_at timestamptz default now() not null,
        constraint pk_segments primary key (id),
        constraint uq_segments_workspace_id_key unique (workspace_id, key)
    )
    """,
    """
    create table occurrences (
        flow_id uuid not null,
        node text not null,
        contact_id uuid not null,
        day text not null,
        workspace_id uuid default nullif(current_setting('app.workspace', true), '')::uuid not null,
        created_at timestamptz default now() not null,
        constraint pk_occurrences primary key (flow_id, node, contact_id, day),
        constraint fk_occurrences_flow_id foreign key (flow_id) references flows (id) on delete cascade,
        constraint fk_occurrences_contact_id foreign key (contact_id) references contacts (id) on delete cascade
    )
    """,
    "create index ix_occurrences_contact_id on occurrences (contact_id)",
    "create index ix_triggers_kind on triggers (kind)",
    "alter table contacts add column segments text[] default '{}' not null",
    "create index ix_contacts_segments on contacts using gin (segments) where segments <> '{}'",
)
TRIGGERS = (
    """
    create trigger tell after update on contacts for each row
    when (old.tags is distinct from new.tags or old.fields is distinct from new.fields
        or old.segments is distinct from new.segments or old.name is distinct from new.name
        or old.language is distinct from new.language)
    execute function tell_of_contact()
    """,
    "create trigger tell_of_new after insert on contacts for each row execute function tell_of_new_contact()",
    """
    create trigger tell_of_failure after update of status on messages for each row
    when (new.status = 'failed' and old.status <> 'failed') execute function tell_of_failed_message()
    """,
)


def upgrade() -> None:
    for statement in (*CREATE, CHANGED, CREATED, FAILED, *TRIGGERS):
        op.execute(statement)
    isolate("triggered", "segments", "occurrences")


def downgrade() -> None:
    op.execute("drop trigger tell_of_failure on messages")
    op.execute("drop trigger tell_of_new on contacts")
    op.execute("drop trigger tell on contacts")
    op.execute("drop function tell_of_new_contact")
    op.execute("drop function tell_of_failed_message")
    op.execute("drop function tell_of_contact")
    op.execute("drop table occurrences")
    op.execute("drop index ix_triggers_kind")
    op.execute("drop index ix_contacts_segments")
    op.execute("alter table contacts drop column segments")
    op.execute("drop table segments")
    op.execute("drop table triggered")
