"""What differs between two plain values, by path. Items of a list are named by their ``id`` where all of them have one,
as in translations, so that a choice in the middle is one change and not a change of all that follow."""

from collections.abc import Iterable, Iterator
from typing import Any, Literal, TypeAlias

from engine.marks import dotted
from engine.model import Value

Path: TypeAlias = tuple[str | int, ...]


class ValueChange(Value):
    """``reordered`` gives the ids of a list's items before and after; ``text`` marks what people read or hear."""

    change: Literal["added", "removed", "changed", "reordered"]
    path: Path
    before: Any = None
    after: Any = None
    text: bool = False

    @property
    def place(self) -> str:
        """The path as problems write it, such as ``data.choices.tea.title``."""
        return dotted(self.path)


def changes_between(before: Any, after: Any, path: Path = (), name: str = "id") -> Iterator[ValueChange]:
    """From the outside in: what is there only once is one change, however much is in it. ``name`` is what the items of
    these two are named by, if they are lists; those inside of them are named by their ids."""
    old, new = _parts(before, name), _parts(after, name)
    if old is None or new is None or (isinstance(before, dict) != isinstance(after, dict)):
        if not _same(before, after):
            yield ValueChange(change="changed", path=path, before=before, after=after)
        return
    for key in dict.fromkeys((*old, *new)):
        if key not in new:
            yield ValueChange(change="removed", path=(*path, key), before=old[key])
        elif key not in old:
            yield ValueChange(change="added", path=(*path, key), after=new[key])
        else:
            yield from changes_between(old[key], new[key], (*path, key))
    if isinstance(before, list) and rearranged(old, new):
        yield ValueChange(change="reordered", path=path, before=list(old), after=list(new))


def _parts(value: Any, name: str) -> dict[str | int, Any] | None:
    """What a value is made of: a mapping's items, or those of a list whose items have names. None: it is one piece."""
    match value:
        case dict():
            return dict(value)
        case list() if all(isinstance(item, dict) and isinstance(item.get(name), str) for item in value):
            parts = {item[name]: item for item in value}
            return parts if len(parts) == len(value) else None
        case _:
            return None


def rearranged(before: Iterable[Any], after: Iterable[Any]) -> bool:
    """Whether the order is more than what stayed, as it stood, and then what is new."""
    old, new = dict.fromkeys(before), dict.fromkeys(after)
    return [key for key in old if key in new] + [key for key in new if key not in old] != list(new)


def _same(before: Any, after: Any) -> bool:
    """As JSON: True is not 1."""
    match before, after:
        case dict(), dict():
            return before.keys() == after.keys() and all(_same(before[key], after[key]) for key in before)
        case list(), list():
            return len(before) == len(after) and all(map(_same, before, after))
        case _:
            return isinstance(before, bool) == isinstance(after, bool) and bool(before == after)
