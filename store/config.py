"""What the store must be told."""

from typing import Annotated

from cryptography.fernet import Fernet
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr


def _is_fernet_key(key: SecretStr) -> SecretStr:
    try:
        Fernet(key.get_secret_value())
    except ValueError:
        raise ValueError("must be 32 random bytes in url-safe base64, as `dialoom` prints them") from None
    return key


class Database(BaseModel):
    """``url`` connects as the app (row-level security holds), ``system_url`` as the role that may look across
    workspaces, ``owner_url`` as who owns the tables; only migrations use the last."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    url: SecretStr = SecretStr("postgresql+asyncpg://dialoom_app@127.0.0.1:5432/dialoom")
    system_url: SecretStr = SecretStr("postgresql+asyncpg://dialoom_system@127.0.0.1:5432/dialoom")
    owner_url: SecretStr = SecretStr("postgresql+asyncpg://postgres@127.0.0.1:5432/dialoom")
    pool: int = Field(10, ge=1)


class Budget(BaseModel):
    """Of what models may use up. None is no limit; 0 allows nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    tokens: int | None = Field(None, ge=0)
    cost: float | None = Field(None, ge=0)


class Encryption(BaseModel):
    """``keys``: newest first; the first one encrypts, all of them decrypt.

    ``pepper`` goes into the digests of API keys: to change it is to void them all.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    keys: tuple[Annotated[SecretStr, AfterValidator(_is_fernet_key)], ...] = Field(min_length=1)
    pepper: SecretStr = SecretStr("")
