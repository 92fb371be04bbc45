"""The flow engine: given flows, a session and an event, say what happens next.

Nothing here does I/O, reads a clock or draws a random number. What the outside world must do is returned as effects; what
the outside world did comes back as events. ``advance`` is the whole of it.
"""

from engine.advance import Turn, advance
from engine.behaviour import Behaviour, End, ForAgent, ForCall, ForDelivery, ForEvent, ForReply, ForTime, Step, SubFlow
from engine.compiled import CompiledFlow, CompiledNode, Flows, FlowSet, compile_flow
from engine.context import Context
from engine.durations import Duration
from engine.effects import (
    AddTag,
    Assign,
    Button,
    Call,
    Card,
    CloseConversation,
    Effect,
    Emit,
    HandOver,
    Note,
    Notify,
    OptIn,
    OptOut,
    RateConversation,
    Reaction,
    RemoveTag,
    SendMessage,
    SetField,
    ShowTyping,
    Slide,
    StartFlow,
    TemplateUse,
)
from engine.errors import EngineError, EventRefused, FlowInvalid, FlowMissing, NodeBroken
from engine.events import (
    CallReturned,
    Event,
    FlowEnded,
    HandedBack,
    Happened,
    Interrupted,
    Location,
    Media,
    MessageReceived,
    Reported,
    Started,
    TakenOver,
    TimedOut,
)
from engine.flow import Edge, FlowDocument, Node, Position, Variable
from engine.limits import Limits
from engine.marks import Mark, Reads
from engine.model import Value
from engine.news import News
from engine.occasion import Occasion
from engine.problems import Problem
from engine.session import Frame, Session, Waiting
from engine.steps import StepTaken
from engine.world import Channel, Contact, World

__all__ = [
    "AddTag",
    "Assign",
    "Behaviour",
    "Button",
    "Call",
    "CallReturned",
    "Card",
    "Channel",
    "CloseConversation",
    "CompiledFlow",
    "CompiledNode",
    "Contact",
    "Context",
    "Duration",
    "Edge",
    "Effect",
    "Emit",
    "End",
    "EngineError",
    "Event",
    "EventRefused",
    "FlowDocument",
    "FlowEnded",
    "FlowInvalid",
    "FlowMissing",
    "FlowSet",
    "Flows",
    "ForAgent",
    "ForCall",
    "ForDelivery",
    "ForEvent",
    "ForReply",
    "ForTime",
    "Frame",
    "HandOver",
    "HandedBack",
    "Happened",
    "Interrupted",
    "Limits",
    "Location",
    "Mark",
    "Media",
    "MessageReceived",
    "News",
    "Node",
    "NodeBroken",
    "Note",
    "Notify",
    "Occasion",
    "OptIn",
    "OptOut",
    "Position",
    "Problem",
    "RateConversation",
    "Reaction",
    "Reads",
    "RemoveTag",
    "Reported",
    "SendMessage",
    "Session",
    "SetField",
    "ShowTyping",
    "Slide",
    "StartFlow",
    "Started",
    "Step",
    "StepTaken",
    "SubFlow",
    "TakenOver",
    "TemplateUse",
    "TimedOut",
    "Turn",
    "Value",
    "Variable",
    "Waiting",
    "World",
    "advance",
    "compile_flow",
]
