"""Starts and stops the whole stack after giving up root's rights; run by test_accounts.py.

Python is loaded first and the rights are dropped then, because the interpreter may lie below a folder of root's.
"""

import os
import pwd
import socket
import sys
from pathlib import Path

from dialoom.stack import Stack, for_terminal, free_port
from dialoom.stack.state import State
from dialoom.stack.wheels import script

NAMES = ("postgres", "valkey", "temporal", "temporal_ui", "api")


def main(home: Path) -> None:
    nobody = pwd.getpwnam("nobody")
    load_all()
    os.setgroups([])
    os.setgid(nobody.pw_gid)
    os.setuid(nobody.pw_uid)
    place = home / ".dialoom"
    place.mkdir()
    State(ports={name: free_port() for name in NAMES}).save(place / "state.json")
    with Stack(place, durable=False) as stack:
        stack.start(for_terminal())
        assert all(server.alive() for server in stack.servers)
    print(f"ran as {os.getuid()}")


def load_all() -> None:
    """Make Python load what it loads late."""
    script("temporal")
    socket.getaddrinfo("127.0.0.1", 1)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
