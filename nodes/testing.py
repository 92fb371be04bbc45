"""Run a node type against its cases: examples as data, for our types and for those of other packages.

A case says what is given and what is to come of it, in a file that reads like promises:

    {"case": "takes the answer whatever its case", "params": {}, "event": {"type": "message", "text": "TEA"},
     "expect": {"leave": "tea"}}

``event`` resumes the node (``"simulated"`` is what ``simulate`` gives), ``says`` and ``news`` ask a trigger whether it fits,
with an ``occasion`` (``first``, ``started``) also whether its conditions hold, and ``http``, ``ai``, ``tables`` or ``mail``
runs ``perform`` against these answers, with these ``secrets``; with none of them the node is entered. What is known is
given as ``vars``, ``contact``, ``channel``, ``globals``, ``results``, ``message``, ``memory``, ``now``, ``templates``
and ``ahead``: by output, what the node behind it says.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from pydantic import BaseModel, TypeAdapter, ValidationError

from engine import Context, Event, MessageReceived, News, Occasion, SendMessage, Step, World
from engine.context import Place
from engine.placing import is_conditional
from engine.problems import in_words
from engine.repeats import repeated
from engine.scope import channel_scope, contact_scope, input_scope
from nodes.scripted import performed
from nodes.shown import shown
from nodes.spec import NodeType

Case: TypeAlias = Mapping[str, Any]
KEYS = frozenset(
    {
        "case",
        "params",
        "event",
        "says",
        "news",
        "occasion",
        "http",
        "ai",
        "tables",
        "mail",
        "secrets",
        "expect",
    }  # what is done, and what comes of it
    | {
        "vars",
        "contact",
        "channel",
        "globals",
        "results",
        "message",
        "memory",
        "now",
        "ahead",
        "templates",
    }  # what is known
)
NOW = "2027-01-15T09:30:00Z"
SOMEONE = {"id": "00000000-0000-7000-8000-000000000001", "name": "Ann"}
SOMEWHERE = {"id": "00000000-0000-7000-8000-000000000002", "kind": "webchat"}
EVENT: TypeAdapter[Event] = TypeAdapter(Event)


def run_cases(node: NodeType[Any], path: Path, *, update: bool = False) -> None:
    """Raises AssertionError with every case that is not kept. ``update`` writes what happens now as expected."""
    cases = json.loads(path.read_text("utf-8"))
    if update:
        cases = [{**case, "expect": outcome(node, case)} for case in cases]
        path.write_text(json.dumps(cases, indent=2, ensure_ascii=False) + "\n", "utf-8")
    if broken := faults(node, cases):
        raise AssertionError("\n".join((f"node type {node.kind}, {path.name}:", *broken)))


def faults(node: NodeType[Any], cases: Sequence[Case]) -> tuple[str, ...]:
    """What is not as promised: cases, unknown keys, outputs that are undeclared or without an example."""
    return (
        *(f"two cases are called {name!r}" for name in repeated(case.get("case", "") for case in cases)),
        *(fault for case in cases for fault in _case_faults(node, case)),
        *(f"no case leaves by output {output!r}" for output in sorted(_declared(node, cases) - _left(node, cases))),
    )


def _case_faults(node: NodeType[Any], case: Case) -> Iterable[str]:
    name = case.get("case", "")
    if unknown := sorted(set(case) - KEYS):
        yield f"{name!r}: unknown keys: {', '.join(unknown)}"
    got, again = outcome(node, case), outcome(node, case)
    if got != again:
        yield f"{name!r}: decided twice, it differs: {_text(got)} and {_text(again)}"
    if got != case.get("expect"):
        yield f"{name!r}: expected {_text(case.get('expect'))}\n    but got {_text(got)}"
    if "leave" in got and got["leave"] not in _declared(node, [case]):
        yield f"{name!r}: left by {got['leave']!r}, which is not among its outputs"


def outcome(node: NodeType[Any], case: Case) -> dict[str, Any]:
    """What comes of a case, in the words of ``expect``."""
    try:
        params = node.params.model_validate_json(json.dumps(case["params"]))
    except ValidationError as error:
        return {"invalid": [_refusal(one) for one in error.errors()]}
    if "says" in case:
        return _pulled(node, params, case)
    if "news" in case:
        return _heard(node, params, case)
    if "occasion" in case:
        return _admitted(node, params, case, {})
    if {"http", "ai", "tables", "mail"} & case.keys():
        return performed(node, params, case)
    context = a_context(case)
    return shown(_step(node, params, context, case), context.problems)


def _pulled(node: NodeType[Any], params: BaseModel, case: Case) -> dict[str, Any]:
    message = _message(case["says"])
    fits = {"matches": bool(node.matches and node.matches(params, message))}
    return fits | _admitted(node, params, case, {"message": message.model_dump(mode="json")})


def _heard(node: NodeType[Any], params: BaseModel, case: Case) -> dict[str, Any]:
    news = News.model_validate(case["news"])
    fits = {"hears": bool(node.hears and node.hears(params, news))}
    return fits | _admitted(node, params, case, {"news": news.model_dump(mode="json")})


def _admitted(node: NodeType[Any], params: BaseModel, case: Case, pulled_by: Mapping[str, Any]) -> dict[str, bool]:
    """Nothing where the case names no occasion."""
    if "occasion" not in case:
        return {}
    occasion = Occasion.model_validate_json(json.dumps({**_known(case), **pulled_by, **case["occasion"]}))
    decides = node.admits if is_conditional(params) else None
    return {"admits": decides is None or decides(params, occasion)}


def _known(case: Case) -> dict[str, Any]:
    """Who and where, as far as a case says it."""
    return {
        "now": case.get("now", NOW),
        "contact": {**SOMEONE, **case.get("contact", {})},
        "channel": {**SOMEWHERE, **case.get("channel", {})},
    }


def _step(node: NodeType[Any], params: BaseModel, context: Context, case: Case) -> Step:
    match case.get("event"):
        case None:
            return node.enter(params, context)
        case "simulated" if node.simulate:
            return node.resume(params, context, node.simulate(params))
        case event:
            return node.resume(params, context, EVENT.validate_json(json.dumps(event)))


def a_context(given: Case) -> Context:
    """A visit of a node, with what a case gives."""
    message = _message(given["message"]) if "message" in given else None
    conversation = "00000000-0000-7000-8000-000000000003"
    world = World.model_validate_json(
        json.dumps({**_known(given), "conversation": conversation, "templates": given.get("templates", [])})
    )
    language = world.contact.language or "en"
    scope = {
        "contact": contact_scope(world.contact),
        "conversation": {"id": str(world.conversation), "language": language},
        "channel": channel_scope(world.channel),
        "vars": given.get("vars", {}),
        "input": input_scope(message),
        "result": given.get("results", {}),
        "globals": given.get("globals", {}),
        "parent": {},
        "error": {},
    }

    def ahead(output: str) -> tuple[SendMessage, ...]:
        return tuple(SendMessage(text=text) for text in given.get("ahead", {}).get(output, ()))

    return Context(world, Place("flow", "node", language), scope, given.get("memory", {}), message, (), ahead)


def _message(said: str | Mapping[str, Any]) -> MessageReceived:
    return (
        MessageReceived(text=said) if isinstance(said, str) else MessageReceived.model_validate_json(json.dumps(said))
    )


def _refusal(error: Mapping[str, Any]) -> str:
    where = ".".join(str(part) for part in error["loc"])
    what = in_words(error["msg"]) if error["type"] == "value_error" else str(error["type"])
    return f"{where}: {what}" if where else what


def _declared(node: NodeType[Any], cases: Iterable[Case]) -> set[str]:
    declared: set[str] = set()
    for case in cases:
        try:
            declared.update(node.outputs(node.params.model_validate_json(json.dumps(case["params"]))))
        except ValidationError:
            continue
    return declared


def _left(node: NodeType[Any], cases: Iterable[Case]) -> set[str]:
    return {got["leave"] for case in cases if "leave" in (got := outcome(node, case))}


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
