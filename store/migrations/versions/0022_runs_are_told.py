"""Starts and ends of runs are told by the database itself, where a webhook listens to them."""

from alembic import op

revision = "0022"
down_revision = "0021"

# In ``like`` a ``_`` stands for any character, so a webhook may be thought to listen that does not: it is asked again when the
# event is told. Where there is no webhook at all, a run costs no more than the look at that.
TOLD = """
    create function tell_of_run() returns trigger language plpgsql as $$
    begin
        if not exists (select from webhooks where workspace_id = new.workspace_id and active) then
            return null;
        end if;
        insert into workspace_events (workspace_id, kind, contact_id, conversation_id, data)
        select new.workspace_id, told.kind, new.contact_id, new.conversation_id,
            jsonb_build_object('run', new.id, 'flow', f.key, 'version', v.number) || told.more
        from (values
            ('run.started', tg_op = 'INSERT', '{}'::jsonb),
            ('run.ended', new.ended_at is not null, jsonb_build_object('outcome', new.status, 'reason', new.reason))
        ) told (kind, is_so, more)
        join flows f on f.id = new.flow_id join versions v on v.id = new.version_id
        where told.is_so and exists (
            select from webhooks w, unnest(w.kinds) wanted
            where w.workspace_id = new.workspace_id and w.active and told.kind like replace(wanted, '*', '%'));
        return null;
    end
    $$
"""
TRIGGERS = (
    "create trigger tell_of_start after insert on sessions for each row execute function tell_of_run()",
    """
    create trigger tell_of_end after update of ended_at on sessions for each row
    when (old.ended_at is null and new.ended_at is not null) execute function tell_of_run()
    """,
)


def upgrade() -> None:
    for statement in (TOLD, *TRIGGERS):
        op.execute(statement)


def downgrade() -> None:
    op.execute("drop trigger tell_of_end on sessions")
    op.execute("drop trigger tell_of_start on sessions")
    op.execute("drop function tell_of_run")
