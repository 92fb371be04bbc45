"""What handlers ask for by name. ``session`` is the request's one transaction, in the workspace of who is asking."""

from collections.abc import AsyncIterator, Mapping
from typing import Annotated, Any, TypeAlias

from litestar import Request
from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.params import QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from api.bulk_starting import BulkStarting
from api.commands import Commands
from api.connecting import Connecting
from api.dependents import Depending
from api.drafting import Drafting
from api.flow_testing import Testing
from api.happenings import Telling
from api.impacts import Impacts
from api.integrating import Integrating
from api.once import Once
from api.permissions import Identity
from api.places import Places
from api.repositories import REPOSITORIES
from api.segment_preview import Previewing
from api.services import Services
from api.simulation import Simulations
from api.starting import Starting
from store.agents import Agents, Teams
from store.channels import Channels
from store.contact_fields import ContactFields
from store.experiments import Experiments
from store.flows import Flows
from store.idempotency import Idempotency
from store.integrations import Integrations
from store.keys import Keys
from store.mentions import Mentions
from store.pages import PAGE, Window
from store.runs import Runs
from store.secrets import Secrets
from store.segments import Members, Segments
from store.tables import Tables
from store.templates import Templates
from store.workspaces import Workspaces
from workflows.flow_cache import FlowCache
from workflows.moving import Moving

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
    after: Annotated[str | None, QueryParameter(max_length=64, description="the `next` of the page before")] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=LARGEST_PAGE, description="how many at most")] = PAGE,
) -> Window:
    return Window(after=after, limit=limit)


def previewing(session: NamedDependency[Session]) -> Previewing:
    return Previewing(Members(session))


def keys(session: NamedDependency[Session], state: State) -> Keys:
    return Keys(session, state.encryption.pepper)


def drafting(
    flows: NamedDependency[Flows],
    secrets: NamedDependency[Secrets],
    channels: NamedDependency[Channels],
    contact_fields: NamedDependency[ContactFields],
    teams: NamedDependency[Teams],
    agents: NamedDependency[Agents],
    workspaces: NamedDependency[Workspaces],
    tables: NamedDependency[Tables],
    templates: NamedDependency[Templates],
    segments: NamedDependency[Segments],
    experiments: NamedDependency[Experiments],
    services: NamedDependency[Services],
) -> Drafting:
    return Drafting(
        flows,
        secrets,
        channels,
        contact_fields,
        teams,
        agents,
        workspaces,
        tables,
        templates,
        segments,
        experiments,
        services.node_types,
        services.connections,
    )


def depending(
    session: NamedDependency[Session], segments: NamedDependency[Segments], services: NamedDependency[Services]
) -> Depending:
    return Depending(Mentions(session), segments, services.node_types)


def flow_cache(state: State) -> FlowCache:
    found: FlowCache = state.flow_cache
    return found


def simulations(
    session: NamedDependency[Session],
    flow_cache: NamedDependency[FlowCache],
    drafting: NamedDependency[Drafting],
    services: NamedDependency[Services],
) -> Simulations:
    return Simulations(session, flow_cache, drafting, services.node_types)


def testing(simulations: NamedDependency[Simulations]) -> Testing:
    return Testing(simulations)


def impacts(
    simulations: NamedDependency[Simulations], runs: NamedDependency[Runs], channels: NamedDependency[Channels]
) -> Impacts:
    return Impacts(simulations, runs, channels)


def connecting(
    channels: NamedDependency[Channels],
    services: NamedDependency[Services],
    places: NamedDependency[Places],
    state: State,
) -> Connecting:
    return Connecting(channels, services, places, state.config.public_url)


def integrating(
    integrations: NamedDependency[Integrations],
    flows: NamedDependency[Flows],
    channels: NamedDependency[Channels],
    state: State,
) -> Integrating:
    return Integrating(integrations, flows, channels, state.config.public_url)


def starting(
    session: NamedDependency[Session], channels: NamedDependency[Channels], flow_cache: NamedDependency[FlowCache]
) -> Starting:
    return Starting(session, channels, flow_cache)


def bulk_starting(
    session: NamedDependency[Session], channels: NamedDependency[Channels], starting: NamedDependency[Starting]
) -> BulkStarting:
    return BulkStarting(session, channels, starting)


def telling(session: NamedDependency[Session]) -> Telling:
    return Telling(session)


def commands(
    session: NamedDependency[Session],
    identity: NamedDependency[Identity],
    services: NamedDependency[Services],
    flow_cache: NamedDependency[FlowCache],
) -> Commands:
    return Commands(session, identity, services.conversations, flow_cache)


def moving(
    services: NamedDependency[Services],
    identity: NamedDependency[Identity],
    flow_cache: NamedDependency[FlowCache],
) -> Moving:
    return Moving(services.store, flow_cache, identity.workspace)


async def once(
    request: Request[Identity, Any, Any], session: NamedDependency[Session], services: NamedDependency[Services]
) -> Once:
    return Once(Idempotency(session), services.vault, request, await request.body())


_PLAIN = (
    identity,
    window,
    previewing,
    keys,
    drafting,
    depending,
    flow_cache,
    simulations,
    testing,
    impacts,
    connecting,
    integrating,
    starting,
    bulk_starting,
    telling,
    commands,
    moving,
)
PROVIDED: Mapping[str, Provide] = {
    "session": Provide(session),
    **REPOSITORIES,
    "once": Provide(once),
    **{provider.__name__: Provide(provider, sync_to_thread=False) for provider in _PLAIN},
}
