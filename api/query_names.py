"""Parameters in the address of an order that takes none: left out in silence, a slip would change what is done."""

from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from api.problems import Fault, Refused


def body_only(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """A guard: what is said of the order stands in its body."""
    if found := sorted(connection.query_params):
        faults = [Fault(message=f"the address takes no {name!r}: say it in the JSON body", path=name) for name in found]
        raise Refused("invalid-request", "see errors", faults)
