"""The base of every value that the engine takes or gives: frozen, and strict about unknown keys."""

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
