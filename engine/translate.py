"""Translations: texts of another language laid over a node's data."""

from collections.abc import Mapping
from typing import Any


def translated(data: Mapping[str, Any], texts: Mapping[str, Any]) -> dict[str, Any]:
    """Data with the given texts in place; a list of things takes a mapping by their ids, or by their places if they have none.

    >>> translated({"choices": [{"id": "tea", "title": "Tea"}]}, {"choices": {"tea": {"title": "Té"}}})
    {'choices': [{'id': 'tea', 'title': 'Té'}]}
    >>> translated({"reminders": [{"after": "PT1H", "text": "Hello?"}]}, {"reminders": {"0": {"text": "¿Hola?"}}})
    {'reminders': [{'after': 'PT1H', 'text': '¿Hola?'}]}
    """
    return {**data, **{field: _laid_over(data.get(field), text) for field, text in texts.items()}}


def names_of(items: list[Any]) -> list[str] | None:
    """Their ids, or their places from 0, as problems name them; None if they are no things with texts of their own."""
    if not all(isinstance(item, dict) for item in items):
        return None
    has_ids = all("id" in item for item in items)
    return [str(item["id"]) if has_ids else str(at) for at, item in enumerate(items)]


def _laid_over(base: Any, text: Any) -> Any:
    match base, text:
        case dict(), dict():
            return translated(base, text)
        case list(), dict() if (names := names_of(base)) is not None:
            return [
                _laid_over(item, text[name]) if name in text else item for name, item in zip(names, base, strict=True)
            ]
        case _:
            return text
