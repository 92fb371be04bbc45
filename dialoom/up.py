"""``dialoom up``: the whole system on this machine, from nothing to a bot that answers."""

import asyncio
import json
import os
from collections.abc import Mapping
from pathlib import Path

from dialoom.bootstrap import Credentials, ensure_demo, ensure_workspace
from dialoom.settings import SettingsError, load
from dialoom.stack import (
    Addresses,
    Progress,
    Stack,
    Stopped,
    Supervisor,
    for_terminal,
    http_answers,
    our_program,
    stoppable,
)
from store.config import Database
from store.migrate import prepare

OURS = frozenset({
    "DIALOOM_DATABASE__URL", "DIALOOM_DATABASE__SYSTEM_URL", "DIALOOM_DATABASE__OWNER_URL", "DIALOOM_VALKEY__URL",
    "DIALOOM_TEMPORAL__ADDRESS", "DIALOOM_TEMPORAL__NAMESPACE", "DIALOOM_TEMPORAL__WEB", "DIALOOM_ENCRYPTION__PEPPER",
})  # fmt: skip
REACHED = ("127.0.0.1", "0.0.0.0")  # noqa: S104 - the addresses to listen on at which this machine reaches itself


def run(folder: Path) -> int:
    """Until Ctrl-C. The data stays in the folder."""
    progress, stack = for_terminal(), Stack(folder, wanted=wanted_ports(os.environ))
    with stoppable():
        try:
            _serve(stack, progress)
        except Stopped:
            progress.say("Stopping. Data stays for the next start.")
        finally:
            stack.stop(progress)
    return 0


def _serve(stack: Stack, progress: Progress) -> None:
    addresses = stack.start(progress)
    database = database_of(addresses)
    with progress.step("Preparing the database"):
        asyncio.run(prepare(database))
    with progress.step("Preparing the demo workspace"):
        credentials = asyncio.run(ensure_workspace(database, Credentials.of(stack.folder)))
    environment = environment_of(addresses, credentials)
    programs = [  # the worker first: it gets ready while the API, which is waited for, starts
        our_program("worker", stack.folder, environment),
        our_program("api", stack.folder, environment, ready=http_answers(f"{addresses.api_url}/health")),
    ]
    for program in programs:
        stack.adopt(program)
    supervisor = Supervisor(stack.servers, progress.say, changed=stack.record)
    with progress.step("Starting the API and a worker"):
        supervisor.start()
    with progress.step("Publishing the example flows"):
        chat = asyncio.run(ensure_demo(addresses.api_url, credentials))
    progress.say(_welcome(addresses, credentials, chat, stack.folder))
    supervisor.run()


def wanted_ports(environment: Mapping[str, str]) -> dict[str, int]:
    """Where the caller wants the API; raises SettingsError for what would lead away from the servers that are started here."""
    if set_ := sorted(OURS & environment.keys()):
        raise SettingsError(
            f"`dialoom up` starts servers of its own and says itself where they are: unset {', '.join(set_)}, "
            "or run `dialoom api` and `dialoom worker` on your servers"
        )
    api = load(environment).api
    if api.host not in REACHED:
        raise SettingsError(f"DIALOOM_API__HOST: with `dialoom up` it is {' or '.join(REACHED)}, not {api.host!r}")
    return {"api": api.port} if "DIALOOM_API__PORT" in environment else {}


def database_of(addresses: Addresses) -> Database:
    """The three roles of the embedded PostgreSQL, which trusts this machine."""
    scheme = "postgresql+asyncpg"
    return Database.model_validate(
        {
            "url": addresses.postgres_url("dialoom_app", scheme=scheme),
            "system_url": addresses.postgres_url("dialoom_system", scheme=scheme),
            "owner_url": addresses.postgres_url("postgres", scheme=scheme),
        }
    )


def environment_of(addresses: Addresses, credentials: Credentials) -> Mapping[str, str]:
    """The settings of the API and the worker; what the caller has set in the environment goes first."""
    database = database_of(addresses)
    ours = {
        "DIALOOM_DATABASE__URL": database.url.get_secret_value(),
        "DIALOOM_DATABASE__SYSTEM_URL": database.system_url.get_secret_value(),
        "DIALOOM_DATABASE__OWNER_URL": database.owner_url.get_secret_value(),
        "DIALOOM_ENCRYPTION__KEYS": json.dumps([credentials.encryption_key]),
        "DIALOOM_ENCRYPTION__PEPPER": credentials.pepper,
        "DIALOOM_VALKEY__URL": addresses.valkey_url,
        "DIALOOM_TEMPORAL__ADDRESS": addresses.temporal_address,
        "DIALOOM_TEMPORAL__NAMESPACE": addresses.namespace,
        "DIALOOM_TEMPORAL__WEB": addresses.temporal_ui_url,
        "DIALOOM_API__PORT": str(addresses.api_port),
        "DIALOOM_API__PUBLIC_URL": addresses.api_url,
    }
    return {**ours, **{name: value for name, value in os.environ.items() if name.startswith("DIALOOM_")}}


def _welcome(addresses: Addresses, credentials: Credentials, chat: str, folder: Path) -> str:
    return f"""
Dialoom is up.

  Chat with the demo bot   {chat}
  API                      {addresses.api_url}/api/v1   (reference: {addresses.api_url}/schema)
  API key                  {credentials.api_key}   (bootstrap owner; kept in {folder}/credentials.json)
  Temporal UI              {addresses.temporal_ui_url}
  Logs                     {folder}/logs

Try:  say "order" in the chat, or run  .venv/bin/python -m dialoom play examples/order-bot.json
Stop: Ctrl-C. Data stays in {folder} for the next start.
"""
