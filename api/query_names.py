"""Parameters of an address that an order does not have: left out in silence, a slip of the keys would change what is done."""

from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from litestar.types import Guard

from api.problems import Fault, Refused


def only(*names: str) -> Guard:
    """A guard: the address has none but these parameters."""

    def refuse(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
        unknown = sorted(set(connection.query_params) - set(names))
        if unknown:
            faults = [Fault(message=_told(name, names), path=name) for name in unknown]
            raise Refused("invalid-request", "see errors", faults)

    return refuse


def _told(name: str, names: tuple[str, ...]) -> str:
    return (
        f"unknown parameter {name!r}; there are {', '.join(names)}"
        if names
        else f"unknown parameter {name!r}: there are none"
    )
