"""The fields of contacts that a workspace defines: what they are called, and what fits them."""

from datetime import datetime
from typing import Annotated, Any, Self, TypeAlias

import msgspec
from litestar import Controller, Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from pydantic import Field, ValidationError, model_validator

from api.bodies import Body, Listed, shown
from api.dependents import Depending
from api.once import Once
from api.permissions import requires
from api.problems import Fault, Refused, may_answer
from engine.apply import OWN
from engine.contact_fields import CHOOSABLE, FieldType
from engine.flow import NAME
from engine.problems import said_by
from store.contact_fields import ContactFields

Choices: TypeAlias = Annotated[
    list[Annotated[str, Field(min_length=1, max_length=200)]],
    Field(max_length=200, description="what a text, or an item of a list, may be; empty: anything"),
]
READ, WRITE = requires("contacts:read"), requires("flows:write")


class NewContactField(Body):
    key: str = Field(pattern=NAME, description="its name in flows: contact.fields.<key>", examples=["city"])
    title: str = Field("", max_length=100, examples=["City"])
    type: FieldType = "text"
    choices: Choices = Field([], examples=[["Lisbon", "Porto"]])
    description: str = Field("", max_length=500, examples=["Where orders are sent."])

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.key in OWN:
            raise ValueError(f"{self.key} is the contact's own; it needs no definition")
        if self.choices and self.type not in CHOOSABLE:
            raise ValueError(f"a {self.type} has no choices: take the type text, or list, or leave them out")
        return self


class ContactFieldChange(Body):
    """What is left out stays. What contacts have in the field stays as it is, whatever changes here."""

    title: str = Field("", max_length=100)
    type: FieldType = "text"
    choices: Choices = Field([])
    description: str = Field("", max_length=500)


class ContactFieldShown(msgspec.Struct, frozen=True, kw_only=True):
    key: str
    title: str
    type: FieldType
    choices: tuple[str, ...]
    description: str
    created_at: datetime
    updated_at: datetime


class ContactFieldsController(Controller):
    path = "/contact-fields"
    tags = ("contacts",)

    @get(operation_id="listContactFields", guards=[READ])
    async def list(self, contact_fields: NamedDependency[ContactFields]) -> Listed[ContactFieldShown]:
        """All fields that the workspace has defined, by key. Contacts may have others, too."""
        return Listed(items=tuple(shown(ContactFieldShown, one) for one in await contact_fields.list()))

    @post(
        operation_id="defineContactField",
        guards=[WRITE],
        responses=may_answer("conflict", "idempotency-conflict"),
    )
    async def define(
        self,
        data: JSONBody[NewContactField],
        contact_fields: NamedDependency[ContactFields],
        once: NamedDependency[Once],
    ) -> Response[ContactFieldShown]:
        """Define a field. From now on only what fits its type is written, by flows and by the API."""

        async def work() -> ContactFieldShown:
            return shown(ContactFieldShown, await contact_fields.add(**data.model_dump()))

        return await once(work)

    @get("/{name:str}", operation_id="readContactField", guards=[READ], responses=may_answer("not-found"))
    async def read(self, name: FromPath[str], contact_fields: NamedDependency[ContactFields]) -> ContactFieldShown:
        """One field, by its key."""
        return shown(ContactFieldShown, await contact_fields.get(name))

    @patch("/{name:str}", operation_id="changeContactField", guards=[WRITE], responses=may_answer("not-found"))
    async def change(
        self,
        name: FromPath[str],
        data: JSONBody[ContactFieldChange],
        contact_fields: NamedDependency[ContactFields],
    ) -> ContactFieldShown:
        """Change what a field is called, or what fits it."""
        values = data.model_dump(exclude_unset=True)
        known = (await contact_fields.get(name)).model_dump(include={"key", "title", "type", "choices", "description"})
        _refuse_unfit({**known, "choices": [*known["choices"]], **values})
        return shown(ContactFieldShown, await contact_fields.change(name, values))

    @delete(
        "/{name:str}",
        operation_id="removeContactField",
        guards=[WRITE],
        responses=may_answer("not-found", "conflict"),
    )
    async def remove(
        self,
        name: FromPath[str],
        contact_fields: NamedDependency[ContactFields],
        depending: NamedDependency[Depending],
        force: Annotated[bool, QueryParameter(description="also if flows or segments use it")] = False,
    ) -> None:
        """Remove the definition of a field that no flow or segment names. What contacts have in it stays; by force, flows go on
        to read and write it, whatever its type."""
        await contact_fields.get(name)
        if not force:
            await depending.refuse_used_name("field", name)
        await contact_fields.remove(name)


def _refuse_unfit(whole: dict[str, Any]) -> None:
    """What was changed has to fit what was not."""
    try:
        NewContactField.model_validate(whole)
    except ValidationError as error:
        found = [Fault(message=why) for _, why in said_by(error)]
        raise Refused("invalid-request", "see errors", found) from error
