"""What a call is made with, and what it would give: the same for the run time and for whatever tries a flow out."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from engine import Call, CallReturned
from engine.document import dotted
from nodes.spec import IoFailed, NodeType


def filled(node: NodeType[Any], request: Mapping[str, Any]) -> BaseModel:
    """The params of a call with their templates filled in. Raises IoFailed, in words, where one came to more, or less,
    than its field takes."""
    try:
        params: BaseModel = node.params.model_validate(request)
    except ValidationError as error:
        first = error.errors()[0]
        raise IoFailed(f"what is filled in for {dotted(first['loc'])} does not fit: {first['msg']}") from None
    return params


def simulated_call(call: Call, node_types: Mapping[str, NodeType[Any]]) -> CallReturned:
    """What the call would give, as its node type simulates it."""
    node = node_types[call.kind]
    if node.simulate is None:
        return CallReturned(call=call.id, error="failed", detail="the node type does not simulate")
    try:
        return node.simulate(filled(node, call.params))
    except IoFailed as error:
        return CallReturned(call=call.id, error="failed", detail=str(error))
