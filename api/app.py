"""Puts the HTTP application together from what the composition root gives."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from litestar import Litestar, Router
from litestar.config.cors import CORSConfig
from litestar.datastructures import State
from litestar.di import Provide
from litestar.logging import LoggingConfig
from litestar.middleware import DefineMiddleware
from litestar.openapi import OpenAPIConfig
from litestar.types import ControllerRouterHandler

from api import (
    ab_tests,
    adopting,
    agents,
    ai,
    bulk_starts,
    bundles,
    canaries,
    changes,
    channels,
    chat_page,
    chat_socket,
    constants,
    contact_fields,
    contacts,
    conversations,
    dependents,
    doubts,
    drafts,
    errors,
    files,
    flow_door,
    flow_hooks,
    flow_tests,
    flows,
    happenings,
    health,
    hook_events,
    hooks,
    impact,
    integration_events,
    integration_hooks,
    integrations,
    keys,
    me,
    moves,
    node_types,
    notifications,
    openapi,
    runs,
    schedules,
    secrets,
    segments,
    simulate,
    starts,
    table_rows,
    tables,
    templates,
    triggered,
    webchat,
    webhooks,
)
from api.auth import Authentication, Identities
from api.buckets import Limits
from api.dependencies import PROVIDED, services
from api.empty_body import BodyRequest
from api.intake import Intake
from api.json_only import JsonOnly
from api.places import Places
from api.services import Parts
from api.trigger_cache import TriggerCache
from workflows.flow_cache import FlowCache

CACHED_FLOWS = 256
CONTROLLERS: tuple[ControllerRouterHandler, ...] = (
    me.Me,
    keys.KeysController,
    flows.FlowsController,
    bundles.BundlesController,
    adopting.AdoptingController,
    drafts.DraftsController,
    changes.ChangesController,
    canaries.CanariesController,
    dependents.DependenciesController,
    ab_tests.AbTestsController,
    moves.MovesController,
    simulate.SimulateController,
    flow_tests.FlowTestsController,
    impact.ImpactController,
    starts.StartsController,
    triggered.TriggeredController,
    bulk_starts.BulkStartsController,
    schedules.SchedulesController,
    flow_hooks.FlowHooksController,
    runs.RunsController,
    files.FilesController,
    doubts.DoubtsController,
    happenings.HappeningsController,
    ai.AiController,
    contacts.ContactsController,
    contact_fields.ContactFieldsController,
    conversations.ConversationsController,
    agents.AgentsController,
    agents.TeamsController,
    notifications.NotificationsController,
    tables.TablesController,
    table_rows.TableRowsController,
    constants.ConstantsController,
    segments.SegmentsController,
    channels.ChannelsController,
    hook_events.HookEventsController,
    integrations.IntegrationsController,
    integration_events.IntegrationEventsController,
    webhooks.WebhooksController,
    secrets.SecretsController,
    templates.TemplatesController,
    node_types.Catalogue,
)


def create_app(parts: Parts) -> Litestar:
    config = parts.config
    v1 = Router(
        "/api/v1",
        route_handlers=list(CONTROLLERS),
        middleware=[DefineMiddleware(Authentication), JsonOnly()],
        dependencies=PROVIDED,
        request_max_body_size=config.max_body_bytes,
    )
    inbound = Router(
        "/",
        route_handlers=[
            hooks.Hooks,
            integration_hooks.IntegrationHooks,
            flow_door.FlowDoorController,
            webchat.Chat,
            chat_socket.socket,
        ],
        request_max_body_size=config.max_hook_bytes,
    )
    return Litestar(
        route_handlers=[v1, inbound, chat_page.ChatPage, health.Health, openapi.serve, openapi.page],
        dependencies=APP_WIDE,
        exception_handlers={Exception: errors.answer},
        lifespan=[lifespan(parts)],
        request_class=BodyRequest,
        cors_config=CORSConfig(allow_origins=list(config.cors_origins)) if config.cors_origins else None,
        openapi_config=OpenAPIConfig(
            title="Dialoom", version="1", use_handler_docstrings=True, path="/schema/framework"
        ),
        logging_config=LoggingConfig(configure_root_logger=False, log_exceptions="never"),
        state=State({"config": config, "temporal": parts.temporal, "encryption": parts.encryption}),
    )


def lifespan(parts: Parts) -> Callable[[Litestar], AbstractAsyncContextManager[None]]:
    """Clients live in the loop that serves, so they are made when it runs."""

    @asynccontextmanager
    async def opened(app: Litestar) -> AsyncIterator[None]:
        async with parts.open() as found:
            app.state.services = found
            app.state.identities = Identities(found.store, parts.encryption.pepper)
            app.state.places = Places(found.store)
            app.state.flow_cache = FlowCache(found.node_types, CACHED_FLOWS)
            app.state.limits = Limits()
            app.state.triggers = TriggerCache(found.store, found.node_types)
            app.state.intake = Intake(found, app.state.triggers)
            yield

    return opened


def _intake(state: State) -> Intake:
    found: Intake = state.intake
    return found


def _places(state: State) -> Places:
    found: Places = state.places
    return found


def _triggers(state: State) -> TriggerCache:
    found: TriggerCache = state.triggers
    return found


def _identities(state: State) -> Identities:
    found: Identities = state.identities
    return found


def _limits(state: State) -> Limits:
    found: Limits = state.limits
    return found


APP_WIDE: Mapping[str, Provide] = {
    "services": Provide(services, sync_to_thread=False),
    "intake": Provide(_intake, sync_to_thread=False),
    "places": Provide(_places, sync_to_thread=False),
    "triggers": Provide(_triggers, sync_to_thread=False),
    "limits": Provide(_limits, sync_to_thread=False),
    "identities": Provide(_identities, sync_to_thread=False),
}
