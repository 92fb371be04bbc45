"""What a call is made with, what it would give, and what is told of one that failed: the same for the run time and for
whatever tries a flow out."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from engine import Call, CallReturned, Context, Step
from engine.marks import dotted
from engine.problems import said_by
from nodes.spec import IoFailed, NodeType

P = TypeVar("P", bound=BaseModel)
TIMED_OUT = "call_timeout"


def request(params: P, context: Context, check: Callable[[P, Context], None] | None = None) -> P | None:
    """The params with their templates filled in. None where that is a problem: better no call than one not meant."""
    wrong = context.watching()
    filled_in = context.rendered(params)
    if check and not wrong():
        check(filled_in, context)
    if not wrong():
        fits(filled_in, context)
    return None if wrong() else filled_in


def fits(request: BaseModel, context: Context) -> None:
    """A text may have become too long when its templates were filled in. What that text is, is not told: it may be secret."""
    try:
        type(request).model_validate(request.model_dump())
    except ValidationError as error:
        path, why = next(said_by(error))
        most = error.errors()[0].get("ctx", {}).get("max_length")
        shorten = f"shorten it by a filter, such as truncate: {most}" if most else None
        context.problem("bad_request", f"what is filled in does not fit: {why}", dotted(path), shorten)


def filled(node: NodeType[Any], request: Mapping[str, Any]) -> BaseModel:
    """The params of a call with their templates filled in. Raises IoFailed, in words, where one came to more, or less,
    than its field takes."""
    try:
        params: BaseModel = node.params.model_validate(request)
    except ValidationError as error:
        path, why = next(said_by(error))
        raise IoFailed(f"what is filled in for {dotted(path)} does not fit: {why}") from None
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


def failed(context: Context, returned: CallReturned, leave: str, field: str | None = None) -> Step:
    """Leave because there is no answer; why is a problem in the run, for whoever wonders."""
    when = "in time" if returned.error == "timeout" else "that could be read"
    why = f": {returned.detail}" if returned.detail else ""
    context.problem("call_failed", f"there was no answer {when}{why}", field)
    return Step(result={"error": TIMED_OUT if returned.error == "timeout" else "call_failed"}, leave=leave)


def empty_handed(context: Context, leave: str) -> Step:
    """Leave because of what was told last, of a call that was refused or not made: flows read its code as
    ``result.<node>.error``."""
    return Step(result={"error": context.problems[-1].code}, leave=leave)
