"""The only place that reads the environment. Each part gets its own small model, never the whole."""

from collections.abc import Iterator, Mapping
from os import environ
from pathlib import Path
from typing import get_origin

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from api.config import Api
from engine.problems import said_by
from store.config import Database, Encryption
from workflows.ai_config import Ai
from workflows.config import Temporal, Valkey, Worker
from workflows.mail_config import Smtp

PREFIX, NESTED = "DIALOOM_", "__"


class SettingsError(Exception):
    """The environment cannot be used; the text says which names and why."""


class Cli(BaseModel):
    """Which Dialoom `import` and `export` talk to. `make up` leaves both in `.dialoom/credentials.json`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str = ""
    key: str = ""


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter=NESTED, extra="forbid", frozen=True, hide_input_in_errors=True
    )

    ai: Ai = Ai()
    api: Api = Api()
    cli: Cli = Cli()
    database: Database = Database()
    encryption: Encryption | None = Field(None, description="`dialoom keys new` prints a fresh key")
    nodes_dir: Path | None = Field(None, description="loose Python files, each with a node type in it")
    smtp: Smtp = Smtp()
    temporal: Temporal = Temporal()
    valkey: Valkey = Valkey()
    worker: Worker = Worker()

    @property
    def keys(self) -> Encryption:
        if self.encryption is None:
            raise SettingsError(
                "DIALOOM_ENCRYPTION__KEYS is not set: credentials cannot be kept. "
                "Make a key with `python -m dialoom keys new` and set it to a JSON list of keys, newest first."
            )
        return self.encryption


def names(model: type[BaseModel] = Settings, prefix: str = PREFIX) -> Iterator[str]:
    """Every variable that is read, for the documentation and for finding typing mistakes."""
    for name, field in model.model_fields.items():
        if nested := _nested(field.annotation):
            yield from names(nested, f"{prefix}{name.upper()}{NESTED}")
        else:
            yield prefix + name.upper()


def _nested(annotation: object) -> type[BaseModel] | None:
    if get_origin(annotation) is dict:  # its keys are the operator's: it is given whole, as JSON
        return None
    options = getattr(annotation, "__args__", (annotation,))
    models = (one for one in options if isinstance(one, type) and issubclass(one, BaseModel))
    return next(models, None)


def load(environment: Mapping[str, str] = environ) -> Settings:
    """The settings, or an error: a variable with our prefix that nothing reads is a typing mistake."""
    ours = {name for name in environment if name.startswith(PREFIX)}
    if unknown := sorted(ours - set(names())):
        raise SettingsError(f"unknown settings: {', '.join(unknown)}. Known are: {', '.join(sorted(names()))}")
    try:
        return Settings()
    except ValidationError as error:
        problems = (f"{PREFIX}{NESTED.join(map(str, path)).upper()}: {why}" for path, why in said_by(error))
        raise SettingsError("; ".join(problems)) from None
