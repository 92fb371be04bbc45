"""What channel types can carry, for the checks of flows in files."""

from collections.abc import Iterable

from channels import adapters
from dialoom.cli.errors import Unusable
from engine.check import Carries


def limits_of(kinds: Iterable[str]) -> dict[str, Carries]:
    """By kind, as if one channel of each were connected."""
    known, found = adapters(), {}
    for kind in kinds:
        if kind not in known:
            raise Unusable(f"there is no channel type {kind!r}; there are {', '.join(sorted(known))}")
        found[kind] = known[kind].carries
    return found
