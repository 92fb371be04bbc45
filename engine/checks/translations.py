"""Whether the texts of a translation fit the node they are laid over."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import zip_longest
from typing import Any, TypeAlias

from pydantic import BaseModel

from engine.flow import Node
from engine.marks import Mark, Path, dotted, marks_of
from engine.named import Names
from engine.problems import Problem
from engine.translate import names_of, translated

KEYS = frozenset({"id", "event", "key"})  # by these the flow, or another system, knows what is meant
_NO_TEXTS = frozenset({Mark.SETS, Mark.FLOW, Mark.NODE, Mark.TEAM, Mark.SECRET})
Change: TypeAlias = tuple[Path, Any, Any]


def overlay(node: Node, texts: Mapping[str, Any], place: str) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """The node's data with the texts laid over, or the reasons why they cannot be."""
    problems = tuple(
        Problem(
            code="bad_translation",
            message=message,
            node=node.id,
            field=dotted(path),
            path=f"{place}.{dotted(path)}",
            fix="remove it, or name what it translates",
        )
        for path, message in _unfit(node.data, texts, ())
    )
    return ({}, problems) if problems else (translated(node.data, texts), ())


def other_outputs(node: Node, own: Iterable[str], others: Iterable[str], place: str) -> tuple[Problem, ...]:
    """A translation speaks, and leaves the ways out to the node: a session could not go on by one that is not drawn."""
    different = sorted({*own} ^ {*others})
    if not different:
        return ()
    message = f"this translation changes the outputs of the node: {', '.join(map(repr, different))}"
    fix = "set in the node itself what makes the outputs, and translate only texts"
    return (Problem(code="bad_translation", message=message, node=node.id, path=place, fix=fix),)


def other_workings(node: Node, own: BaseModel, other: BaseModel, place: str) -> tuple[Problem, ...]:
    """A translation says things in other words: when a reminder comes, and by which name another system knows a question, is
    the same for contacts of every language."""
    paths = [place_of(node.data, path) for path, before, after in _no_texts(own, other) if before != after]
    return tuple(
        Problem(
            code="bad_translation",
            message=f"this translation changes {str(path[-1])!r}, which is no text that people read",
            node=node.id,
            field=dotted(path),
            path=f"{place}.{dotted(path)}",
            fix=f"remove it: {str(path[-1])!r} of the node itself counts in every language",
        )
        for path in paths
    )


def _no_texts(own: BaseModel, other: BaseModel | None, at: Path = ()) -> Iterator[Change]:
    """What is no text, with its value here and in the translation."""
    for name in type(own).model_fields:
        path, before, after = (*at, name), getattr(own, name), getattr(other, name, None)
        if name in _names(type(own)):
            yield path, before, after
        else:
            yield from _no_texts_in(before, after, path)


def _no_texts_in(before: Any, after: Any, path: Path) -> Iterator[Change]:
    match before, after:
        case (BaseModel(), _) | (None, BaseModel()):
            same = type(before) is type(after)
            yield from _no_texts(before, after if same else None, path) if before else _no_texts(after, None, path)
        case (tuple() | list(), tuple() | list()):
            for index, (one, another) in enumerate(zip_longest(before, after)):
                yield from _no_texts_in(one, another, (*path, index))
        case (str() | None | dict(), str() | None | dict()):
            return
        case _:
            yield path, before, after


@cache
def _names(model: type[BaseModel]) -> frozenset[str]:
    """The fields that hold a name or a key, which only machines read."""
    naming = {name for name, mark in marks_of(model).items() if mark in _NO_TEXTS}
    fields = model.model_fields.items()
    return frozenset(
        {*naming, *(KEYS & {*model.model_fields}), *(name for name, one in fields if _is_name(one.metadata))}
    )


def _is_name(metadata: list[Any]) -> bool:
    return any(isinstance(one, Names) for one in metadata)


def _unfit(base: Any, text: Any, path: Path) -> Iterator[tuple[Path, str]]:
    match base, text:
        case dict(), dict():
            for field in text.keys() & base.keys():
                yield from _unfit(base[field], text[field], (*path, field))
        case list(), dict() if (names := names_of(base)) is not None:
            items = dict(zip(names, base, strict=True))
            for id, inner in text.items():
                if id not in items:
                    yield (*path, id), _nothing(id, base)
                elif not isinstance(inner, dict):
                    yield (*path, id), 'the texts of one item are an object, such as {"title": "…"}'
                else:
                    yield from _unfit(items[id], inner, (*path, id))


def _nothing(name: str, items: list[dict[str, Any]]) -> str:
    if not items or any("id" in item for item in items):
        return f"there is nothing with the id {name!r} to translate"
    return f"there is nothing at the place {name!r} to translate: what has no id is named by its place, from 0"


def place_of(data: Any, path: Path) -> Path:
    """The path of a field inside a translation, where the items of a list are named by their ids, if they have any."""
    place: list[str | int] = []
    for part in path:
        data = _inside(data, part)
        place.append(data["id"] if isinstance(part, int) and isinstance(data, dict) and "id" in data else part)
    return tuple(place)


def _inside(data: Any, part: str | int) -> Any:
    match data, part:
        case dict(), str():
            return data.get(part)
        case list(), int() if part < len(data):
            return data[part]
        case _:
            return None
