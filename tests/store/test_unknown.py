"""What is not in the workspace is refused by name, whichever way it is asked for."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from store.contacts import Contacts
from store.errors import NotFound
from store.flows import Flows
from store.hook_events import HookEvents
from store.runs import Runs

ID = uuid4()
ASKED: list[tuple[str, Callable[[AsyncSession], Awaitable[Any]]]] = [
    ("contact", lambda session: Contacts(session).get(ID)),
    ("contact", lambda session: Contacts(session).update(ID, name="x")),
    ("flow", lambda session: Flows(session).archive(ID)),
    ("flow", lambda session: Flows(session).publish(ID, {}, "h")),
    ("version", lambda session: Flows(session).version(ID)),
    ("webhook", lambda session: HookEvents(session).get(ID)),
    ("run", lambda session: Runs(session).get(ID)),
]


async def test_unknown_things_are_named(session: AsyncSession) -> None:
    """The error says what there is not, so that an edge can tell people."""
    for what, ask in ASKED:
        with pytest.raises(NotFound, match=f"there is no {what} {ID}"):
            await ask(session)
