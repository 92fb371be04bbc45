"""Translations: texts of another language laid over a node's data."""

from collections.abc import Mapping
from typing import Any


def translated(data: Mapping[str, Any], texts: Mapping[str, Any]) -> dict[str, Any]:
    """Data with the given texts in place; a list of things with an ``id`` takes a mapping by id.

    >>> translated({"choices": [{"id": "tea", "title": "Tea"}]}, {"choices": {"tea": {"title": "Té"}}})
    {'choices': [{'id': 'tea', 'title': 'Té'}]}
    """
    return {**data, **{field: _laid_over(data.get(field), text) for field, text in texts.items()}}


def _laid_over(base: Any, text: Any) -> Any:
    match base, text:
        case dict(), dict():
            return translated(base, text)
        case list(), dict() if all(isinstance(item, dict) and "id" in item for item in base):
            return [_laid_over(item, text[item["id"]]) if item["id"] in text else item for item in base]
        case _:
            return text
