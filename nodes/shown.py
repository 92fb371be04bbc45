"""How a node's answer reads in a case: plain JSON, with everything left out that says nothing."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from engine import End, ForAgent, ForDelivery, ForEvent, ForReply, ForTime, Problem, Step, SubFlow
from engine.behaviour import Wait
from engine.durations import format_duration
from engine.effects import Said


def shown(step: Step, problems: Iterable[Problem]) -> dict[str, Any]:
    parts = {
        "effects": [_effect(effect) for effect in step.effects],
        "variables": dict(step.variables),
        "memory": dict(step.memory or {}),
        "result": step.result,
        "answered": dict(step.answered or {}),
        "heard": step.heard and step.heard.model_dump(mode="json", exclude={"type"}, exclude_defaults=True),
        "leave": step.leave,
        "go": step.go,
        "wait": _wait(step.wait) if step.wait else None,
        "run": _run(step.run) if step.run else None,
        "end": step.end.result if isinstance(step.end, End) else None,
        "problems": [f"{problem.code}: {problem.field}" if problem.field else problem.code for problem in problems],
    }
    return {name: part for name, part in parts.items() if part is not None and part not in ({}, [])}


def _effect(effect: Said) -> dict[str, Any]:
    return {"type": effect.type, **effect.model_dump(mode="json", exclude_defaults=True)}


def _run(sub: SubFlow) -> dict[str, Any]:
    pin = {} if sub.version is None else {"version": sub.version}
    return {"flow": sub.flow, **pin, "inputs": dict(sub.inputs)}


def _wait(wait: Wait) -> dict[str, Any]:
    match wait:
        case ForReply(timeout=timeout, key=key):
            return {"for": "reply", **({"key": key} if key else {}), **_timeout(timeout)}
        case ForAgent(timeout=timeout):
            return {"for": "agent", **_timeout(timeout)}
        case ForEvent(key=key, timeout=timeout):
            return {"for": "event", "key": key, **_timeout(timeout)}
        case ForDelivery(until=until, timeout=timeout):
            return {"for": until, **_timeout(timeout)}
        case ForTime(until=until):
            return {"for": "time", "until": until.isoformat()}
        case call:
            sent = call.params.model_dump(mode="json", exclude_defaults=True)
            return {"for": "call", "params": sent, "timeout": format_duration(call.timeout), "attempts": call.attempts}


def _timeout(timeout: timedelta | None) -> dict[str, str]:
    return {"timeout": format_duration(timeout)} if timeout else {}
