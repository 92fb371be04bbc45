"""Integrations: what shops, payment services and other programs tell us by webhook, one module per integration type.

An integration type is an ``Integration``, in the shape of channels: ``verify`` and ``parse`` are pure, ``parse`` gives domain
events. ``INTEGRATIONS`` are ours; ``integration_types()`` also finds those of installed packages.
"""

from collections.abc import Mapping
from functools import cache

from integrations import standard_webhooks
from integrations.adapter import Delivery, DomainEvent, Integration
from integrations.errors import BadPayload, BadSignature, IntegrationError
from integrations.registry import AnyIntegration, IntegrationTypeRefused, collect

__all__ = [
    "INTEGRATIONS",
    "AnyIntegration",
    "BadPayload",
    "BadSignature",
    "Delivery",
    "DomainEvent",
    "Integration",
    "IntegrationError",
    "IntegrationTypeRefused",
    "integration_types",
]

INTEGRATIONS: tuple[AnyIntegration, ...] = (standard_webhooks.integration,)


@cache
def integration_types() -> Mapping[str, AnyIntegration]:
    """Every integration type by its kind, looked up once. Raises IntegrationTypeRefused where two claim one kind."""
    return collect(INTEGRATIONS)
