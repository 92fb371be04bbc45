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
from api.segment_preview import Previewing
from api.services import Services
from api.simulation import Simulations
from api.starting import Starting
from store.agents import Agents, Teams
from store.ai_spend import AiSpend
from store.canaries import Canaries
from store.channels import Channels
from store.contact_fields import ContactFields
from store.contacts import Contacts
from store.conversations import Conversations
from store.doubts import Doubts
from store.experiments import Experiments
from store.flows import Flows
from store.hook_events import HookEvents
from store.idempotency import Idempotency
from store.integration_events import IntegrationEvents
from store.integrations import Integrations
from store.keys import Keys
from store.mentions import Mentions
from store.moves import Moves
from store.notes import Notes
from store.notifications import Notifications
from store.pages import PAGE, Window
from store.runs import Runs
from store.secrets import Secrets
from store.segments import Members, Segments
from store.tables import Tables
from store.templates import Templates
from store.triggered import TriggerLog
from store.waits import Waits
from store.webhooks import Webhooks
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


def flows(session: NamedDependency[Session]) -> Flows:
    return Flows(session)


def trigger_log(session: NamedDependency[Session]) -> TriggerLog:
    return TriggerLog(session)


def doubts(session: NamedDependency[Session]) -> Doubts:
    return Doubts(session)


def experiments(session: NamedDependency[Session]) -> Experiments:
    return Experiments(session)


def segments(session: NamedDependency[Session]) -> Segments:
    return Segments(session)


def previewing(session: NamedDependency[Session]) -> Previewing:
    return Previewing(Members(session))


def waits(session: NamedDependency[Session]) -> Waits:
    return Waits(session)


def canaries(session: NamedDependency[Session]) -> Canaries:
    return Canaries(session)


def moves(session: NamedDependency[Session]) -> Moves:
    return Moves(session)


def runs(session: NamedDependency[Session]) -> Runs:
    return Runs(session)


def ai_spend(session: NamedDependency[Session]) -> AiSpend:
    return AiSpend(session)


def contacts(session: NamedDependency[Session]) -> Contacts:
    return Contacts(session)


def contact_fields(session: NamedDependency[Session]) -> ContactFields:
    return ContactFields(session)


def conversations(session: NamedDependency[Session]) -> Conversations:
    return Conversations(session)


def agents(session: NamedDependency[Session]) -> Agents:
    return Agents(session)


def teams(session: NamedDependency[Session]) -> Teams:
    return Teams(session)


def notes(session: NamedDependency[Session]) -> Notes:
    return Notes(session)


def notifications(session: NamedDependency[Session]) -> Notifications:
    return Notifications(session)


def tables(session: NamedDependency[Session]) -> Tables:
    return Tables(session)


def hook_events(session: NamedDependency[Session]) -> HookEvents:
    return HookEvents(session)


def keys(session: NamedDependency[Session], state: State) -> Keys:
    return Keys(session, state.encryption.pepper)


def channels(session: NamedDependency[Session], services: NamedDependency[Services]) -> Channels:
    return Channels(session, services.vault)


def secrets(session: NamedDependency[Session], services: NamedDependency[Services]) -> Secrets:
    return Secrets(session, services.vault)


def templates(session: NamedDependency[Session]) -> Templates:
    return Templates(session)


def drafting(
    flows: NamedDependency[Flows],
    secrets: NamedDependency[Secrets],
    channels: NamedDependency[Channels],
    contact_fields: NamedDependency[ContactFields],
    teams: NamedDependency[Teams],
    tables: NamedDependency[Tables],
    templates: NamedDependency[Templates],
    services: NamedDependency[Services],
) -> Drafting:
    return Drafting(flows, secrets, channels, contact_fields, teams, tables, templates, services.node_types)


def depending(session: NamedDependency[Session], services: NamedDependency[Services]) -> Depending:
    return Depending(Mentions(session), services.node_types)


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


def integrations(session: NamedDependency[Session], services: NamedDependency[Services]) -> Integrations:
    return Integrations(session, services.vault)


def webhooks(session: NamedDependency[Session], services: NamedDependency[Services]) -> Webhooks:
    return Webhooks(session, services.vault)


def integration_events(session: NamedDependency[Session]) -> IntegrationEvents:
    return IntegrationEvents(session)


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
    flows,
    trigger_log,
    doubts,
    experiments,
    segments,
    previewing,
    waits,
    canaries,
    moves,
    runs,
    ai_spend,
    contacts,
    contact_fields,
    conversations,
    agents,
    teams,
    notes,
    notifications,
    tables,
    hook_events,
    keys,
    channels,
    secrets,
    templates,
    drafting,
    depending,
    flow_cache,
    simulations,
    testing,
    impacts,
    connecting,
    integrations,
    webhooks,
    integration_events,
    integrating,
    starting,
    bulk_starting,
    telling,
    commands,
    moving,
)
PROVIDED: Mapping[str, Provide] = {
    "session": Provide(session),
    "once": Provide(once),
    **{provider.__name__: Provide(provider, sync_to_thread=False) for provider in _PLAIN},
}
