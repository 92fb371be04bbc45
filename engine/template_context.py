"""One rendering: what it may read, how much it may do, and how long its text may grow."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from io import StringIO
from typing import Any, TextIO

from liquid import BoundTemplate, RenderContext, Token
from liquid.exceptions import LiquidError
from liquid.undefined import UNDEFINED, Undefined

from engine.template_values import SCALARS, can_be_opened, is_container, plain, weight

MAX_WORK = 1_000_000  # loops: rounds x characters of source; values: characters and items touched
TEXT_SHARE = 16  # searching a text is this much cheaper than walking a list
GIVEN = frozenset({"now", "today"})  # names that every template can read
AS_THEY_ARE = (Undefined, range)
UNEXTENDED = 4  # the mappings of a context as it is made; loops and the like put theirs before them


class Output(StringIO):
    """The text that grows while a template is filled in."""

    def __init__(self, longest: int) -> None:
        super().__init__()
        self._longest, self._left = longest, longest

    def write(self, text: str, /) -> int:
        self._left -= len(text)
        if self._left < 0:
            raise LiquidError(f"the text is longer than {self._longest:,} characters", token=None)
        return super().write(text)


class Meter(RenderContext):
    """Counts work, since the library limits neither computing time nor the size of values."""

    __slots__ = ("_known", "_longest", "_source_length", "fuel")

    def __init__(self, template: BoundTemplate, scope: Mapping[str, Any], source_length: int, longest: int) -> None:
        super().__init__(template, globals=scope)
        self.fuel = MAX_WORK
        self._source_length, self._longest = source_length, longest
        self._known: dict[int, tuple[object, object, int]] = {}

    def burn(self, work: int) -> None:
        self.fuel -= work
        if self.fuel < 0:
            raise LiquidError("the template does too much work: is there a loop over a long list?", token=None)

    def raise_for_loop_limit(self, length: int = 1) -> None:
        super().raise_for_loop_limit(length)
        self.burn(length * self._source_length)

    def get_buffer(self, buf: TextIO | None = None) -> StringIO:  # noqa: ARG002  the library's signature
        return Output(self._longest)

    def get_item(self, obj: Any, key: Any) -> Any:
        if not can_be_opened(obj):
            raise KeyError(key)
        return super().get_item(obj, key)

    def get(self, path: list[object], *, token: Token | None, default: object = UNDEFINED) -> object:
        value = self._straight(path)
        if value is UNDEFINED:
            value = super().get(path, token=token, default=default)
        if isinstance(value, str):
            self.burn(1 + len(value) // TEXT_SHARE)
            return value
        if type(value) in SCALARS or isinstance(value, AS_THEY_ARE):
            return value
        return self._copied(value) if is_container(value) else plain(value)

    def _straight(self, path: list[object]) -> object:
        """From mapping to mapping, as most names are read; UNDEFINED where the template gives names itself, and for all else."""
        if self.locals or self.scope.size() > UNEXTENDED:
            return UNDEFINED
        value: object = self.globals
        try:
            for name in path:
                value = value[name] if isinstance(value, dict) else UNDEFINED
        except (KeyError, TypeError):
            return UNDEFINED
        return value

    def _copied(self, value: object) -> object:
        """A plain copy, made once. The original is kept too: an ``id`` is only good while its object lives."""
        if id(value) not in self._known:
            copy = plain(value)
            self._known[id(value)] = (value, copy, weight(copy))
        _, copy, size = self._known[id(value)]
        self.burn(size)
        return copy


def meter(template: BoundTemplate, scope: Mapping[str, Any], now: datetime, source_length: int, longest: int) -> Meter:
    """A fresh context. The time is text in ISO 8601, as all times in a scope are, so that they can be compared."""
    return Meter(template, {**scope, **_given(now, now.utcoffset())}, source_length, longest)


@lru_cache(maxsize=8)  # all templates of a turn are filled in at one moment; moments are equal whatever their offsets
def _given(now: datetime, _offset: timedelta | None) -> Mapping[str, str]:
    return {"now": now.isoformat(timespec="seconds"), "today": now.date().isoformat()}
