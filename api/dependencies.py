"""What handlers ask for by name. ``session`` is the request's one transaction, in the workspace of who is asking."""

from collections.abc import AsyncIterator, Mapping
from typing import Annotated, Any, TypeAlias

from litestar import Request
from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.params import QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from api.once import Once
from api.permissions import Identity
from api.services import Services
from store.channels import Channels
from store.contacts import Contacts
from store.flows import Flows
from store.hook_events import HookEvents
from store.idempotency import Idempotency
from store.keys import Keys
from store.pages import PAGE, Window
from store.runs import Runs
from store.secrets import Secrets

Session: TypeAlias = AsyncSession
LARGEST_PAGE = 200


def services(state: State) -> Services:
    found: Services = state.services
    return found


def identity(request: Request[Identity, Any, Any]) -> Identity:
    return request.user


async def session(services: NamedDependency[Services], identity: NamedDependency[Identity]) -> AsyncIterator[Session]:
    """Commits before the answer goes out; rolls back when the handler raises."""
    async with services.store.transaction(identity.workspace) as session:
        yield session


def window(
    after: Annotated[
        str | None, QueryParameter(max_length=64, description="the `next` of the page before")
    ] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=LARGEST_PAGE, description="how many at most")] = PAGE,
) -> Window:
    return Window(after=after, limit=limit)


def flows(session: NamedDependency[Session]) -> Flows:
    return Flows(session)


def runs(session: NamedDependency[Session]) -> Runs:
    return Runs(session)


def contacts(session: NamedDependency[Session]) -> Contacts:
    return Contacts(session)


def hook_events(session: NamedDependency[Session]) -> HookEvents:
    return HookEvents(session)


def keys(session: NamedDependency[Session], state: State) -> Keys:
    return Keys(session, state.encryption.pepper)


def channels(session: NamedDependency[Session], services: NamedDependency[Services]) -> Channels:
    return Channels(session, services.vault)


def secrets(session: NamedDependency[Session], services: NamedDependency[Services]) -> Secrets:
    return Secrets(session, services.vault)


async def once(
    request: Request[Identity, Any, Any], session: NamedDependency[Session], services: NamedDependency[Services]
) -> Once:
    return Once(Idempotency(session), services.vault, request, await request.body())


PROVIDED: Mapping[str, Provide] = {
    "services": Provide(services, sync_to_thread=False),
    "identity": Provide(identity, sync_to_thread=False),
    "session": Provide(session),
    "window": Provide(window, sync_to_thread=False),
    "flows": Provide(flows, sync_to_thread=False),
    "runs": Provide(runs, sync_to_thread=False),
    "contacts": Provide(contacts, sync_to_thread=False),
    "hook_events": Provide(hook_events, sync_to_thread=False),
    "keys": Provide(keys, sync_to_thread=False),
    "channels": Provide(channels, sync_to_thread=False),
    "secrets": Provide(secrets, sync_to_thread=False),
    "once": Provide(once),
}
