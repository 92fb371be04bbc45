"""The language that a filter writes in: the one it is told, else the one that the contact is spoken to in."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, TypeAlias

from babel import Locale, UnknownLocaleError
from liquid import RenderContext
from liquid.exceptions import LiquidError

from engine.languages import LONGEST_TAG

Filter: TypeAlias = Callable[..., Any]
DEFAULT = "en"


def locale_of(told: Any, context: RenderContext) -> Locale:
    """What the author names has to exist; of a contact's language that is unknown the numbers come out in English."""
    if told:
        if found := nearest(str(told)):
            return found
        raise LiquidError(
            f"there is no language {str(told)[:LONGEST_TAG]!r}; one is written en, pt-BR or hi", token=None
        )
    return nearest(language_of(context)) or Locale(DEFAULT)


def language_of(context: RenderContext) -> str:
    for scope in ("conversation", "contact"):
        known = context.globals.get(scope)
        if isinstance(known, Mapping) and isinstance(language := known.get("language"), str) and language:
            return language
    return DEFAULT


@lru_cache(256)
def nearest(tag: str) -> Locale | None:
    """The nearest that there is: ``es-XX`` is Spanish all the same."""
    parts = tag.replace("-", "_").split("_") if len(tag) <= LONGEST_TAG else []
    for size in range(len(parts), 0, -1):
        try:
            return Locale.parse("_".join(parts[:size]))
        except (ValueError, UnknownLocaleError):
            continue
    return None
