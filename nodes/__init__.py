"""Every node type this installation knows: ours, and those that other packages bring."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from nodes import (
    add_tag,
    any_message,
    api_start,
    ask_choice,
    ask_date,
    ask_email,
    ask_media,
    ask_number,
    ask_phone,
    ask_rating,
    ask_text,
    ask_yes_no,
    business_hours,
    condition,
    counter,
    delay,
    end,
    goal,
    hand_over,
    http_request,
    jump,
    keyword,
    loop,
    once,
    parse_json,
    random_split,
    remove_tag,
    run_flow,
    send_message,
    set_contact_field,
    set_language,
    set_variable,
    switch,
    wait_for_event,
    wait_reply,
)
from nodes.registry import GROUP, NodesRefused, Owned, installed, joined
from nodes.spec import HttpAnswer, Io, IoFailed, IoTimeout, NodeIncomplete, NodeType, simulated

__all__ = [
    "BUILTIN",
    "GROUP",
    "HttpAnswer",
    "Io",
    "IoFailed",
    "IoTimeout",
    "NodeIncomplete",
    "NodeType",
    "NodesRefused",
    "Owned",
    "node_types",
    "simulated",
]

BUILTIN: tuple[NodeType[Any], ...] = (
    keyword.node,
    any_message.node,
    api_start.node,
    send_message.node,
    ask_text.node,
    ask_number.node,
    ask_choice.node,
    ask_yes_no.node,
    ask_email.node,
    ask_phone.node,
    ask_date.node,
    ask_rating.node,
    ask_media.node,
    wait_reply.node,
    condition.node,
    switch.node,
    random_split.node,
    loop.node,
    counter.node,
    once.node,
    jump.node,
    set_variable.node,
    set_contact_field.node,
    set_language.node,
    parse_json.node,
    add_tag.node,
    remove_tag.node,
    goal.node,
    delay.node,
    business_hours.node,
    wait_for_event.node,
    run_flow.node,
    http_request.node,
    hand_over.node,
    end.node,
)


@cache
def node_types(extra: tuple[Owned, ...] = ()) -> Mapping[str, NodeType[Any]]:
    """Node types by kind; ``extra`` are those that the caller has found elsewhere, each with its owner's name."""
    return joined(BUILTIN, (*installed(), *extra))
