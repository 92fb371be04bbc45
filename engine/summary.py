"""What a flow has learned, in the words in which it asked: for people who take the conversation over."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from pydantic import BaseModel

from engine import template
from engine.compiled import CompiledFlow, CompiledNode
from engine.effects import Answered, Summary
from engine.world import World

MOST, LONGEST = 50, 500
NOTHING: tuple[Any, ...] = (None, "", [], {})
NAMING = ("title", "titles", "text", "name")


class _Frame(Protocol):
    flow: CompiledFlow
    variables: dict[str, Any]
    results: dict[str, Any]
    told: dict[str, tuple[Answered, ...]]


def summarised(given: Summary, frames: Sequence[_Frame], scope: Mapping[str, Any], world: World) -> Summary:
    """With the questions that were answered, those of the outer flow first, and each flow's in the order of its nodes."""
    answers = [one for frame in frames for one in learned(frame, scope, world)]
    return given.model_copy(update={"answers": tuple(answers[-MOST:])})


def learned(frame: _Frame, scope: Mapping[str, Any], world: World) -> tuple[Answered, ...]:
    """What was asked and answered in a flow, also in those that it has run. Only types that speak to the contact ask: the
    question of others is one to a model."""
    nodes = frame.flow.nodes
    asked = {id for id in frame.results if id in nodes and nodes[id].behaviour.speaks} | frame.told.keys()
    ordered = (nodes[id] for id in nodes if id in asked) if asked else ()
    return tuple(one for node in ordered for one in _at(frame, node, scope, world))


def answers_in(
    frame: _Frame, node: CompiledNode, result: Any, scope: Mapping[str, Any], world: World
) -> tuple[Answered, ...]:
    """What a node has asked, with the answers that its result has."""
    known = {**scope, "vars": frame.variables, "result": frame.results}
    asked = _asked(node.params_in(world.contact.language or frame.flow.language), result)
    told = ((question, in_words(answer)) for question, answer in asked if question and answer not in NOTHING)
    return tuple(
        Answered(asked=_filled(question, known, world), answered=words[:LONGEST]) for question, words in told if words
    )


def _at(frame: _Frame, node: CompiledNode, scope: Mapping[str, Any], world: World) -> tuple[Answered, ...]:
    told = frame.told.get(node.id)
    return answers_in(frame, node, frame.results[node.id], scope, world) if told is None else told


def _asked(params: BaseModel, result: Any) -> Iterator[tuple[str, Any]]:
    """A node asks one thing, its ``question``, or has ``fields`` that ask one each."""
    yield str(getattr(params, "question", "")), result
    for field in getattr(params, "fields", ()) if isinstance(result, dict) else ():
        yield str(getattr(field, "question", "")), result.get(getattr(field, "id", ""))


def _filled(question: str, scope: Mapping[str, Any], world: World) -> str:
    try:
        return template.render(question, scope, world.now, world.limits)[:LONGEST]
    except template.TemplateError:  # it was said when it could be filled in: as it is drawn is better than nothing
        return question[:LONGEST]


def in_words(value: Any) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case dict():
            named = next((value[name] for name in NAMING if value.get(name)), None)
            known = ((name, one) for name, one in value.items() if one not in NOTHING)
            return in_words(named) if named else ", ".join(f"{name}: {in_words(one)}" for name, one in known)
        case list() | tuple():
            return ", ".join(map(in_words, value))
        case _:
            return str(value)
