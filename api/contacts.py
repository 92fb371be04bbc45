"""Contacts: found by an address, read, changed, erased."""

import re
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Controller, Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody, QueryParameter
from pydantic import AfterValidator, Field

from api.bodies import Body, Listed, listed, shown
from api.dependencies import Session
from api.once import Once
from api.permissions import requires
from api.problems import Fault, Refused, may_answer
from channels import adapters
from engine.contact_fields import fitted
from engine.flow import NAME
from engine.languages import well_formed
from engine.variables import Unfit
from store.addresses import Addresses
from store.contact_fields import ContactFields
from store.contacts import Contacts
from store.pages import Window

MOST_FIELDS = 200


def _named(fields: dict[str, Any]) -> dict[str, Any]:
    if len(fields) > MOST_FIELDS:
        raise ValueError(f"at most {MOST_FIELDS} fields at once")
    for name in fields:
        if not re.fullmatch(NAME, name):
            raise ValueError(f"{name[:80]!r} is no name of a field: small letters, digits and _, a letter first")
    return fields


def _a_language(language: str) -> str:
    tag = well_formed(language)
    if tag is None:
        raise ValueError(f"{language!r} is no language tag; one looks like en, pt-BR or zh-Hant")
    return tag


Language = Annotated[str, AfterValidator(_a_language), Field(max_length=35, examples=["pt-BR"])]
Fields = Annotated[dict[str, Any], AfterValidator(_named)]
Tag = Annotated[str, Field(min_length=1, max_length=64)]


class NewContact(Body):
    """Somebody on a channel type. An address that is known already gives the contact whose it is."""

    channel: str = Field(min_length=1, max_length=64, description="the channel type", examples=["telegram"])
    address: str = Field(min_length=1, max_length=256, examples=["584721093"])
    name: str = Field("", max_length=200, examples=["Maria Silva"])
    language: Language | None = None
    fields: Fields = Field({}, examples=[{"city": "Lisbon"}])
    tags: list[Tag] = Field([], max_length=200, examples=[["customer"]])


class ContactChange(Body):
    """What is left out stays. Fields are merged, a field that is null is emptied; tags are replaced."""

    name: str | None = Field(None, max_length=200)
    language: Language | None = None
    fields: Fields | None = None
    tags: list[Tag] | None = Field(None, max_length=200)


class AddressShown(msgspec.Struct, frozen=True, kw_only=True):
    """``opted_out_at`` is since when the contact wants nothing more there."""

    channel_kind: str
    address: str
    opted_out_at: datetime | None


class ContactShown(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    name: str
    language: str | None
    fields: dict[str, Any]
    tags: tuple[str, ...]
    segments: tuple[str, ...]
    created_at: datetime
    updated_at: datetime


class ContactDetail(ContactShown, frozen=True, kw_only=True):
    addresses: tuple[AddressShown, ...]


KNOWN = ResponseSpec(ContactDetail, description="the contact whose address it is", generate_examples=False)


class ContactsController(Controller):
    path = "/contacts"
    tags = ("contacts",)

    @get(operation_id="listContacts", guards=[requires("contacts:read")])
    async def list(
        self,
        contacts: NamedDependency[Contacts],
        window: NamedDependency[Window],
        search: Annotated[str, QueryParameter(max_length=200, description="part of a name or an address")] = "",
        tag: Annotated[str, QueryParameter(max_length=64)] = "",
        segment: Annotated[str, QueryParameter(max_length=64, description="the key of a segment")] = "",
    ) -> Listed[ContactShown]:
        """Contacts, newest first."""
        return listed(ContactShown, await contacts.page(window, search=search, tag=tag, segment=segment))

    @post(
        operation_id="createContact",
        guards=[requires("contacts:write")],
        responses={200: KNOWN, **may_answer("idempotency-conflict")},
    )
    async def create(
        self,
        data: JSONBody[NewContact],
        contacts: NamedDependency[Contacts],
        contact_fields: NamedDependency[ContactFields],
        session: NamedDependency[Session],
        once: NamedDependency[Once],
    ) -> Response[ContactDetail]:
        """Create a contact, or find the one with this address: then nothing is changed, and the answer is 200."""
        known = await contacts.find_by_address(data.channel, data.address)
        if known:
            return Response(await _detail(contacts, session, known.id), status_code=200)
        if data.channel not in adapters():
            raise Refused("invalid-request", "see errors", [Fault(message="unknown channel type", path="channel")])
        fields = await _fitting(contact_fields, data.fields)

        async def work() -> ContactDetail:
            values = data.model_dump(include={"name", "language", "tags"})
            made = await contacts.add(data.channel, data.address, fields=fields, **values)
            return await _detail(contacts, session, made.id)

        return await once(work)

    @get(
        "/{id:uuid}", operation_id="readContact", guards=[requires("contacts:read")], responses=may_answer("not-found")
    )
    async def read(
        self, id: FromPath[UUID], contacts: NamedDependency[Contacts], session: NamedDependency[Session]
    ) -> ContactDetail:
        """One contact with the addresses on each channel type."""
        return await _detail(contacts, session, id)

    @patch(
        "/{id:uuid}",
        operation_id="changeContact",
        guards=[requires("contacts:write")],
        responses=may_answer("not-found"),
    )
    async def change(
        self,
        id: FromPath[UUID],
        data: JSONBody[ContactChange],
        contacts: NamedDependency[Contacts],
        contact_fields: NamedDependency[ContactFields],
        session: NamedDependency[Session],
    ) -> ContactDetail:
        """Change a contact. A running flow sees it at its next turn."""
        fields = await _fitting(contact_fields, data.fields) if data.fields else data.fields
        await contacts.update(id, **{**data.model_dump(), "fields": fields})
        return await _detail(contacts, session, id)

    @delete(
        "/{id:uuid}",
        operation_id="eraseContact",
        guards=[requires("contacts:write")],
        responses=may_answer("not-found"),
    )
    async def erase(self, id: FromPath[UUID], contacts: NamedDependency[Contacts]) -> None:
        """Erase a contact with everything they said and were told, runs and raw webhooks included. It cannot be undone. Rows of
        tables stay, as they belong to nobody: remove those that name the contact."""
        await contacts.erase(id)


async def _fitting(defined: ContactFields, fields: dict[str, Any]) -> dict[str, Any]:
    """The values as their fields keep them; raises Refused with every one that does not fit."""
    known, kept, faults = await defined.known(), dict[str, Any](), list[Fault]()
    for name, value in fields.items():
        try:
            kept[name] = fitted(known, name, value)
        except Unfit as error:
            faults.append(Fault(message=str(error), path=f"fields.{name}"))
    if faults:
        raise Refused("invalid-request", "see errors", faults)
    return kept


async def _detail(contacts: Contacts, session: Session, id: UUID) -> ContactDetail:
    contact = shown(ContactShown, await contacts.get(id))
    addresses = tuple(shown(AddressShown, one) for one in await Addresses(session).of(id))
    return ContactDetail(**msgspec.structs.asdict(contact), addresses=addresses)
