"""The HTTP client for addresses that customers set: it refuses private networks before it connects.

The backend resolves once, checks every address and connects to a checked one, so a name that changes its address between
check and use finds no gap; TLS and the Host header keep the name. Redirects and environment proxies are off.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Collection, Iterable
from typing import Any, TypeAlias

import httpcore
import httpx

Allowed: TypeAlias = Collection[tuple[str, int]]
Resolver: TypeAlias = Callable[[str, int], Awaitable[list[str]]]
Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

PORTS = frozenset({80, 443, 8080, 8443})
LOOK_UP_SECONDS = 2.0
LEAVE = "the operator may allow it by DIALOOM_WORKER__ALLOW_PRIVATE"
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_public(text: str) -> bool:
    """Whether the address belongs to the public internet. ``is_global`` alone lets embedded and site-local ones pass."""
    address = ipaddress.ip_address(text)
    if isinstance(address, ipaddress.IPv6Address):
        if address.teredo or address.is_site_local:
            return False
        if inner := _embedded(address):
            return is_public(str(inner))
    return address.is_global and not address.is_multicast and not address.is_reserved


def _embedded(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


async def system_resolver(host: str, port: int) -> list[str]:
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """``allow`` names host and port pairs that may be private, for test servers and services of the operator."""

    def __init__(self, allow: Allowed = (), resolve: Resolver = system_resolver) -> None:
        self._inner, self._allow, self._resolve = httpcore.AnyIOBackend(), frozenset(allow), resolve

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature is httpcore's
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        addresses = await self._checked(host, port)
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for one in addresses:
            try:
                return await self._inner.connect_tcp(one, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    async def _checked(self, host: str, port: int) -> list[str]:
        try:
            addresses = await self._resolve(host, port)
        except OSError as error:
            raise httpcore.ConnectError(f"the name {host} cannot be resolved") from error
        if why := _refused(host, port, addresses, self._allow):
            raise httpcore.ConnectError(why)
        return addresses

    async def connect_unix_socket(
        self,
        path: str,  # noqa: ARG002 - the signature is httpcore's, as below
        timeout: float | None = None,  # noqa: ARG002, ASYNC109
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002
    ) -> httpcore.AsyncNetworkStream:
        raise httpcore.ConnectError("unix sockets are not allowed")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


async def why_not(url: str, allow: Allowed = (), resolve: Resolver = system_resolver) -> str | None:
    """Why calls of this address would be refused. Of a name that leads nowhere at this moment only the calls will tell."""
    try:
        place = httpx.URL(url)
    except httpx.InvalidURL as error:
        return str(error)
    port = place.port or (443 if place.scheme == "https" else 80)
    try:
        async with asyncio.timeout(LOOK_UP_SECONDS):
            addresses = await resolve(place.host, port)
    except (OSError, UnicodeError):  # a name that is none, or nobody answers in time
        addresses = []
    return _refused(place.host, port, addresses, allow)


def _refused(host: str, port: int, addresses: Iterable[str], allow: Allowed) -> str | None:
    if (host, port) in allow:
        return None
    if port not in PORTS:
        return f"port {port} is not allowed: {LEAVE}"
    if any(not is_public(one) for one in addresses):
        return f"{host} is a private address, which is not called: {LEAVE}"
    return None


def guarded_client(allow: Allowed = (), resolve: Resolver = system_resolver) -> httpx.AsyncClient:
    transport = httpx.AsyncHTTPTransport(retries=0, limits=httpx.Limits(max_connections=100))
    # Private in httpx 0.28; the pin in pyproject.toml and the test of this module move together.
    transport._pool._network_backend = GuardedBackend(allow, resolve)  # noqa: SLF001
    return httpx.AsyncClient(
        transport=transport, follow_redirects=False, trust_env=False, timeout=httpx.Timeout(15, connect=5)
    )
