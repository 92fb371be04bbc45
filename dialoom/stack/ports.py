"""Ports on the loopback address: which are free, and which one to take."""

import errno
import socket
from collections.abc import Collection, Iterable

HOST = "127.0.0.1"


def free_port() -> int:
    """A port that nobody listens on right now, chosen by the kernel."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def is_free(port: int) -> bool:
    """Whether a server could listen here; connections that are only winding down do not count."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            if error.errno in {errno.EADDRINUSE, errno.EACCES}:
                return False
            raise
    return True


def accepts(port: int, host: str = HOST) -> bool:
    """Whether something listens here and takes a connection."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((host, port)) == 0


def choose(wishes: Iterable[int], taken: Collection[int] = ()) -> int:
    """The first wish that is free and not promised to somebody else, or else any free port."""
    for port in wishes:
        if port not in taken and is_free(port):
            return port
    port = free_port()
    while port in taken:
        port = free_port()
    return port
