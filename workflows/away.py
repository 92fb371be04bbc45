"""What is raised while the database is away: refused, cut off in the middle, or out of connections."""

import asyncpg
from sqlalchemy.exc import SQLAlchemyError

# The driver's own error, when a connection dies between two messages of its protocol, is not wrapped by SQLAlchemy.
AWAY = (SQLAlchemyError, OSError, asyncpg.InternalClientError, asyncpg.PostgresError, asyncpg.InterfaceError)
# Classes of SQL states: rolled back in favour of another transaction, no room, a lock is taken, the server intervenes.
_PASSING = frozenset({"40", "53", "55", "57"})


def passing(error: Exception) -> bool:
    """Whether it is nobody's mistake, such as a deadlock: the same work may succeed in another transaction."""
    state = getattr(getattr(error, "orig", error), "sqlstate", None)
    return str(state or "")[:2] in _PASSING
