"""The tables. Private to ``store``: rows never leave it."""

from store.models.agents import AgentRow, TeamMemberRow, TeamRow
from store.models.ai import AiSpendRow
from store.models.base import CURRENT, Base
from store.models.canaries import CanaryRow
from store.models.channels import ChannelRow, HookEventRow, VisitorRow
from store.models.contacts import AddressRow, ContactRow
from store.models.conversations import ConversationRow, EventRow, MessageRow
from store.models.flow_hooks import FlowHookCallRow, FlowHookRow
from store.models.flows import DraftRow, FlowRow, TriggerRow, VersionRow
from store.models.hand_overs import HandOverRow, NoteRow, NotificationRow
from store.models.integrations import IntegrationEventRow, IntegrationRow
from store.models.moves import MovedSessionRow, MoveRow
from store.models.occurrences import OccurrenceRow
from store.models.segments import SegmentRow
from store.models.sessions import CallRow, SessionRow, StepRow, TurnRow
from store.models.starts import BulkRecipientRow, BulkStartRow, ScheduleRow
from store.models.templates import TemplateRow
from store.models.tenants import ApiKeyRow, IdempotencyRow, MembershipRow, SecretRow, UserRow, WorkspaceRow
from store.models.triggered import TriggeredRow
from store.models.webhooks import DeliveryRow, WebhookRow
from store.models.workspace_data import ContactFieldRow, DataRow, DataTableRow
from store.models.workspace_events import WorkspaceEventRow

__all__ = [
    "CURRENT",
    "AddressRow",
    "AgentRow",
    "AiSpendRow",
    "ApiKeyRow",
    "Base",
    "BulkRecipientRow",
    "BulkStartRow",
    "CallRow",
    "CanaryRow",
    "ChannelRow",
    "ContactFieldRow",
    "ContactRow",
    "ConversationRow",
    "DataRow",
    "DataTableRow",
    "DeliveryRow",
    "DraftRow",
    "EventRow",
    "FlowHookCallRow",
    "FlowHookRow",
    "FlowRow",
    "HandOverRow",
    "HookEventRow",
    "IdempotencyRow",
    "IntegrationEventRow",
    "IntegrationRow",
    "MembershipRow",
    "MessageRow",
    "MoveRow",
    "MovedSessionRow",
    "NoteRow",
    "NotificationRow",
    "OccurrenceRow",
    "ScheduleRow",
    "SecretRow",
    "SegmentRow",
    "SessionRow",
    "StepRow",
    "TeamMemberRow",
    "TeamRow",
    "TemplateRow",
    "TriggerRow",
    "TriggeredRow",
    "TurnRow",
    "UserRow",
    "VersionRow",
    "VisitorRow",
    "WebhookRow",
    "WorkspaceEventRow",
    "WorkspaceRow",
]
