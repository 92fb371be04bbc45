"""Commands that run Dialoom."""

import asyncio
import signal
from pathlib import Path
from typing import Annotated

import typer

Folder = Annotated[Path, typer.Option(help="where data, logs and credentials are kept")]


def register(app: typer.Typer) -> None:
    for command in (up, api, worker, migrate):
        app.command()(command)


def up(folder: Folder = Path(".dialoom")) -> None:
    """Start everything on this machine, without Docker: PostgreSQL, Valkey, Temporal with its UI, the API and a worker.

    The first start makes a demo workspace with three example flows and a web chat. Ctrl-C stops all; data stays for the
    next start.
    """
    from dialoom.up import run

    raise typer.Exit(run(folder))


def api(
    host: Annotated[str, typer.Option(help="address to listen on; default: DIALOOM_API__HOST")] = "",
    port: Annotated[int, typer.Option(help="port to listen on; default: DIALOOM_API__PORT")] = 0,
    processes: Annotated[int, typer.Option(min=1, help="how many processes serve")] = 1,
) -> None:
    """Serve the HTTP API, the webhooks and the web chat."""
    from granian import Granian
    from granian.constants import Interfaces

    from dialoom.settings import load

    settings = load()
    settings.keys  # noqa: B018 - says at once, and once, what is missing
    Granian(
        "dialoom.app:create",
        factory=True,
        address=host or settings.api.host,
        port=port or settings.api.port,
        interface=Interfaces.ASGI,
        workers=processes,
        log_access=False,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    ).serve()


def worker() -> None:
    """Run conversations: turns, deliveries and calls. Start as many of these processes as the load needs."""
    from dialoom.app import working
    from dialoom.logs import set_up_logging
    from dialoom.run_main import run_main
    from dialoom.settings import load

    settings = load()

    async def work() -> int:
        set_up_logging()
        stop = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        async with working(settings):
            print("worker: ready", flush=True)
            await stop.wait()
        return 0

    raise typer.Exit(run_main(work()))


def migrate(
    to: Annotated[str, typer.Option(help="revision to go to; `head` is the newest")] = "head",
    down: Annotated[
        bool, typer.Option("--down", help="go back to that revision: tables and their rows are dropped")
    ] = False,
) -> None:
    """Create the database roles and bring the tables up to date. Run it before a new version of the API and workers."""
    from dialoom.run_main import run_main
    from dialoom.settings import load
    from store.migrate import current, downgrade, prepare

    database = load().database

    async def go() -> int:
        await (downgrade(database.owner_url, to) if down else prepare(database, to))
        print(f"database: {await current(database.owner_url) or 'empty'}")
        return 0

    raise typer.Exit(run_main(go()))
