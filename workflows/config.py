"""What the worker and its clients must be told."""

from datetime import timedelta

from pydantic import BaseModel, ConfigDict, Field

from engine import Duration


class Temporal(BaseModel):
    """Where Temporal is. ``web`` is the address of its UI, for links."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    address: str = "127.0.0.1:7233"
    namespace: str = "dialoom"
    web: str = "http://127.0.0.1:8233"
    tls: bool = False
    api_key: str = ""


class Valkey(BaseModel):
    """Holds nothing that cannot be lost: hints for open screens."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str = "redis://127.0.0.1:6379/0"


class Worker(BaseModel):
    """``sends_at_once`` bounds how many messages a kill of this process can leave in doubt."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sandbox: bool = False
    turns_at_once: int = Field(20, ge=2, description="workflow tasks and turns that run at the same time")
    sends_at_once: int = Field(20, ge=1, description="first attempts to send that are under way at the same time")
    calls_at_once: int = Field(50, ge=1)
    deliveries_at_once: int = Field(50, ge=1)
    cached_conversations: int = Field(2_000, ge=10, description="workflows kept in memory between their turns")
    cached_flows: int = Field(256, ge=1)
    first_send: Duration = Field(timedelta(seconds=4), description="how long a turn itself waits for a provider")
    lease: Duration = Field(timedelta(seconds=10), description="an attempt to send that is older has died")
    deliver_for: Duration = Field(timedelta(hours=24), description="after this an unsent message has failed")
    sweep_every: Duration = Field(timedelta(seconds=2))
    bulk_per_second: int = Field(20, ge=1, description="starts a second of all bulk starts of one workspace")
    bulk_in_line: int = Field(
        50, ge=1, description="bulk starts of one workspace that wait for a worker at the same time: live messages pass"
    )
    schedule_look_back: Duration = Field(
        timedelta(hours=1), description="a schedule that came while no worker ran is made up for if it is no older"
    )
    loop_messages: int = Field(
        200, ge=0, description="more messages in one conversation within `loop_within` are two bots; 0 is no limit"
    )
    loop_within: Duration = Field(timedelta(minutes=5))
    keep_webhooks: Duration = Field(timedelta(days=30), description="older webhooks are thrown away")
    grace: Duration = Field(timedelta(seconds=10), description="how long a stopping worker finishes what it began")
    allow_private: tuple[str, ...] = Field(
        (), description="host:port that HTTP nodes and webhooks may reach on private networks"
    )
    api_url: str = Field("http://127.0.0.1:8000", description="for links from Temporal's UI to a run")

    @property
    def allowed(self) -> frozenset[tuple[str, int]]:
        """``allow_private`` as hosts and ports."""
        pairs = (one.rpartition(":") for one in self.allow_private)
        return frozenset((host, int(port)) for host, _, port in pairs)
