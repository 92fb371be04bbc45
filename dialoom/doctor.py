"""Looks at everything Dialoom depends on, and says what to do about what is wrong."""

import asyncio
import shutil
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import httpx
import redis.asyncio as redis
from cryptography.fernet import Fernet
from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest, DescribeTaskQueueRequest
from temporalio.client import Client

from dialoom.stack.greetings import who_answers
from dialoom.stack.lock import FolderLock
from workflows.mail import greet
from workflows.mail_config import Smtp

CHECKOUT = Path(__file__).parents[1]
PACKAGES = ("api", "channels", "dialoom", "engine", "integrations", "nodes", "store", "ui_schema", "workflows")
QUEUES = {
    "conversations": TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    "deliver": TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,
    "calls": TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,
}
PATIENCE = timedelta(seconds=8)
OLDEST_PYTHON, OLDEST_POSTGRES = (3, 11), 18
SMALLEST_DISK = 1_000_000_000
WORST_CLOCK = timedelta(seconds=5)
PORTS = {"postgresql": 5432, "redis": 6379, "rediss": 6379, "http": 80, "https": 443}
Revisions = Callable[[], Awaitable[tuple[str | None, str | None]]]


@dataclass(frozen=True)
class DoctorConfig:
    """Where everything should be. ``revisions`` tells the database's revision and the newest one."""

    database_url: str
    system_url: str
    valkey_url: str
    temporal_address: str
    namespace: str
    api_url: str
    keys: Sequence[str]
    folder: Path
    revisions: Revisions | None = None
    temporal_tls: bool = False
    temporal_api_key: str = ""
    smtp: Smtp = field(default_factory=Smtp)


@dataclass(frozen=True)
class Check:
    """One finding, and what to do if it is a bad one."""

    name: str
    ok: bool
    detail: str
    fix: str = ""


async def examine(config: DoctorConfig) -> tuple[Check, ...]:
    """Make all checks at once; none of them takes longer than a few seconds, none of them raises."""
    return tuple(await asyncio.gather(*(_guarded(name, check, config) for name, check in CHECKS.items())))


async def _guarded(name: str, check: "Checker", config: DoctorConfig) -> Check:
    """A check that cannot even be made is a finding too, with the fix that belongs to it."""
    run, fix = check
    try:
        async with asyncio.timeout(PATIENCE.total_seconds()):
            ok, detail = await run(config)
    except TimeoutError:
        ok, detail = False, f"no answer within {PATIENCE.seconds} s"
    except Exception as error:  # noqa: BLE001  whatever keeps a check from being made is what the user has to know
        ok, detail = False, f"{type(error).__name__}: {error}".splitlines()[0]
    return Check(name, ok, detail, "" if ok else fix)


async def python(_: DoctorConfig) -> "Finding":
    """The interpreter is new enough."""
    found = sys.version_info
    return found[:2] >= OLDEST_PYTHON, f"{found.major}.{found.minor}.{found.micro} at {sys.executable}"


async def packages(_: DoctorConfig) -> "Finding":
    """Our packages have plain names: none of another distribution stands in front of them."""
    places = {name: _place(name) for name in PACKAGES if (CHECKOUT / name).is_dir()}
    wrong = [f"{name} is {place or 'missing'}" for name, place in places.items() if place != CHECKOUT / name]
    return not wrong, "; ".join(wrong) or f"all {len(places)} come from {CHECKOUT}"


def _place(name: str) -> Path | None:
    spec = find_spec(name)
    locations = list(spec.submodule_search_locations or ()) if spec else []
    return Path(locations[0]) if locations else Path(spec.origin) if spec and spec.origin else None


async def postgres(config: DoctorConfig) -> "Finding":
    """The database is there and new enough."""
    connection = await asyncpg.connect(_dsn(config.database_url))
    try:
        version = connection.get_server_version()
    finally:
        await connection.close()
    return version.major >= OLDEST_POSTGRES, f"PostgreSQL {version.major}.{version.minor}"


