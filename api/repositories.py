"""The repositories that handlers ask for by name, each on the request's one transaction."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from litestar.di import NamedDependency, Provide
from sqlalchemy.ext.asyncio import AsyncSession

from api.services import Services
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
from store.integration_events import IntegrationEvents
from store.integrations import Integrations
from store.moves import Moves
from store.notes import Notes
from store.notifications import Notifications
from store.runs import Runs
from store.secrets import Secrets
from store.segments import Segments
from store.tables import Tables
from store.templates import Templates
from store.triggered import TriggerLog
from store.waits import Waits
from store.webhooks import Webhooks
from store.workspaces import Workspaces

Session: TypeAlias = AsyncSession
ON_SESSION: Mapping[str, Callable[[AsyncSession], Any]] = {
    "flows": Flows,
    "trigger_log": TriggerLog,
    "doubts": Doubts,
    "experiments": Experiments,
    "segments": Segments,
    "waits": Waits,
    "canaries": Canaries,
    "moves": Moves,
    "runs": Runs,
    "ai_spend": AiSpend,
    "contacts": Contacts,
    "contact_fields": ContactFields,
    "conversations": Conversations,
    "agents": Agents,
    "teams": Teams,
    "notes": Notes,
    "notifications": Notifications,
    "tables": Tables,
    "workspaces": Workspaces,
    "hook_events": HookEvents,
    "templates": Templates,
    "integration_events": IntegrationEvents,
}
WITH_VAULT: Mapping[str, Callable[[AsyncSession, Any], Any]] = {
    "channels": Channels,
    "secrets": Secrets,
    "integrations": Integrations,
    "webhooks": Webhooks,
}


def _on_session(made: Callable[[AsyncSession], Any]) -> Provide:
    def provider(session: NamedDependency[Session]) -> Any:
        return made(session)

    return Provide(provider, sync_to_thread=False)


def _with_vault(made: Callable[[AsyncSession, Any], Any]) -> Provide:
    def provider(session: NamedDependency[Session], services: NamedDependency[Services]) -> Any:
        return made(session, services.vault)

    return Provide(provider, sync_to_thread=False)


REPOSITORIES: Mapping[str, Provide] = {
    **{name: _on_session(made) for name, made in ON_SESSION.items()},
    **{name: _with_vault(made) for name, made in WITH_VAULT.items()},
}
