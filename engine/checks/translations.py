"""Whether the texts of a translation fit the node they are laid over."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from engine.flow import Node
from engine.marks import Path, dotted
from engine.problems import Problem
from engine.translate import translated


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


def _unfit(base: Any, text: Any, path: Path) -> Iterator[tuple[Path, str]]:
    match base, text:
        case dict(), dict():
            for field in text.keys() & base.keys():
                yield from _unfit(base[field], text[field], (*path, field))
        case list(), dict() if all(isinstance(item, dict) and "id" in item for item in base):
            items = {str(item["id"]): item for item in base}
            for id, inner in text.items():
                if id not in items:
                    yield (*path, id), f"there is nothing with the id {id!r} to translate"
                elif not isinstance(inner, dict):
                    yield (*path, id), 'the texts of one item are an object, such as {"title": "…"}'
                else:
                    yield from _unfit(items[id], inner, (*path, id))


def place_of(data: Any, path: Path) -> Path:
    """The path of a field inside a translation, where the items of a list are named by their ids."""
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
