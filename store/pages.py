"""Pages of a list, newest first: a page goes on where the last one ended, however many rows came in between."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from store.errors import BadCursor

T = TypeVar("T")

PAGE = 50


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """``next`` is the cursor of the page that follows; None on the last page."""

    items: tuple[T, ...]
    next: str | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """Which page is asked for: what follows the cursor ``after``, at most ``limit`` items."""

    after: str | None = None
    limit: int = PAGE


def cursor_of(id: UUID) -> str:
    return urlsafe_b64encode(id.bytes).decode().rstrip("=")


def id_of(cursor: str) -> UUID:
    try:
        return UUID(bytes=urlsafe_b64decode(cursor + "=="))
    except ValueError:
        raise BadCursor(cursor) from None


async def page_of(
    session: AsyncSession,
    query: Select[*tuple[Any, ...]],
    key: InstrumentedAttribute[UUID],
    window: Window,
    record: Callable[..., T],
) -> Page[T]:
    """One page of ``query`` by descending ``key``, which is the id of the first entity that it selects.

    ``record`` takes what the query selects. One row more than asked for tells whether another page follows.
    """
    if window.after is not None:
        query = query.where(key < id_of(window.after))
    rows = (await session.execute(query.order_by(key.desc()).limit(window.limit + 1))).all()
    shown = rows[: window.limit]
    return Page(tuple(record(*row) for row in shown), cursor_of(shown[-1][0].id) if len(rows) > len(shown) else None)
