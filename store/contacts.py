"""People. They are found by an address on a channel type, never by phone alone."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, cast, delete, exists, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from engine.apply import contact_after
from engine.effects import ContactChange
from engine.world import Contact as Person
from store.addresses import Addresses
from store.errors import NotFound
from store.models import (
    AddressRow,
    AiSpendRow,
    BulkRecipientRow,
    ChannelRow,
    ContactRow,
    ConversationRow,
    HookEventRow,
    IdempotencyRow,
    MessageRow,
    NoteRow,
    VisitorRow,
)
from store.pages import Page, Window, page_of
from store.records import Contact
from store.segments import within


class Contacts:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(
        self,
        channel_kind: str,
        address: str,
        *,
        name: str = "",
        language: str | None = None,
        fields: Mapping[str, Any] | None = None,
        tags: Sequence[str] = (),
    ) -> Contact:
        row = ContactRow(name=name, language=language, fields=dict(fields or {}), tags=list(dict.fromkeys(tags)))
        self._session.add(row)
        await self._session.flush()
        await Addresses(self._session).add(row.id, channel_kind, address)
        return Contact.model_validate(row)

    async def get(self, id: UUID) -> Contact:
        return Contact.model_validate(await self._row(id))

    async def find_by_address(self, channel_kind: str, address: str) -> Contact | None:
        query = select(ContactRow).join(AddressRow, AddressRow.contact_id == ContactRow.id)
        row = await self._session.scalar(
            query.where(AddressRow.channel_kind == channel_kind, AddressRow.address == address)
        )
        return Contact.model_validate(row) if row else None

    async def page(self, window: Window, *, search: str = "", tag: str = "", segment: str = "") -> Page[Contact]:
        """Newest first; ``search`` looks into names and addresses."""
        query = select(ContactRow)
        if tag:
            query = query.where(ContactRow.tags.contains([tag]))
        if segment:
            query = query.where(within(segment))
        if search:
            reached = select(AddressRow.contact_id).where(AddressRow.address.icontains(search, autoescape=True))
            query = query.where(or_(ContactRow.name.icontains(search, autoescape=True), ContactRow.id.in_(reached)))
        return await page_of(self._session, query, ContactRow.id, window, Contact.model_validate)

    async def update(
        self,
        id: UUID,
        *,
        name: str | None = None,
        language: str | None = None,
        fields: Mapping[str, Any] | None = None,
        tags: Sequence[str] | None = None,
    ) -> Contact:
        """Change what is given. Fields are merged, a field that is None is emptied; tags are replaced."""
        row = await self._row(id, lock=True)
        if name is not None:
            row.name = name
        if language is not None:
            row.language = language
        if fields is not None:
            row.fields = {key: value for key, value in {**row.fields, **fields}.items() if value is not None}
        if tags is not None:
            row.tags = list(dict.fromkeys(tags))
        await self._session.flush()
        return Contact.model_validate(row)

    async def apply(self, id: UUID, changes: Sequence[ContactChange]) -> Contact:
        """What a flow changed, in its order, on the contact as it is now."""
        row = await self._row(id, lock=True)
        person = Person(id=id, name=row.name, language=row.language, fields=row.fields, tags=tuple(row.tags))
        for change in changes:
            person = contact_after(person, change)
        row.name, row.language = person.name or "", person.language
        row.fields, row.tags = person.fields, [*person.tags]
        await self._session.flush()
        return Contact.model_validate(row)

    async def erase(self, id: UUID) -> None:
        """Everything of this person: conversations, messages, runs, the webhooks that brought their words, and the answers that
        are kept for requests which are sent again."""
        mine = select(ConversationRow.id).where(ConversationRow.contact_id == id)
        places = select(ConversationRow.channel_id, ConversationRow.address).where(ConversationRow.contact_id == id)
        brought = select(MessageRow.hook_event_id).where(MessageRow.conversation_id.in_(mine))
        await self._session.execute(delete(HookEventRow).where(HookEventRow.id.in_(brought)))
        noted = select(cast(NoteRow.id, Text)).where(NoteRow.conversation_id.in_(mine))
        answered = IdempotencyRow.body["id"].astext
        await self._session.execute(delete(IdempotencyRow).where(or_(answered == str(id), answered.in_(noted))))
        await self._session.execute(
            delete(AiSpendRow).where(AiSpendRow.scope == "conversation", AiSpendRow.subject.in_(mine))
        )
        await self._session.execute(
            delete(VisitorRow).where(tuple_(VisitorRow.channel_id, VisitorRow.address).in_(places))
        )
        await self._session.execute(delete(BulkRecipientRow).where(*_was_to_start(id)))
        if await self._session.scalar(delete(ContactRow).where(ContactRow.id == id).returning(ContactRow.id)) is None:
            raise NotFound("contact", id)

    async def _row(self, id: UUID, *, lock: bool = False) -> ContactRow:
        row = await self._session.get(ContactRow, id, with_for_update=lock, populate_existing=lock)
        if row is None:
            raise NotFound("contact", id)
        return row


def _was_to_start(contact: UUID) -> tuple[ColumnElement[bool], ...]:
    """By their addresses, whether they had a conversation or not; the same text on another channel type is somebody else. Of
    a channel that is gone nobody knows the type."""
    mine, recipient = AddressRow.contact_id == contact, BulkRecipientRow
    types = select(AddressRow.channel_kind).where(mine, AddressRow.address == recipient.address).correlate(recipient)
    other = exists().where(ChannelRow.id == recipient.channel_id, ChannelRow.kind.not_in(types)).correlate(recipient)
    return recipient.address.in_(select(AddressRow.address).where(mine)), ~other
