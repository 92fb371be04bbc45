"""``dialoom doctor``: the checks, with what `dialoom up` left in its folder or what the environment says."""

import json
from dataclasses import replace
from pathlib import Path

from pydantic import SecretStr
from rich.console import Console
from rich.markup import escape

from dialoom.doctor import Check, examine
from dialoom.doctor_config import DoctorConfig
from dialoom.settings import Settings, SettingsError, load
from store.migrate import current, newest


async def run(folder: Path) -> int:
    """Print every check; 1 if one of them is bad."""
    console = Console(highlight=False)
    try:
        config = _config(load(), folder)
    except SettingsError as error:
        console.print(f"[red]bad[/]  settings  {escape(str(error))}")
        return 1
    checks = await examine(config)
    for check in checks:
        _show(console, check)
    return 0 if all(check.ok for check in checks) else 1


def _show(console: Console, check: Check) -> None:
    word = "[green]ok [/]" if check.ok else "[red]bad[/]"
    console.print(f"{word}  {check.name:<14}{escape(check.detail)}", soft_wrap=True)
    if not check.ok and check.fix:
        console.print(f"     {'':<14}→ {escape(check.fix)}", soft_wrap=True)


def _config(settings: Settings, folder: Path) -> DoctorConfig:
    database = settings.database
    keys = [key.get_secret_value() for key in settings.encryption.keys] if settings.encryption else []

    async def revisions() -> tuple[str | None, str | None]:
        return await current(database.owner_url), newest()

    config = DoctorConfig(
        database_url=database.url.get_secret_value(),
        system_url=database.system_url.get_secret_value(),
        valkey_url=settings.valkey.url,
        temporal_address=settings.temporal.address,
        namespace=settings.temporal.namespace,
        api_url=settings.api.public_url,
        keys=keys,
        folder=folder,
        revisions=revisions,
        temporal_tls=settings.temporal.tls,
        temporal_api_key=settings.temporal.api_key,
        smtp=settings.smtp,
    )
    return _of_folder(config, folder) if not keys and (folder / "state.json").exists() else config


def _of_folder(config: DoctorConfig, folder: Path) -> DoctorConfig:
    """Nothing is set in the environment, so this is about what `dialoom up` runs here."""
    ports = json.loads((folder / "state.json").read_text())["ports"]
    credentials = folder / "credentials.json"
    key = json.loads(credentials.read_text())["encryption_key"] if credentials.exists() else ""
    base = f"127.0.0.1:{ports['postgres']}/dialoom"

    async def revisions() -> tuple[str | None, str | None]:
        return await current(SecretStr(f"postgresql+asyncpg://postgres@{base}")), newest()

    return replace(
        config,
        database_url=f"postgresql+asyncpg://dialoom_app@{base}",
        system_url=f"postgresql+asyncpg://dialoom_system@{base}",
        valkey_url=f"redis://127.0.0.1:{ports['valkey']}/0",
        temporal_address=f"127.0.0.1:{ports['temporal']}",
        api_url=f"http://127.0.0.1:{ports['api']}",
        keys=[key] if key else [],
        revisions=revisions,
    )