async def roles(config: DoctorConfig) -> "Finding":
    """The app lives under row-level security, and the system role is not more than that either."""
    app, system = await _role(config.database_url), await _role(config.system_url)
    wrong = [f"{app['rolname']} bypasses row-level security"] if app["rolsuper"] or app["rolbypassrls"] else []
    wrong += [f"{system['rolname']} is a superuser"] if system["rolsuper"] else []
    wrong += ["the app and the system use one role"] if app["rolname"] == system["rolname"] else []
    return not wrong, "; ".join(wrong) or f"{app['rolname']} and {system['rolname']}"


async def _role(url: str) -> asyncpg.Record:
    connection = await asyncpg.connect(_dsn(url))
    try:
        return await connection.fetchrow(
            "select rolname, rolsuper, rolbypassrls from pg_roles where rolname = current_user"
        )
    finally:
        await connection.close()


async def migrations(config: DoctorConfig) -> "Finding":
    """The tables are those that this code was written for."""
    if config.revisions is None:
        return True, "not looked at: the owner's address is not configured here"
    current, newest = await config.revisions()
    return current == newest, f"at {current or 'nothing'}, newest {newest}"


async def clock(config: DoctorConfig) -> "Finding":
    """This machine and the database agree on the time."""
    connection = await asyncpg.connect(_dsn(config.database_url))
    try:
        before = time.time()
        theirs = float(await connection.fetchval("select extract(epoch from clock_timestamp())"))
        apart = abs(theirs - (before + time.time()) / 2)
    finally:
        await connection.close()
    return apart <= WORST_CLOCK.total_seconds(), f"{apart:.1f} s from the database's"


async def valkey(config: DoctorConfig) -> "Finding":
    """Valkey, or Redis, answers."""
    client = redis.Redis.from_url(config.valkey_url)
    try:
        info = await client.info("server")
    finally:
        await client.aclose()
    return True, f"{info.get('server_name', 'redis')} {info.get('valkey_version', info['redis_version'])}"


async def temporal(config: DoctorConfig) -> "Finding":
    """Temporal answers and has our namespace."""
    client = await _temporal(config)
    answer = await client.workflow_service.describe_namespace(DescribeNamespaceRequest(namespace=config.namespace))
    days = answer.config.workflow_execution_retention_ttl.ToTimedelta().days
    return True, f"namespace {config.namespace}, history kept for {days} days"


async def workers(config: DoctorConfig) -> "Finding":
    """Somebody takes the work off each queue."""
    client = await _temporal(config)
    counts = {queue: await _pollers(client, config.namespace, queue, kind) for queue, kind in QUEUES.items()}
    return all(counts.values()), ", ".join(f"{queue}: {count}" for queue, count in counts.items())


async def _pollers(client: Client, namespace: str, queue: str, kind: TaskQueueType.ValueType) -> int:
    request = DescribeTaskQueueRequest(namespace=namespace, task_queue=TaskQueue(name=queue), task_queue_type=kind)
    return len((await client.workflow_service.describe_task_queue(request)).pollers)


async def _temporal(config: DoctorConfig) -> Client:
    key = config.temporal_api_key or None
    return await Client.connect(
        config.temporal_address, namespace=config.namespace, tls=config.temporal_tls, api_key=key
    )


async def api(config: DoctorConfig) -> "Finding":
    """The API says that it is well."""
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.get(f"{config.api_url.rstrip('/')}/health")
    return answer.is_success, f"{answer.status_code} from {answer.url}"


async def keys(config: DoctorConfig) -> "Finding":
    """Credentials can be encrypted; the keys themselves are never shown."""
    bad = [number for number, key in enumerate(config.keys, 1) if not _is_key(key)]
    if bad or not config.keys:
        return False, f"not a key: number {', '.join(map(str, bad))}" if bad else "there is none"
    return True, f"{len(config.keys)}, the first one encrypts"


def _is_key(key: str) -> bool:
    try:
        Fernet(key)
    except ValueError:
        return False
    return True


