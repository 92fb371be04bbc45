"""Real PostgreSQL, Valkey and Temporal on this machine, from wheels: what `dialoom up` and the tests run on."""

from dialoom.stack.errors import StackError
from dialoom.stack.ports import free_port, is_free
from dialoom.stack.postgres import Postgres
from dialoom.stack.program import Program, http_answers, our_program
from dialoom.stack.progress import Progress, for_terminal
from dialoom.stack.server import Server
from dialoom.stack.signals import Stopped, stoppable
from dialoom.stack.stack import Addresses, Stack
from dialoom.stack.supervisor import BackOff, Supervisor
from dialoom.stack.temporal import Temporal
from dialoom.stack.valkey import Valkey

__all__ = [
    "Addresses",
    "BackOff",
    "Postgres",
    "Program",
    "Progress",
    "Server",
    "Stack",
    "StackError",
    "Stopped",
    "Supervisor",
    "Temporal",
    "Valkey",
    "for_terminal",
    "free_port",
    "http_answers",
    "is_free",
    "our_program",
    "stoppable",
]
