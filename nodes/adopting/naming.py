"""Names as other builders write them: of nodes, of outputs, of variables, and of variables in texts."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import count

from engine.flow import NAME

_BARE = re.compile(r"\{\{\s*(\w+)\s*\}\}", re.ASCII)
_FOREIGN = re.compile(r"(?<![{$])\$?\{\s*[A-Za-z_][\w.]*\s*\}(?!\})|\[\[[^\[\]]{1,60}\]\]|%[A-Za-z_]\w*%")


def ids(theirs: Iterable[str], nameless: str) -> list[str]:
    """Ids as they may be here; what becomes the same gets a number."""
    given: dict[str, None] = {}
    for id in theirs:
        plain = plain_id(id) or nameless
        names = (plain if number == 1 else f"{plain}_{number}" for number in count(1))
        given[next(name for name in names if name not in given)] = None
    return list(given)


def plain_id(theirs: str) -> str:
    """Other characters become _."""
    return re.sub(r"[^A-Za-z0-9_.:-]", "_", theirs)[:60]


def variable_name(theirs: str) -> str | None:
    """``userName`` as it may be called here: ``user_name``. None for what is no name."""
    name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", theirs).lower().lstrip("_")
    return name if re.fullmatch(NAME, name) else None


def text_here(theirs: str) -> str:
    """The text with its variables where they are here."""
    return _BARE.sub(_variable, theirs)


def _variable(found: re.Match[str]) -> str:
    name = variable_name(found[1])
    return f"{{{{ vars.{name} }}}}" if name else found[0]


def placed_in(text: str) -> tuple[str, ...]:
    """The variables whose places are in the text, as they are called there."""
    return tuple(name for name in _BARE.findall(text) if variable_name(name))


def not_filled_in(text: str) -> Iterator[str]:
    """What looks like the place of a variable, and would be said as it stands."""
    yield from dict.fromkeys(_FOREIGN.findall(text))


def output_of(handle: str, outputs: Mapping[str, str]) -> str | None:
    """The output that a handle means, however it is spelled."""
    folded = {_folded(name): output for name, output in outputs.items()}
    return outputs.get(handle) or folded.get(_folded(handle))


def _folded(name: str) -> str:
    return re.sub(r"[\W_]", "", name.casefold()) or name
