"""What a flow has learned, in the words in which it asked: for people who take the conversation over."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from pydantic import BaseModel

from engine import template
from engine.compiled import CompiledFlow
from engine.effects import Answered, Summary
from engine.world import World

MOST, LONGEST = 50, 500
NOTHING: tuple[Any, ...] = (None, "", [], {})


class _Frame(Protocol):
    flow: CompiledFlow
    variables: dict[str, Any]
    results: dict[str, Any]


def summarised(
    given: Summary, frames: Sequence[_Frame], scope: Mapping[str, Any], world: World, language: str | None
) -> Summary:
    """With the questions that were answered, those of the outer flow first, and each flow's in the order of its nodes."""
    answers = [one for frame in frames for one in _answered(frame, {**scope}, world, language)]
    return given.model_copy(update={"answers": tuple(answers[-MOST:])})


def _answered(frame: _Frame, scope: dict[str, Any], world: World, language: str | None) -> Iterator[Answered]:
    scope |= {"vars": frame.variables, "result": frame.results}
    for node in frame.flow.nodes.values():
        if (result := frame.results.get(node.id)) is not None:
            for question, answer in _asked(node.params_in(language or frame.flow.language), result):
                if question and answer not in NOTHING:
                    yield Answered(asked=_filled(question, scope, world), answered=in_words(answer)[:LONGEST])


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
            named = value.get("title") or value.get("text") or value.get("name")
            known = ((name, one) for name, one in value.items() if one not in NOTHING)
            return str(named) if named else ", ".join(f"{name}: {in_words(one)}" for name, one in known)
        case list() | tuple():
            return ", ".join(map(in_words, value))
        case _:
            return str(value)
