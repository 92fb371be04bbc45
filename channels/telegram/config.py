"""The settings of one connected bot."""

import hashlib
import hmac
import re
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

from ui_schema import widget


def _secret(data: dict[str, Any]) -> SecretStr:
    token: SecretStr = data["token"]
    return SecretStr(hmac.digest(token.get_secret_value().encode(), b"dialoom webhook", hashlib.sha256).hex())


class Config(BaseModel):
    """``secret`` is what Telegram sends back with every webhook; left out, it follows from the token."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, hide_input_in_errors=True)

    token: SecretStr = Field(
        title="Bot token",
        description="@BotFather shows it when you create the bot or ask it for /token. It looks like 123456789:AAH…",
        min_length=1,
        max_length=256,
        json_schema_extra=widget("password"),
    )
    keyboard: Literal["inline", "reply"] = Field(
        default="inline",
        title="Buttons",
        description="Inline: below the message. Reply: in place of the keyboard, and a press comes back as text.",
        json_schema_extra=widget("select"),
    )
    api: str = Field(
        default="https://api.telegram.org",
        title="Bot API address",
        description="Change it only if you run a Bot API server of your own.",
        pattern=r"^https?://[^\s?#]+[^\s?#/]$",
        json_schema_extra=widget("text", advanced=True),
    )
    secret: SecretStr = Field(
        default_factory=_secret,
        title="Webhook secret",
        description="Made from the token when left empty.",
        min_length=1,
        max_length=256,
        json_schema_extra=widget("password", advanced=True),
    )

    @field_validator("token")
    @classmethod
    def _token(cls, token: SecretStr) -> SecretStr:
        if not re.fullmatch(r"[A-Za-z0-9:_-]+", token.get_secret_value()):
            raise ValueError("a bot token has only letters, digits, ':', '_' and '-'")
        return token

    @field_validator("secret")
    @classmethod
    def _alphabet(cls, secret: SecretStr) -> SecretStr:
        if not re.fullmatch(r"[A-Za-z0-9_-]+", secret.get_secret_value()):
            raise ValueError("a webhook secret has only letters, digits, '_' and '-'")
        return secret