async def email(config: DoctorConfig) -> "Finding":
    """The mail server lets us in; nothing is sent."""
    return True, await greet(config.smtp) if config.smtp.host else "not set up: no flow sends e-mail"


async def disk(config: DoctorConfig) -> "Finding":
    """There is room to write."""
    place = next(path for path in (config.folder.absolute(), *config.folder.absolute().parents) if path.exists())
    free = shutil.disk_usage(place).free
    return free >= SMALLEST_DISK, f"{free / 1e9:.1f} GB free at {place}"


async def lock(config: DoctorConfig) -> "Finding":
    """No killed run left servers behind."""
    holder = FolderLock(config.folder / "lock").holder()
    if holder is None:
        return True, "no local servers run here"
    return holder.alive, f"process {holder.pid} {'runs' if holder.alive else 'was killed and left its lock'}"


async def ports(config: DoctorConfig) -> "Finding":
    """What listens at our addresses speaks the right language."""
    places = {"PostgreSQL": config.database_url, "Valkey": config.valkey_url, "API": config.api_url}
    places["Temporal"] = f"grpc://{config.temporal_address}"
    answers = {kind: await who_answers(kind, *_address(url)) for kind, url in places.items() if _in_clear(url, config)}
    strangers = [f"{kind}'s {places[kind].split('@')[-1]}" for kind, who in answers.items() if who == "somebody else"]
    return not strangers, "another program answers at " + ", ".join(strangers) if strangers else "no strangers"


def _in_clear(url: str, config: DoctorConfig) -> bool:
    return urlsplit(url).scheme not in {"https", "rediss"} and not (url.startswith("grpc") and config.temporal_tls)


def _address(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    return parts.hostname or "127.0.0.1", parts.port or PORTS.get(parts.scheme.partition("+")[0], 7233)


def _dsn(url: str) -> str:
    return url.replace("postgresql+asyncpg:", "postgresql:", 1)


Finding = tuple[bool, str]
Checker = tuple[Callable[[DoctorConfig], Awaitable[Finding]], str]
CHECKS: dict[str, Checker] = {
    "Python": (python, "Use Python 3.11 or newer: `make .venv` finds one."),
    "Packages": (packages, "Put the checkout first on PYTHONPATH, or uninstall the package that has the same name."),
    "Keys": (keys, "Set DIALOOM_ENCRYPTION__KEYS to a JSON list of keys, newest first; `dialoom keys new` prints one."),
    "Disk": (disk, "Make room, or move the folder: PostgreSQL stops when the disk is full."),
    "Lock": (lock, "Run `make up` again: it stops what the killed run left and takes the lock."),
    "Ports": (
        ports,
        "Stop the other program, or change the address in the settings; `make up` takes free ports itself.",
    ),
    "PostgreSQL": (postgres, "Start PostgreSQL 18 or newer and check DIALOOM_DATABASE__URL; locally: `make up`."),
    "Roles": (roles, "Run `dialoom migrate` with the owner's address; both roles must be plain logins of their own."),
    "Migrations": (migrations, "Run `dialoom migrate`, before the new API and workers start."),
    "Clock": (clock, "Let both machines keep time by NTP."),
    "Valkey": (valkey, "Start Valkey and check DIALOOM_VALKEY__URL; without it screens update late, nothing is lost."),
    "Temporal": (
        temporal,
        "Start Temporal, check DIALOOM_TEMPORAL__ADDRESS, and create the namespace if it is missing.",
    ),
    "E-mail": (
        email,
        "Check DIALOOM_SMTP__HOST, __PORT, __SECURITY, __USERNAME and __PASSWORD; until it works, e-mails of flows fail.",
    ),
    "Workers": (workers, "Start a worker: `dialoom worker`. Until then messages wait in the database, unanswered."),
    "API": (api, "Start the API: `dialoom api`, and check DIALOOM_API__HOST and DIALOOM_API__PORT."),
}
