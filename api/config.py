"""What the HTTP API must be told."""

from pydantic import BaseModel, ConfigDict, Field


class Api(BaseModel):
    """``public_url`` is where platforms and browsers reach us: it is in webhook addresses and in links.

    ``behind_proxy`` believes the last entry of ``X-Forwarded-For``; without a proxy that sets it, anybody could.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = "127.0.0.1"
    port: int = Field(8000, ge=1, le=65_535)
    public_url: str = Field("http://127.0.0.1:8000", pattern=r"^https?://[^/]+$")
    max_hook_bytes: int = Field(1024 * 1024, ge=1024, description="the largest webhook that is read")
    max_body_bytes: int = Field(4 * 1024 * 1024, ge=1024, description="the largest request that is read")
    cors_origins: tuple[str, ...] = Field((), description="web pages of other origins that may call the API")
    behind_proxy: bool = Field(False, description="visitors' addresses are in X-Forwarded-For")
