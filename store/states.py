"""The states that rows go through; the tables refuse any other word."""

from typing import Literal, TypeAlias, get_args

from engine.listeners import Outcome
from engine.message_templates import ApprovalStatus, Category
from engine.session import Status

SessionStatus: TypeAlias = Status
ChannelStatus: TypeAlias = Literal["connected", "disconnected", "failing"]
HookStatus: TypeAlias = Literal["handled", "ignored", "refused", "failed"]
Direction: TypeAlias = Literal["in", "out"]
MessageStatus: TypeAlias = Literal["received", "queued", "sending", "sent", "delivered", "read", "failed", "in_doubt"]
EventKind: TypeAlias = Literal["message", "start", "cancel", "hand_back", "take_over", "happened", "reported"]
MoveStatus: TypeAlias = Literal["open", "done", "undone"]
MoveOutcome: TypeAlias = Literal["moved", "stays", "undone", "went_on"]
CanaryStatus: TypeAlias = Literal["running", "promoted", "stopped", "rolled_back"]
CallStatus: TypeAlias = Literal["waiting", "done", "failed", "abandoned"]
BulkStatus: TypeAlias = Literal["running", "paused", "cancelled", "done"]
RecipientStatus: TypeAlias = Literal["waiting", "in_line", "started", "skipped", "failed", "cancelled"]
ConversationStatus: TypeAlias = Literal["open", "pending", "closed"]
Priority: TypeAlias = Literal["low", "normal", "high", "urgent"]
HandOverOutcome: TypeAlias = Literal["resumed", "resolved", "timeout", "cancelled"]
DeliveryStatus: TypeAlias = Literal["waiting", "delivered", "failed"]
AiScope: TypeAlias = Literal["conversation", "flow", "workspace"]
Triggered: TypeAlias = Outcome

CHANNEL_STATUSES: tuple[str, ...] = get_args(ChannelStatus)
HOOK_STATUSES: tuple[str, ...] = get_args(HookStatus)
DIRECTIONS: tuple[str, ...] = get_args(Direction)
MESSAGE_STATUSES: tuple[str, ...] = get_args(MessageStatus)
EVENT_KINDS: tuple[str, ...] = get_args(EventKind)
CALL_STATUSES: tuple[str, ...] = get_args(CallStatus)
BULK_STATUSES: tuple[str, ...] = get_args(BulkStatus)
RECIPIENT_STATUSES: tuple[str, ...] = get_args(RecipientStatus)
CONVERSATION_STATUSES: tuple[str, ...] = get_args(ConversationStatus)
PRIORITIES: tuple[str, ...] = get_args(Priority)
HAND_OVER_OUTCOMES: tuple[str, ...] = get_args(HandOverOutcome)
DELIVERY_STATUSES: tuple[str, ...] = get_args(DeliveryStatus)
AI_SCOPES: tuple[str, ...] = get_args(AiScope)
SESSION_STATUSES: tuple[str, ...] = get_args(SessionStatus)
OPEN_STATUSES: tuple[SessionStatus, ...] = ("active", "paused", "blocked")
MOVE_STATUSES: tuple[str, ...] = get_args(MoveStatus)
MOVE_OUTCOMES: tuple[str, ...] = get_args(MoveOutcome)
CANARY_STATUSES: tuple[str, ...] = get_args(CanaryStatus)
TRIGGERED: tuple[str, ...] = get_args(Triggered)
APPROVAL_STATUSES: tuple[str, ...] = get_args(ApprovalStatus)
TEMPLATE_CATEGORIES: tuple[str, ...] = get_args(Category)
