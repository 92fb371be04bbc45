"""How an effect changes the contact, so that the next node of the same turn sees it."""

from engine.effects import AddTag, ContactChange, OptIn, OptOut, RemoveTag, SetField
from engine.world import Contact

OWN = frozenset({"name", "language"})


def contact_after(contact: Contact, change: ContactChange) -> Contact:
    match change:
        case SetField(name="name", value=value):
            return contact.model_copy(update={"name": "" if value is None else str(value)})
        case SetField(name="language", value=value):
            return contact.model_copy(update={"language": str(value) if value else None})
        case SetField(name=name, value=value):
            fields = {**contact.fields, name: value}
            return contact.model_copy(update={"fields": {k: v for k, v in fields.items() if v is not None}})
        case AddTag(tag=tag) if tag not in contact.tags:
            return contact.model_copy(update={"tags": (*contact.tags, tag)})
        case RemoveTag(tag=tag):
            return contact.model_copy(update={"tags": tuple(one for one in contact.tags if one != tag)})
        case OptOut() | OptIn():
            return contact.model_copy(update={"opted_out": isinstance(change, OptOut)})
        case _:
            return contact
