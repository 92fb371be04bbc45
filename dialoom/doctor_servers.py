"""What the doctor asks of the servers that Dialoom depends on, and of its own."""

import time
from datetime import timedelta
from urllib.parse import urlsplit

import asyncpg
import httpx
import redis.asyncio as redis
from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest, DescribeTaskQueueRequest
from temporalio.client import Client

from dialoom.doctor_config import DoctorConfig, Finding
from dialoom.stack.greetings import who_answers
from workflows.mail import greet

QUEUES = {
    "conversations": TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    "deliver": TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,
    "calls": TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,
}
OLDEST_POSTGRES = 18
WORST_CLOCK = timedelta(seconds=5)
PORTS = {"postgresql": 5432, "redis": 6379, "rediss": 6379, "http": 80, "https": 443}


async def postgres(config: DoctorConfig) -> Finding:
    """The database is there and new enough."""
    connection = await asyncpg.connect(_dsn(config.database_url))
    try:
        version = connection.get_server_version()
    finally:
        await connection.close()
    return version.major >= OLDEST_POSTGRES, f"PostgreSQL {version.major}.{version.minor}"


async def roles(config: DoctorConfig) -> Finding:
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


async def migrations(config: DoctorConfig) -> Finding:
    """The tables are those that this code was written for."""
    if config.revisions is None:
        return True, "not looked at: the owner's address is not configured here"
    current, newest = await config.revisions()
    return current == newest, f"at {current or 'nothing'}, newest {newest}"


async def clock(config: DoctorConfig) -> Finding:
    """This machine and the database agree on the time."""
    connection = await asyncpg.connect(_dsn(config.database_url))
    try:
        before = time.time()
        theirs = float(await connection.fetchval("select extract(epoch from clock_timestamp())"))
        apart = abs(theirs - (before + time.time()) / 2)
    finally:
        await connection.close()
    return apart <= WORST_CLOCK.total_seconds(), f"{apart:.1f} s from the database's"


async def valkey(config: DoctorConfig) -> Finding:
    """Valkey, or Redis, answers."""
    client = redis.Redis.from_url(config.valkey_url)
    try:
        info = await client.info("server")
    finally:
        await client.aclose()
    return True, f"{info.get('server_name', 'redis')} {info.get('valkey_version', info['redis_version'])}"


async def temporal(config: DoctorConfig) -> Finding:
    """Temporal answers and has our namespace."""
    client = await _temporal(config)
    answer = await client.workflow_service.describe_namespace(DescribeNamespaceRequest(namespace=config.namespace))
    days = answer.config.workflow_execution_retention_ttl.ToTimedelta().days
    return True, f"namespace {config.namespace}, history kept for {days} days"


async def workers(config: DoctorConfig) -> Finding:
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


async def api(config: DoctorConfig) -> Finding:
    """The API says that it is well."""
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.get(f"{config.api_url.rstrip('/')}/health")
    return answer.is_success, f"{answer.status_code} from {answer.url}"


async def email(config: DoctorConfig) -> Finding:
    """The mail server lets us in; nothing is sent."""
    return True, await greet(config.smtp) if config.smtp.host else "not set up: no flow sends e-mail"


async def ports(config: DoctorConfig) -> Finding:
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
