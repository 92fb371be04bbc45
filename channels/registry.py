"""Which channel types there are: ours, and installed packages' by the entry point group ``dialoom.channels``."""

from collections.abc import Iterable, Mapping
from importlib.metadata import EntryPoint, entry_points
from types import MappingProxyType
from typing import Any, TypeAlias

from channels.adapter import Adapter

GROUP = "dialoom.channels"
AnyAdapter: TypeAlias = Adapter[Any]


class ChannelTypeRefused(RuntimeError):
    """An installed package's channel type cannot be used: the operator removes or repairs the package."""


def collect(ours: Iterable[AnyAdapter]) -> Mapping[str, AnyAdapter]:
    """Our adapters and the installed ones, by kind."""
    found = {adapter.kind: adapter for adapter in ours}
    owners = dict.fromkeys(found, "dialoom")
    for entry in entry_points(group=GROUP):
        adapter, owner = _load(entry), _owner(entry)
        if adapter.kind in found:
            raise ChannelTypeRefused(
                f"channel type {adapter.kind!r} is defined twice: by {owners[adapter.kind]} and by {owner}. "
                "Uninstall one of them."
            )
        found[adapter.kind], owners[adapter.kind] = adapter, owner
    return MappingProxyType(found)


def _load(entry: EntryPoint) -> AnyAdapter:
    try:
        adapter = entry.load()
    except Exception as error:
        raise ChannelTypeRefused(f"{_owner(entry)}: {entry.value} cannot be loaded: {error!r}") from error
    if not isinstance(adapter, Adapter):
        raise ChannelTypeRefused(f"{_owner(entry)}: {entry.value} is not an Adapter but a {type(adapter).__name__}")
    return adapter


def _owner(entry: EntryPoint) -> str:
    return entry.dist.name if entry.dist else entry.value
