"""Which integration types there are: ours, and installed packages' by the entry point group ``dialoom.integrations``."""

from collections.abc import Iterable, Mapping
from importlib.metadata import EntryPoint, entry_points
from types import MappingProxyType
from typing import Any, TypeAlias

from integrations.adapter import Integration

GROUP = "dialoom.integrations"
AnyIntegration: TypeAlias = Integration[Any]


class IntegrationTypeRefused(RuntimeError):
    """An installed package's integration type cannot be used: the operator removes or repairs the package."""


def collect(ours: Iterable[AnyIntegration]) -> Mapping[str, AnyIntegration]:
    """Our integration types and the installed ones, by kind."""
    found = {integration.kind: integration for integration in ours}
    owners = dict.fromkeys(found, "dialoom")
    for entry in entry_points(group=GROUP):
        integration, owner = _load(entry), _owner(entry)
        if integration.kind in found:
            raise IntegrationTypeRefused(
                f"integration type {integration.kind!r} is defined twice: by {owners[integration.kind]} and by {owner}. "
                "Uninstall one of them."
            )
        found[integration.kind], owners[integration.kind] = integration, owner
    return MappingProxyType(found)


def _load(entry: EntryPoint) -> AnyIntegration:
    try:
        found = entry.load()
    except Exception as error:
        raise IntegrationTypeRefused(f"{_owner(entry)}: {entry.value} cannot be loaded: {error!r}") from error
    if not isinstance(found, Integration):
        raise IntegrationTypeRefused(
            f"{_owner(entry)}: {entry.value} is not an Integration but a {type(found).__name__}"
        )
    return found


def _owner(entry: EntryPoint) -> str:
    return entry.dist.name if entry.dist else entry.value
