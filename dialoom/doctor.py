"""Looks at everything Dialoom depends on, and says what to do about what is wrong."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, replace
from datetime import timedelta

from dialoom import doctor_here as here
from dialoom import doctor_servers as servers
from dialoom.doctor_config import DoctorConfig, Finding

PATIENCE = timedelta(seconds=8)


@dataclass(frozen=True)
class Check:
    """One finding, and what to do if it is a bad one."""

    name: str
    ok: bool
    detail: str
    fix: str = ""


@dataclass(frozen=True)
class Look:
    """How to look at something, and what to do about it: if it is bad, and, where that is something else, if it cannot be
    seen. ``needs`` is the check that has to be well first: until it is, no other advice would help."""

    at: Callable[[DoctorConfig], Awaitable[Finding]]
    fix: str
    unseen: str = ""
    needs: str = ""


async def examine(config: DoctorConfig) -> tuple[Check, ...]:
    """Make all checks at once; none of them takes longer than a few seconds, none of them raises."""
    found = await asyncio.gather(*(_guarded(name, look, config) for name, look in CHECKS.items()))
    bad = {check.name for check in found if not check.ok}
    return tuple(_in_order(check, bad) for check in found)


async def _guarded(name: str, look: Look, config: DoctorConfig) -> Check:
    """A check that cannot even be made is a finding too, with the fix that belongs to it."""
    fix = look.unseen or look.fix
    try:
        async with asyncio.timeout(PATIENCE.total_seconds()):
            ok, detail = await look.at(config)
            fix = look.fix
    except TimeoutError:
        ok, detail = False, f"no answer within {PATIENCE.seconds} s"
    except Exception as error:  # noqa: BLE001  whatever keeps a check from being made is what the user has to know
        ok, detail = False, f"{type(error).__name__}: {error}".splitlines()[0]
    return Check(name, ok, detail, "" if ok else fix)


def _in_order(check: Check, bad: Collection[str]) -> Check:
    needs = CHECKS[check.name].needs
    return replace(check, fix=f"Mend {needs} first.") if not check.ok and needs in bad else check


CHECKS: dict[str, Look] = {
    "Python": Look(here.python, "Use Python 3.11 or newer: `make .venv` finds one."),
    "Packages": Look(
        here.packages, "Put the checkout first on PYTHONPATH, or uninstall the package that has the same name."
    ),
    "Keys": Look(
        here.keys,
        "Set DIALOOM_ENCRYPTION__KEYS to a JSON list of keys, newest first; `dialoom keys new` prints one.",
    ),
    "Disk": Look(here.disk, "Make room, or move the folder: PostgreSQL stops when the disk is full."),
    "Lock": Look(here.lock, "Run `make up` again: it stops what the killed run left and takes the lock."),
    "Ports": Look(
        servers.ports,
        "Stop the other program, or change the address in the settings; `make up` takes free ports itself.",
    ),
    "PostgreSQL": Look(
        servers.postgres,
        "Upgrade to PostgreSQL 18 or newer.",
        "Start PostgreSQL 18 or newer and check DIALOOM_DATABASE__URL, with user and password; `dialoom migrate` makes a "
        "role that is missing. Locally: `make up`; of one that runs, name the folder with --folder.",
    ),
    "Roles": Look(
        servers.roles,
        "Run `dialoom migrate` with the owner's address; both roles must be plain logins of their own.",
        "Check DIALOOM_DATABASE__SYSTEM_URL, with user and password; `dialoom migrate` makes a role that is missing.",
        needs="PostgreSQL",
    ),
    "Migrations": Look(
        servers.migrations,
        "Run `dialoom migrate`, before the new API and workers start.",
        "Check DIALOOM_DATABASE__OWNER_URL, with user and password: tables are looked at as their owner.",
        needs="PostgreSQL",
    ),
    "Clock": Look(servers.clock, "Let both machines keep time by NTP.", needs="PostgreSQL"),
    "Valkey": Look(
        servers.valkey,
        "Start Valkey and check DIALOOM_VALKEY__URL; without it screens update late, nothing is lost.",
    ),
    "Temporal": Look(
        servers.temporal,
        "Start Temporal, check DIALOOM_TEMPORAL__ADDRESS, and create the namespace if it is missing.",
    ),
    "E-mail": Look(
        servers.email,
        "Check DIALOOM_SMTP__HOST, __PORT, __SECURITY, __USERNAME and __PASSWORD; until it works, e-mails of flows fail.",
    ),
    "Workers": Look(
        servers.workers,
        "Start a worker: `dialoom worker`. Until then messages wait in the database, unanswered.",
        needs="Temporal",
    ),
    "API": Look(servers.api, "Start the API: `dialoom api`, and check DIALOOM_API__HOST and DIALOOM_API__PORT."),
}
