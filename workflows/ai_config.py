"""What the worker must be told of language models: connections to endpoints, their prices, and what may be spent."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, AnyHttpUrl, BaseModel, ConfigDict, Field, SecretStr, TypeAdapter

from store.config import Budget
from store.states import AiScope

DEFAULT, TRANSCRIBE = "default", "transcribe"
_URL: TypeAdapter[AnyHttpUrl] = TypeAdapter(AnyHttpUrl)


def _is_url(text: str) -> str:
    return str(_URL.validate_python(text)).rstrip("/")


class AiConnection(BaseModel):
    """One model at one OpenAI-compatible endpoint. Prices are per million tokens, in the currency of the budgets;
    ``price_minute`` is for models that are billed by the length of a recording.

    ``secret`` names the secret of each workspace that is its key; ``api_key`` is one key for all of them. With neither
    the endpoint is asked without a key.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    base_url: Annotated[str, AfterValidator(_is_url)] = "https://api.openai.com/v1"
    model: str = Field(min_length=1, max_length=200)
    api_key: SecretStr = SecretStr("")
    secret: str = ""
    price_in: float = Field(0, ge=0)
    price_out: float = Field(0, ge=0)
    price_minute: float = Field(0, ge=0)
    structured: Literal["json_schema", "json_object"] = "json_schema"
    limit_by: Literal["max_completion_tokens", "max_tokens"] = "max_completion_tokens"

    def cost(self, tokens_in: int, tokens_out: int) -> float:
        return (tokens_in * self.price_in + tokens_out * self.price_out) / 1_000_000


class AiBudgets(BaseModel):
    """What may be used in a calendar month (UTC) by one conversation, by one flow, and by one workspace.

    A conversation has a limit unless the operator sets another: two nodes that lead to each other, or two bots, would ask
    for ever.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    conversation: Budget = Budget(tokens=1_000_000)
    flow: Budget = Budget()
    workspace: Budget = Budget()

    @property
    def by_scope(self) -> Mapping[AiScope, Budget]:
        return {"conversation": self.conversation, "flow": self.flow, "workspace": self.workspace}


class Ai(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    connections: dict[str, AiConnection] = {}
    budgets: AiBudgets = AiBudgets()
