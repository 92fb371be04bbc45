"""Alembic's entry: the connection comes from ``store.migrate``."""

from alembic import context

from store.models import Base

# One migration at a time, however many processes start together; let go when the transaction ends.
_LOCK = "select pg_advisory_xact_lock(hashtext('dialoom migrations'))"

connection = context.config.attributes["connection"]
connection.exec_driver_sql(_LOCK)
context.configure(connection=connection, target_metadata=Base.metadata)
with context.begin_transaction():
    context.run_migrations()
