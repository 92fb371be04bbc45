"""What every node type's params owe to the form that edits them."""

import re
from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

LONGEST_KIND = 100
KIND = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?")


def well_named(kind: str) -> bool:
    return len(kind) <= LONGEST_KIND and KIND.fullmatch(kind) is not None


def params_missing(params: type[BaseModel]) -> tuple[str, ...]:
    """What the params, and the models inside them, lack, in words for the developer of the node type."""
    return tuple(part for model in (params, *inner_models(params)) for part in _model_missing(model))


def has(params: type[BaseModel], name: str) -> bool:
    """Whether they have a field, or a property, of this name."""
    return name in params.model_fields or hasattr(params, name)


def inner_models(params: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """The models whose forms appear inside this one's; a widget that draws a whole tree itself hides what is inside."""
    for field in params.model_fields.values():
        if hint_of(field) != "condition_tree":
            for model in _models(field.annotation):
                yield model
                yield from inner_models(model)


def hint_of(field: FieldInfo) -> str | None:
    extra = field.json_schema_extra
    hint = extra.get("ui:widget") if isinstance(extra, dict) else None
    return hint if isinstance(hint, str) else None


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)


def _model_missing(model: type[BaseModel]) -> Iterator[str]:
    name = f"{model.__module__}.{model.__qualname__}"
    if not (model.model_config.get("frozen") and model.model_config.get("extra") == "forbid"):
        yield f"{name} is not frozen with extra='forbid': derive it from Value"
    for field, info in model.model_fields.items():
        lacks = {"a title": not info.title, "a description": not info.description, "a widget": not hint_of(info)}
        if missing := [part for part, lacking in lacks.items() if lacking]:
            yield f"{name}.{field} needs {' and '.join(missing)}"
