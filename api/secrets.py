"""Secrets that flows refer to by name: written, never shown."""

import re
from datetime import datetime

import msgspec
from litestar import Controller, delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from pydantic import Field, SecretStr

from api.bodies import Body, Listed, shown
from api.permissions import requires
from api.problems import Fault, Refused, may_answer
from engine.flow import NAME
from store.secrets import Secrets


class SecretBody(Body):
    value: SecretStr = Field(min_length=1, max_length=16_384, examples=["sk-…"])


class SecretShown(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    updated_at: datetime


class SecretsController(Controller):
    path = "/secrets"
    tags = ("secrets",)

    @get(operation_id="listSecrets", guards=[requires("flows:read")])
    async def list(self, secrets: NamedDependency[Secrets]) -> Listed[SecretShown]:
        """The names of the secrets. Their values are never shown."""
        return Listed(items=tuple(shown(SecretShown, one) for one in await secrets.names()))

    @put("/{name:str}", operation_id="setSecret", status_code=204, guards=[requires("secrets:write")])
    async def set(self, name: FromPath[str], data: JSONBody[SecretBody], secrets: NamedDependency[Secrets]) -> None:
        """Add a secret, or give it another value. Running flows use the new one at their next call."""
        if not re.fullmatch(NAME, name):
            message = "a name has small letters, digits and _, and begins with a letter"
            raise Refused("invalid-request", message, [Fault(message=message, path="name")])
        await secrets.set(name, data.value.get_secret_value())

    @delete(
        "/{name:str}",
        operation_id="removeSecret",
        guards=[requires("secrets:write")],
        responses=may_answer("not-found"),
    )
    async def remove(self, name: FromPath[str], secrets: NamedDependency[Secrets]) -> None:
        """Remove a secret. Flows that refer to it leave by their failure output from now on."""
        await secrets.remove(name)
