"""What channel types can carry, for flows in files: their checks, and playing them."""

from collections.abc import Iterable

from channels import AnyAdapter, Capabilities, adapters
from dialoom.cli.errors import Unusable
from engine.check import Carries


def limits_of(kinds: Iterable[str]) -> dict[str, Carries]:
    """By kind, as if one channel of each were connected."""
    return {kind: _adapter(kind).carries for kind in kinds}


def capabilities_of(kind: str) -> Capabilities:
    return _adapter(kind).capabilities


def _adapter(kind: str) -> AnyAdapter:
    known = adapters()
    if kind not in known:
        raise Unusable(f"there is no channel type {kind!r}; there are {', '.join(sorted(known))}")
    return known[kind]
