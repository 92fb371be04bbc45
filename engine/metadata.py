"""What fields of params say of themselves in their annotations, by classes of ours."""

from collections.abc import Iterable, Iterator
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo


def found_in(model: type[BaseModel], kind: Any) -> dict[str, Any]:
    """By field what it says of this kind; None where it says nothing of it."""
    return {name: _found(field.metadata, field.annotation, kind) for name, field in model.model_fields.items()}


def _found(metadata: Any, annotation: Any, kind: Any) -> Any:
    """Also inside of a union or of a list."""
    for one in _flat(metadata):
        if isinstance(one, kind):
            return one
    inner = (_found(getattr(one, "__metadata__", ()), one, kind) for one in get_args(annotation))
    return next((one for one in inner if one), None)


def _flat(metadata: Iterable[Any]) -> Iterator[Any]:
    """What is said by ``Field(...)`` of the items of a list stands one deeper."""
    for one in metadata:
        yield from one.metadata if isinstance(one, FieldInfo) else (one,)
