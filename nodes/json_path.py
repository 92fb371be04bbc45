"""A path into JSON as a field of a node's params."""

from typing import Annotated, TypeAlias

from pydantic import AfterValidator, Field

from engine.json_path import NothingThere, parts_of, take
from ui_schema import widget

__all__ = ["JsonPath", "NothingThere", "parts_of", "take"]


def _checked(path: str) -> str:
    parts_of(path)
    return path


JsonPath: TypeAlias = Annotated[
    str, AfterValidator(_checked), Field(max_length=200, json_schema_extra=widget("text", role="path"))
]
