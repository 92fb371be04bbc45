"""The base of request bodies, and the way from the store's records to answers."""

from typing import Any, Generic, TypeVar

import msgspec
from pydantic import BaseModel, ConfigDict

from store.pages import Page

T = TypeVar("T")
S = TypeVar("S", bound=msgspec.Struct)


class Body(BaseModel):
    """A request: unknown keys are refused, with their names."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Listed(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """``next`` is what to send as ``after`` for the page that follows; null on the last page."""

    items: tuple[T, ...]
    next: str | None = None


def shown(kind: type[S], record: Any) -> S:
    """A record of the store as an answer: the fields that the answer has."""
    return msgspec.convert(record, kind, from_attributes=True)


def listed(kind: type[S], page: Page[Any]) -> Listed[S]:
    return Listed(items=tuple(shown(kind, record) for record in page.items), next=page.next)
