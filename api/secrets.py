"""Secrets that flows refer to by name: written, never shown."""

import re
from datetime import datetime
from typing import Annotated

import msgspec
from litestar import Controller, delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from pydantic import Field, SecretStr

from api.bodies import Body, Listed, shown
from api.dependents import Depending
from api.permissions import requires
from api.problems import Fault, Refused, may_answer
from nodes.fields import SECRET
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
        if not re.fullmatch(SECRET, name):
            message = "a name has letters, digits and _, begins with a letter, and is no longer than 64 characters"
            raise Refused("invalid-request", message, [Fault(message=message, path="name")])
        await secrets.set(name, data.value.get_secret_value())

    @delete(
        "/{name:str}",
        operation_id="removeSecret",
        guards=[requires("secrets:write")],
        responses=may_answer("not-found", "conflict"),
    )
    async def remove(
        self,
        name: FromPath[str],
        secrets: NamedDependency[Secrets],
        depending: NamedDependency[Depending],
        force: Annotated[bool, QueryParameter(description="also if flows use it")] = False,
    ) -> None:
        """Remove a secret that no flow names. By force, flows that refer to it leave by their failure output from now on."""
        if not force:
            await depending.refuse_used_name("secret", name)
        await secrets.remove(name)
