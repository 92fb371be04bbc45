"""The floor's tables and statements: what this one bot needs to lose nothing and to say nothing twice, and no more."""

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import create_async_engine

TABLES = (
    """
    create table conversations (
        chat bigint primary key,
        step text not null default 'idle' check (step in ('idle', 'name', 'drink')),
        name text,
        asked integer not null default 0,
        last_in bigint not null default 0,
        last_in_at timestamptz not null default now(),
        handled_in bigint not null default 0,
        last_out bigint not null default 0
    ) with (fillfactor = 80)
    """,
    "create index conversations_unhandled on conversations (last_in_at) where handled_in < last_in",
    """
    create table inbound (
        update_id bigint primary key,
        chat bigint not null references conversations,
        number bigint not null,
        said text not null,
        received_at timestamptz not null default now(),
        unique (chat, number)
    )
    """,
    """
    create table outbound (
        id bigint generated always as identity primary key,
        chat bigint not null references conversations,
        number bigint not null,
        body jsonb not null,
        state text not null check (state in ('queued', 'sending', 'sent', 'failed', 'in_doubt')),
        provider_id bigint,
        error text,
        created_at timestamptz not null default now(),
        sending_at timestamptz,
        sent_at timestamptz,
        unique (chat, number)
    )
    """,
    "create index outbound_unsent on outbound (chat, number) where state in ('queued', 'sending')",
)

# What is due: a message that somebody waits for. The unique update_id refuses the same update that arrives at once.
RECEIVE = text("""
    with conversation as (
        insert into conversations as c (chat, last_in, handled_in) values (:chat, 1, (not :starts)::int)
        on conflict (chat) do update set last_in = c.last_in + 1, last_in_at = now(),
            handled_in = c.handled_in + (c.step = 'idle' and c.handled_in = c.last_in and not :starts)::int
        where not exists (select from inbound where update_id = :update_id)
        returning chat, last_in, handled_in
    ), kept as (
        insert into inbound (update_id, chat, number, said) select :update_id, chat, last_in, :said from conversation
    )
    select last_in, handled_in < last_in as due from conversation
""")

CLAIM = text("""
    select c.step, c.name, c.asked, c.last_in, c.handled_in, c.last_out, i.said,
        exists (select from outbound o where o.chat = c.chat and o.state in ('queued', 'sending')) as unsent
    from conversations c left join inbound i on i.chat = c.chat and i.number = c.handled_in + 1
    where c.chat = :chat for update of c
""")

COMMIT = text("""
    with conversation as (
        update conversations set step = :step, name = :name, asked = :asked, handled_in = :handled_in,
            last_out = last_out + jsonb_array_length(:bodies)
        where chat = :chat
    )
    insert into outbound (chat, number, body, state, sending_at)
    select :chat, :last_out + position, body, case when position = 1 and :first then 'sending' else 'queued' end,
        case when position = 1 and :first then now() end
    from jsonb_array_elements(:bodies) with ordinality as each (body, position)
    returning id
""").bindparams(bindparam("bodies", type_=JSONB))

# What became of one message; the next one, if there is one, is being sent from now on.
SETTLE = text("""
    update outbound set state = case when id = :id then :state else 'sending' end,
        provider_id = case when id = :id then cast(:provider_id as bigint) end,
        error = case when id = :id then cast(:error as text) end,
        sent_at = case when id = :id and :state = 'sent' then now() end,
        sending_at = case when id = :id then sending_at else now() end
    where id in (:id, :next)
""")

# After a crash: what was being sent may have arrived and is not sent again; what is queued follows in order.
UNDER_WAY = text("""
    select exists (select from outbound where chat = :chat and state = 'sending' and sending_at > now() - interval '10 s')
""")
IN_DOUBT = text("update outbound set state = 'in_doubt' where chat = :chat and state = 'sending'")
TAKE_QUEUED = text("""
    with head as (
        update outbound set state = 'sending', sending_at = now()
        where id = (select min(id) from outbound where chat = :chat and state = 'queued')
    )
    select id, body from outbound where chat = :chat and state = 'queued' order by id
""")

FORGOTTEN = text("""
    select chat, last_in from conversations
    where handled_in < last_in and last_in_at < now() - interval '3 s' limit 500
""")


class Database:
    """The same pool and connection settings as Dialoom's. ``alone`` is for a statement that is a transaction by itself:
    one round trip instead of three."""

    def __init__(self, url: str) -> None:
        settings = {"jit": "off", "application_name": "floor"}
        arguments = {"server_settings": settings, "statement_cache_size": 500}
        self.engine = create_async_engine(url, pool_size=10, max_overflow=10, connect_args=arguments)
        self.alone = self.engine.execution_options(isolation_level="AUTOCOMMIT")


async def make_tables(url: str) -> None:
    database = Database(url)
    async with database.engine.begin() as connection:
        for statement in TABLES:
            await connection.exec_driver_sql(statement)
    await database.engine.dispose()
