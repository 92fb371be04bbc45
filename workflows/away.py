"""What is raised while the database is away: refused, cut off in the middle, or out of connections."""

import asyncpg
from sqlalchemy.exc import SQLAlchemyError

# The driver's own error, when a connection dies between two messages of its protocol, is not wrapped by SQLAlchemy.
AWAY = (SQLAlchemyError, OSError, asyncpg.InternalClientError, asyncpg.PostgresError, asyncpg.InterfaceError)
